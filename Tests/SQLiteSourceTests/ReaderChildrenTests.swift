import RunModel
import SQLiteSource
import Testing

@Suite struct ReaderChildrenTests {
    /// Parents 1…4, children of 1 and 3, grandchildren of some.
    private static let schema = """
        CREATE TABLE p (id INTEGER PRIMARY KEY);
        CREATE TABLE c (p INTEGER, name TEXT);
        CREATE TABLE g (c INTEGER, name TEXT);
        INSERT INTO p VALUES (1), (2), (3), (4);
        INSERT INTO c (rowid, p, name) VALUES (10, 3, 'b'), (11, 1, 'b'), (12, 1, 'a'), (13, NULL, 'x'),
            (14, 3, NULL), (15, 9, 'orphan');
        INSERT INTO g VALUES (11, 'two'), (10, 'three'), (11, 'one'), (14, 'four'), (13, 'x'), (15, 'y');
        """

    private static let query: PageQuery = {
        let c = "(SELECT rowid AS v0, p AS v1, name AS v2 FROM main.c) AS c"
        let g = "(SELECT rowid AS v0, c AS v1, name AS v2 FROM main.g) AS g"
        let p = "(SELECT id AS v0 FROM main.p) AS r"
        return PageQuery(
            name: "p", columns: ["r.v0"], from: p, rootFrom: p, keys: ["r.v0"], isRowid: true,
            children: [
                ChildQuery(
                    name: "c", columns: ["r.v0", "c.v0", "c.v2"],
                    from: "\(p) CROSS JOIN \(c) ON r.v0 = c.v1",
                    order: ["c.v2", "c.v0"], parent: nil, linkCount: 1),
                ChildQuery(
                    name: "g", columns: ["r.v0", "c.v0", "g.v0", "g.v2"],
                    from: "\(p) CROSS JOIN \(c) ON r.v0 = c.v1 CROSS JOIN \(g) ON c.v0 = g.v1",
                    order: ["c.v2", "c.v0", "g.v2", "g.v0"], parent: 0, linkCount: 2),
            ])
    }()

    private func read(
        pages maxRows: Int, childLimit: Int = .max, wants: (Int64) -> Bool = { _ in true }
    ) throws -> [String] {
        let scratch = try Scratch()
        let reader = try SourceReader.open(scratch.database("source.db", Self.schema))
        var lines: [String] = []
        var after: RowKey?
        while true {
            let end = try reader.page(Self.query, after: after, maxRows: maxRows) {
                (row) throws(SluiceError) -> Bool in
                var line = "\(row.root.integer(at: 0)):"
                guard wants(row.root.integer(at: 0)) else { return true }
                var taken = 0
                while taken < childLimit, try row.nextChild(0) {
                    taken += 1
                    line += " \(row.child(0).value(at: 2))["
                    while try row.nextChild(1) { line += "\(row.child(1).value(at: 3))" }
                    line += "]"
                }
                lines.append(line)
                return true
            }
            guard case .more(let key) = end else { return lines }
            after = key
        }
    }

    @Test(arguments: [1, 2, 3, 4, 50])
    func `Children come under their parents, nested ones under theirs, on pages of any size`(
        pageRows: Int
    ) throws {
        #expect(
            try read(pages: pageRows) == [
                "1: 'a'[] 'b'['one''two']", "2:", "3: NULL['four'] 'b'['three']", "4:",
            ])
    }

    @Test(arguments: [1, 50])
    func `Children past a limit are skipped with all that is in them`(pageRows: Int) throws {
        #expect(
            try read(pages: pageRows, childLimit: 1) == ["1: 'a'[]", "2:", "3: NULL['four']", "4:"])
    }

    @Test(arguments: [1, 50])
    func `A parent that is not wanted takes its children along`(pageRows: Int) throws {
        #expect(
            try read(pages: pageRows) { $0 != 1 } == ["2:", "3: NULL['four'] 'b'['three']", "4:"])
        #expect(try read(pages: pageRows) { $0 == 4 } == ["4:"])
    }
}
