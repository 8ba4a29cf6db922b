import DynamoItem
import Mapping
import RunModel
import SQLiteSource
import Testing

/// What the language says, bound: DESIGN §6 line by line.
@Suite struct LanguageBindingTests {
    let fixture: LanguageFixture

    init() throws { fixture = try LanguageFixture() }

    @Test func `A template of one path keeps the column's type, any other is a string`() throws {
        guard case .column(let path, let conversion)? = try fixture.attribute(#""{Price}""#) else {
            Issue.record("a single path is a column")
            return
        }
        #expect(path.column == "Price" && path.steps.isEmpty && conversion == Conversion())
        #expect(try fixture.attribute(#""{Price}#""#)?.templateText == "<Price>#")
        #expect(try fixture.attribute(#""{Price}{State}""#)?.templateText == "<Price><State>")
        #expect(try fixture.attribute(#""{{{Price}}}""#)?.templateText == "{<Price>}")
    }

    @Test func `Zero padding and a text for NULL`() throws {
        #expect(try fixture.attribute(#""{AlbumId:08}""#)?.templateText == "<AlbumId:8>")
        #expect(try fixture.attribute(#""{State|none}""#)?.templateText == "<State|none>")
        #expect(try fixture.attribute(#""{State|}""#)?.templateText == "<State|>")
        #expect(
            try fixture.attribute(#""a{AlbumId:04|x y|z}b""#)?.templateText == "a<AlbumId:4|x y|z>b"
        )
    }

    @Test func `A path goes along foreign keys, named by the referring column`() throws {
        let source = try fixture.attribute(#""{AlbumId.ArtistId.Name}""#, from: #""Track""#)
        guard case .column(let path, _)? = source else {
            Issue.record("not a column")
            return
        }
        #expect(path.text == "AlbumId.ArtistId.Name")
        #expect(
            path.steps == [
                JoinStep(
                    fromColumns: ["AlbumId"], table: "Album", toColumns: ["AlbumId"],
                    isProvenUnique: true),
                JoinStep(
                    fromColumns: ["ArtistId"], table: "Artist", toColumns: ["ArtistId"],
                    isProvenUnique: true),
            ])
        #expect(path.column == "Name")
    }

    @Test func `Names follow SQLite in telling no cases apart, and keep the schema's spelling`()
        throws
    {
        guard case .column(let path, _)? = try fixture.attribute(#""{artistid.NAME}""#) else {
            Issue.record("not a column")
            return
        }
        #expect(path.steps[0].fromColumns == ["ArtistId"] && path.column == "Name")
    }

    @Test(arguments: [
        (
            #""genre": {"table": "Genre", "on": {"GenreId": "GenreId"}}"#, "{genre.Name}",
            [
                JoinStep(
                    fromColumns: ["GenreId"], table: "Genre", toColumns: ["GenreId"],
                    isProvenUnique: true)
            ]
        ),
        (
            #""at": {"table": "Plant", "on": {"Press": "Press", "Plant": "Plant"}}"#, "{at.City}",
            [
                JoinStep(
                    fromColumns: ["Press", "Plant"], table: "Plant", toColumns: ["Press", "Plant"],
                    isProvenUnique: true)
            ]
        ),
        (
            #""who": {"table": "Person", "on": {"Name": "ArtistId.Name"}}"#, "{who.Boss.Name}",
            [
                JoinStep(
                    fromColumns: ["ArtistId"], table: "Artist", toColumns: ["ArtistId"],
                    isProvenUnique: true),
                JoinStep(
                    fromColumns: ["Name"], table: "Person", toColumns: ["Name"],
                    isProvenUnique: false),
                JoinStep(
                    fromColumns: ["Boss"], table: "Person", toColumns: ["PersonId"],
                    isProvenUnique: true),
            ]
        ),
    ])
    func `A lookup names a way where no foreign key does, composite or undeclared`(
        _ lookup: String, _ template: String, _ steps: [JoinStep]
    ) throws {
        let source = try fixture.attribute("\"\(template)\"", rest: "\"lookups\": {\(lookup)},")
        guard case .column(let path, _)? = source else {
            Issue.record("not a column")
            return
        }
        #expect(path.steps == steps)
    }

    @Test func `Odd names stand in backquotes, and the rowid has its own`() throws {
        let rest = #""rename": {"": "empty"},"#
        #expect(
            try fixture.attribute(#""{`a.b`}-""#, from: #""Odd""#, rest: rest)?.templateText
                == "<a.b>-")
        #expect(
            try fixture.attribute(#""{`c``d`}-""#, from: #""Odd""#, rest: rest)?.templateText
                == "<c`d>-")
        #expect(
            try fixture.attribute(#""{rowid}-""#, from: #""Odd""#, rest: rest)?.templateText
                == "<rowid>-")
    }

