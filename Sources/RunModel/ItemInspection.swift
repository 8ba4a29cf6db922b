/// A source row beside the item that it becomes.
package struct ItemInspection: Sendable, Equatable {
    package var entity: EntityID
    /// The root row's key; nil where the entity has no (further) row.
    package var row: RowKey?
    /// The row's columns, in order.
    package var columns: [Column] = []
    /// The item's attributes, in the order they are written; empty where the row makes none.
    package var attributes: [Attribute] = []
    /// As DynamoDB counts it; the limit is 409,600.
    package var itemBytes = 0
    /// Why the row would go to quarantine, or that the mapping leaves it out.
    package var problem: String?

    package init(entity: EntityID, row: RowKey? = nil) {
        self.entity = entity
        self.row = row
    }

    package struct Column: Sendable, Equatable {
        package var name: String
        /// As SQL writes it, sanitised and cut: `'text'`, `12`, `NULL`, `x'00ff'`.
        package var value: String
        package var bytes: Int

        package init(name: String, value: String, bytes: Int) {
            self.name = name
            self.value = value
            self.bytes = bytes
        }
    }

    package struct Attribute: Sendable, Equatable {
        package var name: String
        /// `S`, `N`, `B`, `BOOL`, `NULL`, `M`, `L`, `SS`, `NS`, `BS`.
        package var type: String
        /// The value as text, sanitised and cut.
        package var value: String
        /// Of name and value, as DynamoDB counts it.
        package var bytes: Int
        /// True where it is part of the table's key.
        package var isKey: Bool

        package init(name: String, type: String, value: String, bytes: Int, isKey: Bool) {
            self.name = name
            self.type = type
            self.value = value
            self.bytes = bytes
            self.isKey = isKey
        }
    }
}

/// Which row of an entity is meant.
package enum InspectedRow: Sendable, Equatable, Hashable {
    case first
    case at(RowKey)
    /// The row after that key.
    case after(RowKey)
}
