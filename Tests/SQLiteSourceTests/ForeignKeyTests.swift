import RunModel
import Testing

@testable import SQLiteSource

@Suite struct ForeignKeyTests {
    private func child(_ parents: String, _ child: String) throws -> [ForeignKey] {
        let scratch = try Scratch()
        try scratch.database(
            "source.db", "PRAGMA foreign_keys = OFF; \(parents)", "CREATE TABLE child(\(child))")
        return try SourceDatabase.open(path: scratch.path("source.db")).schema().table("child")?
            .foreignKeys ?? []
    }

    @Test func `A key that names no column takes the parent's primary key`() throws {
        let keys = try child("CREATE TABLE Parent(id INTEGER PRIMARY KEY)", "a REFERENCES parent")
        #expect(keys == [ForeignKey(columns: ["a"], parentTable: "Parent", parentColumns: ["id"])])
    }

    @Test func `Names are the declared ones, whatever case the reference uses`() throws {
        let keys = try child(
            "CREATE TABLE Parent(Code TEXT UNIQUE)", "A, FOREIGN KEY (a) REFERENCES PARENT(CODE)")
        #expect(
            keys == [ForeignKey(columns: ["A"], parentTable: "Parent", parentColumns: ["Code"])])
    }

    @Test func `A composite key keeps its order, and matches a unique key in another`() throws {
        let keys = try child(
            "CREATE TABLE p(x, y, PRIMARY KEY (x, y))",
            "a, b, FOREIGN KEY (a, b) REFERENCES p(y, x)")
        #expect(
            keys == [ForeignKey(columns: ["a", "b"], parentTable: "p", parentColumns: ["y", "x"])])
    }

    @Test func `Several keys stand in the order of their declaration`() throws {
        let keys = try child(
            "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE q(id INTEGER PRIMARY KEY)",
            "a REFERENCES q, b REFERENCES p, c REFERENCES q(id)")
        #expect(keys.map(\.parentTable) == ["q", "p", "q"])
        #expect(keys.map(\.columns) == [["a"], ["b"], ["c"]])
    }

    @Test func `A table may refer to itself`() throws {
        let keys = try child("", "id INTEGER PRIMARY KEY, parent REFERENCES child")
        #expect(
            keys == [ForeignKey(columns: ["parent"], parentTable: "child", parentColumns: ["id"])])
    }

    @Test(arguments: [
        ("", "a REFERENCES gone(id)", ForeignKeyProblem.missingTable),
        ("CREATE VIEW p AS SELECT 1 AS id", "a REFERENCES p(id)", .missingTable),
        ("CREATE TABLE p(id INTEGER PRIMARY KEY)", "a REFERENCES p(nope)", .missingColumn),
        ("CREATE TABLE p(id, x)", "a REFERENCES p(id)", .parentNotUnique),
        ("CREATE TABLE p(id, x)", "a REFERENCES p", .parentNotUnique),
        ("CREATE TABLE p(x, y, PRIMARY KEY (x, y))", "a REFERENCES p", .columnCount),
        (
            "CREATE TABLE p(id); CREATE UNIQUE INDEX u ON p(id) WHERE id > 0", "a REFERENCES p(id)",
            .parentNotUnique
        ),
    ])
    func `A key that leads nowhere, or to many, says why`(
        parents: String, declaration: String, problem: ForeignKeyProblem
    ) throws {
        let keys = try child(parents, declaration)
        #expect(keys.map(\.problem) == [problem])
        #expect(keys.first?.columns == ["a"])
    }

    @Test func `A parent made after its child is found`() throws {
        let scratch = try Scratch()
        try scratch.database(
            "source.db", "CREATE TABLE child(a REFERENCES late)",
            "CREATE TABLE late(id INTEGER PRIMARY KEY)")
        let schema = try SourceDatabase.open(path: scratch.path("source.db")).schema()
        #expect(schema.table("child")?.foreignKeys.first?.problem == nil)
    }
}
