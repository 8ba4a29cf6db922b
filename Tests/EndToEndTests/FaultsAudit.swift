import CheckpointStore
import Foundation
import GRDB
import RunModel
import Testing

/// The endpoint's puts in their order, each with the source row it came from.
struct FaultsAudit {
    private let puts: [(entity: EntityID, key: RowKey)]
    private let rows: [String: (EntityID, RowKey)]
    private let names: Set<String>

    static func lines(_ path: String) throws -> [Substring] {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            .split(separator: "\n")
    }

    init(_ path: String, source: String) throws {
        let names = try Self.lines(path).map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            // {"PK":{"S":"C#1"},"SK":{"S":"PROFILE"}}: the sort key's value is the eleventh piece.
            let texts = parts[1].split(separator: "\"")
            return "\(parts[0])/\(texts[5])/\(texts.count > 11 ? texts[11] : "")"
        }
        let rows = try Self.itemRows(source)
        puts = try names.map { try #require(rows[$0], "no row gives the key \($0)") }
        self.rows = rows
        self.names = Set(names)
    }

    /// Every row that becomes an item, under the key it has.
    private static func itemRows(_ source: String) throws -> [String: (EntityID, RowKey)] {
        var rows: [String: (EntityID, RowKey)] = [:]
        func id(_ table: String, _ entity: String) -> EntityID {
            EntityID(table: table, entity: entity)
        }
        let queue = try DatabaseQueue(path: source)
        try queue.read { db in
            for row in try Row.fetchAll(db, sql: "SELECT id FROM customer") {
                let key: Int64 = row[0]
                rows["Shop/C#\(key)/PROFILE"] = (id("Shop", "Customer"), RowKey([.integer(key)]))
            }
            for row in try Row.fetchAll(db, sql: "SELECT id, customer FROM orders") {
                let (key, customer): (Int64, Int64) = (row[0], row[1])
                rows["Shop/C#\(customer)/O#\(key)"] = (id("Shop", "Order"), RowKey([.integer(key)]))
            }
            for row in try Row.fetchAll(db, sql: "SELECT orders, no FROM line") {
                let (order, no): (Int64, Int64) = (row[0], row[1])
                rows["Lines/O#\(order)/L#\(no)"] = (
                    id("Lines", "Line"), RowKey([.integer(order), .integer(no)])
                )
            }
            for row in try Row.fetchAll(db, sql: "SELECT code FROM tag WHERE weight % 10 <> 3") {
                let code: String = row[0]
                rows["Tags/T#\(code)/"] = (id("Tags", "Tag"), RowKey([.text(Array(code.utf8))]))
            }
        }
        try queue.close()
        return rows
    }

    /// Rows at or below a watermark of the state that were put after so many other puts all the same.
    func putsAgain(after lines: Int, of state: FaultsState?) -> [String] {
        let segments = state.segmentsByEntity
        return puts.dropFirst(lines).filter { Self.isCovered($0.key, by: segments[$0.entity]) }
            .map { "\($0.entity) \($0.key)" }
    }

    /// Rows the state says are done that the endpoint never got.
    func missing(of state: FaultsState?) -> [String] {
        let segments = state.segmentsByEntity
        return rows.filter { Self.isCovered($0.value.1, by: segments[$0.value.0]) }.keys
            .filter { !names.contains($0) }
    }

    private static func isCovered(_ key: RowKey, by segments: [StoredSegment]?) -> Bool {
        (segments ?? []).contains { segment in
            let isIn =
                segment.after.map { key.isPast($0) } ?? true
                && segment.through.map { !key.isPast($0) } ?? true
            guard isIn else { return false }
            return segment.isDone || segment.watermark.map { !key.isPast($0) } ?? false
        }
    }
}

extension FaultsState? {
    fileprivate var segmentsByEntity: [EntityID: [StoredSegment]] {
        Dictionary(grouping: self?.segments ?? [], by: \.id.entity)
    }
}

extension RowKey {
    /// Later in the source's order; integers and texts only.
    fileprivate func isPast(_ other: RowKey) -> Bool {
        for (mine, theirs) in zip(values, other.values) {
            switch (mine, theirs) {
            case (.integer(let a), .integer(let b)) where a != b: return a > b
            case (.text(let a), .text(let b)) where a != b: return b.lexicographicallyPrecedes(a)
            default: continue
            }
        }
        return false
    }
}
