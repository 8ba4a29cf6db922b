import DynamoItem
import JSONText
import Mapping
package import RunModel
package import SQLiteSource

/// Shows one row of an entity's root beside the item that it becomes.
///
/// The row is read and encoded as the copy does it, in one short read transaction on a connection of its
/// own that is closed at the end: nothing stays on the source. Call it where a read may block.
package struct ItemInspector {
    private let database: SourceDatabase
    private let entity: PlannedEntity

    /// Characters kept of a value.
    private static let valueLimit = 200
    /// Characters kept of a column's or an attribute's name.
    private static let nameLimit = 200

    package init(database: SourceDatabase, entity: PlannedEntity) {
        self.database = database
        self.entity = entity
    }

    /// Reads the row; one that is not there gives an inspection without a row, and says so as its problem.
    ///
    /// Rows that the mapping's `where` leaves out are found like others.
    package func inspect(_ row: InspectedRow) throws(SluiceError) -> ItemInspection {
        let reader = try database.makeReader()
        let query = entity.compiled.query
        let key: RowKey
        switch row {
        case .first:
            guard let first = try reader.key(query) else { return missing("there are no rows") }
            key = first
        case .after(let last):
            guard let next = try reader.key(query, after: last) else {
                return missing("there is no row after \(last)")
            }
            key = next
        case .at(let wanted): key = wanted
        }
        guard key.values.count == query.keys.count else {
            return missing("\(key) is no key of \(query.name.sanitised(limit: Self.nameLimit))")
        }
        var inspection = ItemInspection(entity: entity.id, row: key)
        let schema = try database.schema()
        let encoder = entity.compiled.makeEncoder()
        let writer = ByteWriter(capacity: 16 * 1_024)
        let wasFound = try reader.row(query, key: key) { (row) throws(SluiceError) in
            if let sql = entity.mapping.root.rowSQL(schema: schema) {
                // In the same transaction: row and item are of one state of the source.
                inspection.columns =
                    try reader.connection.namedRow(sql, bind: key.values)?.map(Self.column) ?? []
            }
            switch try encoder.encode(&row, into: writer) {
            case .item(let bytes):
                inspection.itemBytes = bytes
                inspection.attributes = try attributes(writer, key)
            case .excluded:
                inspection.problem = "the mapping's where leaves this row out"
            case .quarantine(let cause, let message):
                inspection.problem = (message.isEmpty ? cause : message).sanitised()
            }
        }
        return wasFound ? inspection : missing("there is no row \(key)")
    }

    private func missing(_ why: String) -> ItemInspection {
        var inspection = ItemInspection(entity: entity.id)
        inspection.problem = why
        return inspection
    }

    private static func column(
        _ column: (name: String, value: SourceValue)
    ) -> ItemInspection.Column {
        ItemInspection.Column(
            name: column.name.sanitised(limit: nameLimit), value: column.value.description,
            bytes: column.value.byteCount)
    }

    private func attributes(
        _ writer: ByteWriter, _ key: RowKey
    ) throws(SluiceError) -> [ItemInspection.Attribute] {
        guard let node = try? JSONReader.read(writer.bytes), let item = try? Item(json: node) else {
            throw SluiceError(
                .internalFailure, "the encoder wrote bytes that are no item",
                place: "\(entity.id) row \(key)",
                hint: "this is a fault of sluice: please report the row's column types")
        }
        let keys = entity.mapping.attributes.filter(\.isOfTableKey).map(\.name)
        return item.attributes.map { attribute in
            ItemInspection.Attribute(
                name: attribute.name.sanitised(limit: Self.nameLimit),
                type: attribute.value.typeName,
                value: attribute.value.displayText.sanitised(limit: Self.valueLimit),
                bytes: attribute.name.utf8.count + ItemSize.of(attribute.value),
                isKey: keys.contains { $0.utf8.elementsEqual(attribute.name.utf8) })
        }
    }
}

extension AttributeMapping {
    fileprivate var isOfTableKey: Bool {
        switch role {
        case .partitionKey, .sortKey: true
        case .plain, .indexKey: false
        }
    }
}

extension SourceValue {
    /// 8 for a number, a text's and a blob's length, nothing for NULL.
    fileprivate var byteCount: Int {
        switch self {
        case .null: 0
        case .integer, .real: 8
        case .text(let bytes), .blob(let bytes): bytes.count
        }
    }
}
