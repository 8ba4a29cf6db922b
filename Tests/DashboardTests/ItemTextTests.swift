import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct ItemTextTests {
    private func told(_ text: String) -> [String] {
        ItemText.attributes(text).map { $0.name + " " + $0.value }
    }

    @Test func `An item is taken apart into its attributes`() {
        #expect(
            told(#"{"PK":{"S":"a, b: {c}"},"L":{"L":[{"N":"1"},{"N":"2"}]},"q\"":{"S":"x\\"}}"#)
                == [
                    #"PK {"S":"a, b: {c}"}"#, #"L {"L":[{"N":"1"},{"N":"2"}]}"#,
                    #"q\" {"S":"x\\"}"#,
                ])
        #expect(told("{}").isEmpty)
    }

    @Test func `What was cut is kept as far as it goes`() {
        #expect(
            told(#"{"PK":{"S":"a"},"Note":{"S":"long…"#) == [
                #"PK {"S":"a"}"#, #"Note {"S":"long…"#,
            ])
        for count in 0..<40 {
            _ = told(String(#"{"PK":{"S":"a\""},"B":{"M":{"x":[1]}}}"#.prefix(count)))
        }
    }

    @Test(arguments: [80, 120])
    func `An item that is missing is shown attribute by attribute`(columns: Int) {
        let missing = ItemDifference(
            table: "MusicCatalog", kind: .missing, key: "PK=a", attribute: nil,
            expected: #"{"PK":{"S":"a"},"Title":{"S":"For Those About To Rock"}}"#, found: nil)
        let context = OverlayFixture.context(
            .broken, .difference(table: "MusicCatalog", number: 0, top: 0),
            size: Size(columns: columns, rows: 40), and: [.differenceFound(missing)])
        let rows = OverlayFixture.draw(context).rows
        #expect(rows.contains { $0.contains("PK ") && $0.contains(#"{"S":"a"}"#) })
        #expect(rows.contains { $0.contains("Title ") && $0.contains("For Those About To Rock") })
    }
}
