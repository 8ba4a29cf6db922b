import JSONText
import Mapping
import RunModel
import Testing

/// Every refusal of the language: one mistake gives one problem, with its place, its reason and a hint.
@Suite struct LanguageRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var json: String
        var path: String
        var message: String
        var hint: String?

        var testDescription: String { message }

        /// The whole configuration; `§` stands before what is wrong.
        static func config(_ json: String, _ path: String, _ message: String, hint: String? = nil)
            -> Case
        {
            Case(json: json, path: path, message: message, hint: hint)
        }

        /// The members of `tables`.
        static func tables(_ json: String, _ path: String, _ message: String, hint: String? = nil)
            -> Case
        {
            Case(
                json: "{\n\"tables\": {\(json)}}", path: "tables" + path, message: message,
                hint: hint)
        }

        /// Members of a table that has partition key PK and the entity Album.
        static func table(_ json: String, _ path: String, _ message: String, hint: String? = nil)
            -> Case
        {
            tables(
                """
                "Music": {"partitionKey": "PK", "sortKey": "SK", \(json), "entities": {"Album": {
                  "from": "Album", "attributes": {"PK": "ALBUM#{AlbumId}", "SK": "X", "G": "g", "H": "h"}}}}
                """, ".Music" + path, message, hint: hint)
        }

        /// An entity, `from` and `attributes` included.
        static func entity(_ json: String, _ path: String, _ message: String, hint: String? = nil)
            -> Case
        {
            tables(
                #""Music": {"partitionKey": "PK", "entities": {"E": {\#(json)}}}"#,
                ".Music.entities.E" + path, message, hint: hint)
        }

        /// An attribute X of an entity on Album.
        static func attribute(
            _ json: String, _ path: String, _ message: String, hint: String? = nil,
            rest: String = ""
        ) -> Case {
            entity(
                #""from": "Album", \#(rest)"attributes": {"PK": "ALBUM#{AlbumId}", "X": \#(json)}"#,
                ".attributes.X" + path, message, hint: hint)
        }

        static func attribute(
            _ json: String, _ message: String, hint: String? = nil, rest: String = ""
        ) -> Case {
            attribute(json, "", message, hint: hint, rest: rest)
        }

        /// Other members of an entity on Album.
        static func album(_ json: String, _ path: String, _ message: String, hint: String? = nil)
            -> Case
        {
            entity(
                #""from": "Album", \#(json), "attributes": {"PK": "ALBUM#{AlbumId}"}"#, path,
                message,
                hint: hint)
        }
    }

    static let fixture = Result { try LanguageFixture() }

    @Test(
        arguments: tables + keys + indexes + entities + columns + templates + attributes
            + embeddings + sql)
    func `A mistake is refused with its place, its reason and a hint`(_ refused: Case) throws {
        let mark = try #require(refused.json.firstRange(of: "§"), "the case marks no place")
        let before = refused.json[..<mark.lowerBound]
        let line = before.count { $0 == "\n" } + 1
        let column =
            before.split(separator: "\n", omittingEmptySubsequences: false).last.map(\.count) ?? 0
        let json = refused.json.replacing("§", with: "")
        let reading = try Self.fixture.get().read(json)
        #expect(reading.mapping == nil)
        let problem = try #require(reading.problems.first)
        #expect(reading.problems.count == 1, "\(reading.problems.map(\.description))")
        #expect(problem.message.contains(refused.message), "\(problem)")
        #expect(problem.path == refused.path)
        #expect(
            problem.line == line && problem.column == column + 1, "\(problem) \(line):\(column + 1)"
        )
        #expect(problem.file == "config.json")
        if let hint = refused.hint {
            #expect(problem.hint?.contains(hint) == true, "\(problem.hint ?? "no hint")")
        }
    }

    @Test func `All problems are told at once, in the order of the file`() throws {
        let reading = try Self.fixture.get().read(
            """
            {"tables": {
              "M": {"partitionKey": 5, "entities": {}},
              "Music": {"partitionKey": "PK", "biling": "onDemand", "entities": {
                "Album": {"from": "Albun"},
                "Track": {"from": "Track", "columns": ["Nme"], "attributes": {"PK": "{TrackID.Name}", "X": "{"}}
              }}}}
            """)
        #expect(reading.problems.map(\.line) == [2, 2, 2, 3, 4, 5, 5, 5])
    }
}
