import DynamoItem
import Testing

@testable import Mapping

/// Tables: keys and their types, indexes, settings; what a mapping's fingerprint depends on.
@Suite struct LanguageTableTests {
    let fixture: LanguageFixture

    init() throws { fixture = try LanguageFixture() }

    private func table(_ json: String, attributes: String = "", rest: String = "") throws
        -> TableMapping
    {
        try fixture.mapping(
            """
            {"tables": {"Music": {\(json), "entities": {"Album": {"from": "Album", \(rest)
              "attributes": {"PK": "ALBUM#{AlbumId}", "SK": "X"\(attributes)}}}}}}
            """
        ).tables[0]
    }

    @Test func `A table with all its settings`() throws {
        let definition = try table(
            #"""
            "partitionKey": "PK", "sortKey": {"name": "Price", "type": "N"},
            "billing": {"readUnits": 5, "writeUnits": 6},
            "warmThroughput": {"readUnits": 12000, "writeUnits": 4000},
            "tags": {"Owner": "us", "Stage": ""}, "deletionProtection": true,
            "pointInTimeRecovery": {"days": 7}, "timeToLive": "Ends",
            "indexes": {
              "GSI1": {"partitionKey": "Title", "sortKey": {"name": "Price", "type": "N"}},
              "GSI2": {"partitionKey": {"name": "Cover", "type": "B"}, "projection": ["State", "Title"],
                "billing": {"readUnits": 1, "writeUnits": 2},
                "warmThroughput": {"readUnits": 13000, "writeUnits": 5000}},
              "LSI1": {"local": true, "partitionKey": "PK", "sortKey": "Title", "projection": "KEYS_ONLY"}}
            """#, attributes: #", "Ends": {"column": "Released", "type": "EPOCH"}"#
        ).definition
        let price = KeyAttribute("Price", .number)
        let expected = TableDefinition(
            name: "Music", key: KeySchema(partition: KeyAttribute("PK", .string), sort: price),
            indexes: [
                IndexDefinition(
                    name: "GSI1",
                    key: KeySchema(partition: KeyAttribute("Title", .string), sort: price),
                    provisioned: Throughput(read: 5, write: 6)),
                IndexDefinition(
                    name: "GSI2", key: KeySchema(partition: KeyAttribute("Cover", .binary)),
                    projection: .include(["State", "Title"]),
                    provisioned: Throughput(read: 1, write: 2),
                    warmThroughput: Throughput(read: 13000, write: 5000)),
                IndexDefinition(
                    name: "LSI1", isLocal: true,
                    key: KeySchema(
                        partition: KeyAttribute("PK", .string), sort: KeyAttribute("Title", .string)
                    ),
                    projection: .keysOnly),
            ],
            provisioned: Throughput(read: 5, write: 6),
            warmThroughput: Throughput(read: 12000, write: 4000),
            tags: [
                TableDefinition.Tag(key: "Owner", value: "us"),
                TableDefinition.Tag(key: "Stage", value: ""),
            ],
            isDeletionProtected: true, recoveryDays: 7, timeToLive: "Ends")
        #expect(definition == expected)
    }

    @Test func `Settings written as null or as their defaults change nothing`() throws {
        let bare = try table(#""partitionKey": "PK", "sortKey": "SK""#)
        let full = try table(
            #"""
            "partitionKey": {"name": "PK", "type": "S"}, "sortKey": {"name": "SK"}, "billing": "onDemand",
            "warmThroughput": null, "tags": {}, "deletionProtection": false, "pointInTimeRecovery": false,
            "timeToLive": null, "indexes": {}
            """#,
            rest: #"""
                "where": null, "lookups": {}, "columns": "all", "rename": {}, "types": {}, "nulls": "omit",
                "unstorable": "quarantine",
                """#)
        #expect(full.definition == bare.definition)
        #expect(full.fingerprint == bare.fingerprint)
        #expect(bare.definition.recoveryDays == nil && bare.definition.provisioned == nil)
        #expect(
            try table(#""partitionKey": "PK", "pointInTimeRecovery": true"#).definition.recoveryDays
                == 35)
    }

    @Test func `The key stands first, then columns, then what attributes add`() throws {
        let table = try table(
            #""partitionKey": "PK", "sortKey": "SK""#,
            attributes: #", "Kind": "Album", "State": "x""#,
            rest: #""columns": ["State", "Title"],"#)
        let attributes = table.entities[0].attributes
        #expect(attributes.map(\.name) == ["PK", "SK", "Title", "Kind", "State"])
        #expect(attributes.map(\.isOwnColumn) == [false, false, true, false, false])
        #expect(attributes[0].role == .partitionKey(.string))
        #expect(attributes[1].role == .sortKey(.string))
        #expect(attributes[2].role == .plain)
    }

    @Test func `A key attribute takes its key's type, and is never written as NULL`() throws {
        let table = try table(
            #"""
            "partitionKey": {"name": "AlbumId", "type": "N"}, "sortKey": {"name": "Price", "type": "S"},
            "indexes": {"GSI1": {"partitionKey": "State", "sortKey": {"name": "AlbumId", "type": "N"}}}
            """#, rest: #""nulls": "null", "unstorable": "omit","#)
        let attributes = table.entities[0].attributes
        func conversion(_ name: String) -> Conversion? {
            guard
                case .column(_, let conversion)? = attributes.first(where: { $0.name == name })?
                    .value
            else {
                return nil
            }
            return conversion
        }
        #expect(attributes.prefix(2).map(\.name) == ["AlbumId", "Price"])
        #expect(conversion("AlbumId") == Conversion(target: .number))
        #expect(conversion("Price") == Conversion(target: .string))
        #expect(conversion("State") == Conversion(target: .string))
        #expect(conversion("Title") == Conversion(nulls: .null, fallback: .omit))
        #expect(
            attributes.first { $0.name == "State" }?.role == .indexKey(.string, indexes: ["GSI1"]))
    }

    @Test func `An index key that no entity but one gives is sparse`() throws {
        let mapping = try fixture.mapping(
            """
            {"tables": {"Music": {"partitionKey": "PK", "indexes": {"GSI1": {"partitionKey": "G"}},
              "entities": {
                "Album": {"from": "Album", "attributes": {"PK": "A#{AlbumId}", "G": "STATE#{State}"}},
                "Track": {"from": "Track", "attributes": {"PK": "T#{TrackId}"}}}}}}
            """)
        let track = mapping.tables[0].entities[1]
        #expect(!track.attributes.contains { $0.name == "G" })
    }

    @Test func `A type stated for one key holds for all keys of that attribute`() throws {
        let definition = try table(
            #"""
            "partitionKey": "PK", "indexes": {"GSI1": {"partitionKey": "Price"},
              "GSI2": {"partitionKey": {"name": "Price", "type": "N"}}}
            """#
        ).definition
        #expect(definition.indexes.map(\.key.partition.type) == [.number, .number])
    }

    @Test func `The fingerprint tells what shapes the items from white space`() throws {
        let one = try table(#""partitionKey": "PK""#).fingerprint
        #expect(one.count == 32)
        #expect(try table("\n  \"partitionKey\":\n\"PK\"").fingerprint == one)
        #expect(try table(#""partitionKey": "PK""#, attributes: #", "A": "b""#).fingerprint != one)
        #expect(try table(#""partitionKey": "PK""#, attributes: #", "A": "c""#).fingerprint != one)
        #expect(try table(#""partitionKey": "PK", "tags": {"a": "b"}"#).fingerprint != one)
        #expect(try table(#""partitionKey": "PK""#, rest: #""where": "1","#).fingerprint != one)
    }

    @Test func `The digest of a fingerprint is the published one`() {
        // FNV-1a's published values for 128 bits.
        #expect(MappingFingerprint.digest([]) == "6c62272e07bb014262b821756295c58d")
        #expect(MappingFingerprint.digest(Array("a".utf8)) == "d228cb696f1a8caf78912b704e4a8964")
        #expect(
            MappingFingerprint.digest(Array("foobar".utf8)) == "343e1662793c64bf6f0d3597ba446f18")
    }

    @Test func `Without tables there is no mapping to read`() throws {
        for json in ["{}", #"{"tables": null}"#] {
            let reading = try fixture.read(json)
            #expect(reading.mapping == nil && reading.problems.isEmpty)
        }
    }
}
