import RunModel
import SQLiteSource
import Testing

@Suite struct ReaderDuplicatesTests {
    @Test func `Keys given more than once are found with the rows that gave them`() throws {
        let finder = try ReaderDuplicates()
        for number in 0..<2_000 {
            let key = Array("key \(number % 1_997)".utf8)
            try key.withUnsafeBytes {
                try finder.add($0, source: number % 2, row: RowKey(rowid: Int64(number)))
            }
        }
        let groups = try finder.groups(limit: 10)
        #expect(
            groups.map { String(decoding: $0.key, as: UTF8.self) } == ["key 0", "key 1", "key 2"])
        #expect(groups.first?.rows.map(\.source) == [0, 1])
        #expect(groups.first?.rows.map(\.key) == [RowKey(rowid: 0), RowKey(rowid: 1_997)])
        #expect(try finder.groups(limit: 2).count == 2)
    }
}