    @Test func `Constants keep their JSON type or take the one named`() throws {
        let constants: [(String, AttributeValue)] = [
            (#""Album""#, .string("Album")), ("7", .number("7")), ("true", .bool(true)),
            (#"{"value": "{x}"}"#, .string("{x}")), (#"{"value": null}"#, .null),
            (#"{"value": 1.50}"#, .number("1.50")), (#"{"value": "1", "type": "N"}"#, .number("1")),
            (#"{"value": 1, "type": "S"}"#, .string("1")),
            (#"{"value": "AQI=", "type": "B"}"#, .binary([1, 2])),
            (#"{"value": ["a", "b"], "type": "SS"}"#, .stringSet(["a", "b"])),
            (#"{"value": [1, 2], "type": "NS"}"#, .numberSet(["1", "2"])),
            (
                #"{"value": {"a": [1, null]}}"#,
                .map(Item([Item.Attribute("a", .list([.number("1"), .null]))]))
            ),
            (#""{{no path}}""#, .string("{no path}")),
        ]
        for (json, value) in constants {
            guard case .constant(let constant)? = try fixture.attribute(json) else {
                Issue.record("\(json) is no constant")
                continue
            }
            #expect(constant == value)
        }
    }

    @Test func `Columns are all by default, chosen, excluded, renamed`() throws {
        func names(_ rest: String) throws -> [String] {
            try fixture.attributes(#""Title": "t""#, from: #""Track""#, rest: rest + ",").map(
                \.name)
        }
        #expect(
            try names(#""columns": "all""#) == [
                "PK", "TrackId", "Name", "AlbumId", "Length", "Title",
            ])
        #expect(try names(#""columns": "none""#) == ["PK", "Title"])
        #expect(try names(#""columns": ["Length", "name"]"#) == ["PK", "Name", "Length", "Title"])
        #expect(
            try names(#""columns": {"except": ["Name", "AlbumId"]}"#) == [
                "PK", "TrackId", "Length", "Title",
            ])
        #expect(
            try names(#""columns": ["Name", "Length"], "rename": {"Name": "Called"}"#)
                == ["PK", "Called", "Length", "Title"])
        #expect(
            try names(#""rename": {"Name": "Title"}"#)
                == ["PK", "TrackId", "AlbumId", "Length", "Title"], "attributes win over columns")
    }

    @Test func `Types, NULLs and what cannot be stored are said by column`() throws {
        let attributes = try fixture.attributes(
            #""X": {"column": "Cover", "type": "B", "nulls": "null", "unstorable": "omit"}"#,
            rest: """
                "types": {"Released": "ISO8601", "Price": "S"}, "nulls": {"State": "null"},
                "unstorable": {"Price": "string", "*": "omit"},
                """)
        func conversion(_ name: String) -> Conversion? {
            guard
                case .column(_, let conversion)? = attributes.first(where: { $0.name == name })?
                    .value
            else {
                return nil
            }
            return conversion
        }
        #expect(conversion("Released") == Conversion(target: .isoDate, fallback: .omit))
        #expect(conversion("Price") == Conversion(target: .string, fallback: .string))
        #expect(conversion("State") == Conversion(nulls: .null, fallback: .omit))
        #expect(conversion("Title") == Conversion(fallback: .omit))
        #expect(conversion("X") == Conversion(target: .binary, nulls: .null, fallback: .omit))
        for type in Conversion.Target.allCases {
            let source = try fixture.attribute(#"{"sql": "1", "type": "\#(type.rawValue)"}"#)
            guard case .computed(_, let conversion)? = source else {
                Issue.record("not computed")
                continue
            }
            #expect(conversion.target == type)
        }
    }

    @Test func `An SQL expression and a filter are taken as written, and compiled`() throws {
        let sql = "(SELECT count(*) FROM Track AS t WHERE t.AlbumId = Album.AlbumId)"
        guard
            case .computed(let bound, let conversion)? = try fixture.attribute(
                #"{"sql": "\#(sql)", "type": "N"}"#)
        else {
            Issue.record("not computed")
            return
        }
        #expect(bound == sql && conversion == Conversion(target: .number))
        let mapping = try fixture.mapping(
            """
            {"tables": {"Music": {"partitionKey": "PK", "entities": {"A": {"from": "Album",
              "where": "Title LIKE 'A%' -- only these", "attributes": {"PK": "{Title}"}}}}}}
            """)
        #expect(mapping.tables[0].entities[0].condition == "Title LIKE 'A%' -- only these\n")
    }

    @Test(arguments: [
        (#""Album""#, Root(kind: .table("Album"), key: [])),
        (#"{"table": "album"}"#, Root(kind: .table("Album"), key: [])),
        (#"{"view": "Long", "key": ["AlbumId"]}"#, Root(kind: .view("Long"), key: ["AlbumId"])),
        (
            #"{"query": "SELECT 1 AS a, 2 AS b;", "key": ["b", "a"]}"#,
            Root(kind: .query("SELECT 1 AS a, 2 AS b"), key: ["b", "a"])
        ),
    ])
    func `An entity is fed by a table, a view or a query with a key`(_ from: String, _ root: Root)
        throws
    {
        let mapping = try fixture.mapping(
            """
            {"tables": {"Music": {"partitionKey": "PK", "entities": {"A": {"from": \(from),
              "attributes": {"PK": "x"}}}}}}
            """)
        #expect(mapping.tables[0].entities[0].root == root)
    }

    @Test func `Several entities share a table, and one root feeds several`() throws {
        let mapping = try fixture.mapping(
            """
            {"tables": {"Music": {"partitionKey": "PK", "entities": {
              "Album": {"from": "Album", "attributes": {"PK": "ALBUM#{AlbumId}"}},
              "Title": {"from": "Album", "columns": ["Title"], "attributes": {"PK": "TITLE#{AlbumId}"}},
              "Track": {"from": "Track", "attributes": {"PK": "TRACK#{TrackId}"}}}}}}
            """)
        #expect(mapping.tables[0].entities.map(\.root.name) == ["Album", "Album", "Track"])
        #expect(mapping.tables[0].entities[0].place.line == 2)
        #expect(mapping.tables[0].entities[0].place.path == "tables.Music.entities.Album")
    }
}

extension AttributeSource {
    /// A template as text, each placeholder in angle brackets.
    fileprivate var templateText: String? {
        guard case .template(let template) = self else { return nil }
        return template.parts.map { part in
            switch part {
            case .text(let text): text
            case .column(let path, let width, let fallback):
                "<" + path.column + (width > 0 ? ":\(width)" : "")
                    + (fallback.map { "|" + $0 } ?? "") + ">"
            }
        }.joined()
    }
}
