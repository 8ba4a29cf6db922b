import DynamoItem
import JSONText
import Mapping
import RunModel
import SQLiteSource

/// Compiles a mapping over a small source, reads it and encodes it, and reads the items back.
struct EncodeFixture {
    let source: LanguageFixture
    let mapping: Mapping

    init(_ sql: String, _ json: String) throws {
        source = try LanguageFixture(sql)
        mapping = try source.mapping(json)
    }

    /// One table of one entity Row over T, with the key PK = `{Id}` unless the attributes give one.
    init(
        _ sql: String, attributes: String, entity: String = #""from": "T""#,
        table: String = #""partitionKey": "PK""#, key: String = #""PK": "R#{Id}""#
    ) throws {
        let separator = attributes.isEmpty ? "" : ", "
        try self.init(
            sql,
            """
            {"tables": {"Target": {\(table), "entities": {"Row": {
            \(entity), "attributes": {\(key)\(separator)\(attributes)}}}}}}
            """)
    }

    enum Row: Equatable {
        case item(Item, bytes: Int)
        case excluded
        case quarantine(cause: String)
    }

    struct Read {
        var key: RowKey
        var row: Row
        var message: String?
        var json: String
        var writeUnits = 0
    }

    func compiled(_ table: Int = 0, _ entity: Int = 0) throws -> CompiledEntity {
        try CompiledEntity(
            mapping.tables[table].entities[entity], table: mapping.tables[table],
            schema: source.schema)
    }

    /// All rows of an entity, encoded.
    func read(_ table: Int = 0, _ entity: Int = 0, pages maxRows: Int = 100) throws -> [Read] {
        let entity = try compiled(table, entity)
        let reader = try source.source.makeReader()
        for check in entity.checks { try reader.check(check) }
        let encoder = entity.makeEncoder()
        // Something stands in the writer before: no row may disturb it.
        let writer = ByteWriter(capacity: 64)
        writer.append("before" as StaticString)
        var reads: [Read] = []
        var after: RowKey?
        while true {
            let end = try reader.page(entity.query, after: after, maxRows: maxRows) {
                (row) throws(SluiceError) -> Bool in
                writer.truncate(to: 6)
                let encoded = try encoder.encode(&row, into: writer)
                let json = String(decoding: writer.array, as: UTF8.self).dropFirst(6)
                var read = try Self.back(encoded, String(json), row.key)
                read.writeUnits = encoder.writeUnits
                reads.append(read)
                return true
            }
            guard case .more(let key) = end else { return reads }
            after = key
        }
    }

    private static func back(
        _ encoded: EncodedRow, _ json: String, _ key: RowKey
    ) throws(SluiceError) -> Read {
        switch encoded {
        case .excluded: return Read(key: key, row: .excluded, message: nil, json: json)
        case .quarantine(let cause, let message):
            return Read(key: key, row: .quarantine(cause: cause), message: message, json: json)
        case .item(let bytes):
            guard let node = try? JSONReader.read(json), let item = try? Item(json: node) else {
                throw SluiceError(.internalFailure, "no item: \(json)", hint: "look at the encoder")
            }
            return Read(key: key, row: .item(item, bytes: bytes), message: nil, json: json)
        }
    }

    /// The rows' items; others fail the test that asks.
    func items(_ table: Int = 0, _ entity: Int = 0, pages maxRows: Int = 100) throws -> [Item] {
        try read(table, entity, pages: maxRows).map { read in
            guard case .item(let item, let bytes) = read.row else {
                throw SluiceError(
                    .internalFailure, "row \(read.key): \(read.message ?? "excluded")",
                    hint: "expected an item")
            }
            guard bytes == ItemSize.of(item), ItemRules.problem(item) == nil else {
                throw SluiceError(
                    .internalFailure,
                    "row \(read.key): \(bytes) bytes told, \(ItemSize.of(item)) counted, "
                        + "\(String(describing: ItemRules.problem(item)))",
                    hint: "look at the encoder")
            }
            return item
        }
    }

    /// The one row's attribute X.
    func value(_ name: String = "X") throws -> AttributeValue? { try items().first?[name] }

    /// The one row's cause of quarantine.
    func cause() throws -> String? {
        guard case .quarantine(let cause)? = try read().first?.row else { return nil }
        return cause
    }
}
