import DynamoItem
import PlainText
import Testing

@testable import sluice

/// The pieces that measure and show.
@Suite struct AnalyzePartsTests {
    @Test func `A spread is exact while its values can be counted`() throws {
        var spread = KeySpread()
        for n in 0..<4_000 { spread.add(Array("{\"N\":\"\(n % 1_000)\"}".utf8)) }
        spread.add(Array("{\"N\":\"7\"}".utf8))
        #expect(spread.values == 1_000)
        #expect(spread.total == 4_001)
        let top = try #require(spread.top)
        #expect(KeySpread.text(of: top.key) == "7")
        #expect(top.items == 5)
    }

    @Test func `Past what can be counted a frequent value is still found`() throws {
        var spread = KeySpread()
        for n in 0..<100_000 {
            spread.add(Array("{\"S\":\"\(n)\"}".utf8))
            if n % 4 == 0 { spread.add(Array("{\"S\":\"often\"}".utf8)) }
        }
        #expect(spread.values == nil)
        let top = try #require(spread.top)
        #expect(KeySpread.text(of: top.key) == "often")
        // At most a share of 1/4,096 of all too low.
        #expect((25_000 - 125_000 / 4_096 - 1...25_000).contains(top.items))
    }

    @Test func `Attributes are found in an item's bytes as they are written`() throws {
        let item = #"{"a\"b":{"S":"x}\\"},"m":{"M":{"a":{"S":"inner"}}},"z":{"N":"1"}}"#
        var found: [String: String] = [:]
        Array(item.utf8).withUnsafeBytes { bytes in
            ItemMembers(bytes).visit { name, value in
                found[String(decoding: bytes[name], as: UTF8.self)] = String(
                    decoding: bytes[value], as: UTF8.self)
                return true
            }
        }
        #expect(
            found == [
                #""a\"b""#: #"{"S":"x}\\"}"#, "\"m\"": #"{"M":{"a":{"S":"inner"}}}"#,
                "\"z\"": #"{"N":"1"}"#,
            ])
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]),
        ("", 5, [""]),
        ("abcdefghij kl", 4, ["abcd", "efgh", "ij", "kl"]),
        ("日本 語", 4, ["日本", "語"]),
    ])
    func `Text is broken between words`(_ text: String, _ width: Int, _ lines: [String]) {
        #expect(text.wrapped(to: width) == lines)
    }
}
