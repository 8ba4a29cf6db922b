/// An entity of a table: `MusicCatalog/Album`.
///
/// Names are the mapping's, never the wire's.
package struct EntityID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var table: String
    package var entity: String

    package init(table: String, entity: String) {
        self.table = table
        self.entity = entity
    }

    package var description: String { "\(table)/\(entity)" }

    package static func < (a: EntityID, b: EntityID) -> Bool {
        (a.table, a.entity) < (b.table, b.entity)
    }
}

/// A segment of an entity: `MusicCatalog/Album 3`.
///
/// Numbered from 0 in the order of the keys.
package struct SegmentID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var entity: EntityID
    package var number: Int

    package init(entity: EntityID, number: Int) {
        self.entity = entity
        self.number = number
    }

    package var description: String { "\(entity) \(number)" }

    package static func < (a: SegmentID, b: SegmentID) -> Bool {
        (a.entity, a.number) < (b.entity, b.number)
    }
}
