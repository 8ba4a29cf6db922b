import DynamoItem
import JSONText

/// What a request consumed of one table, for ReturnConsumedCapacity.
struct Consumed {
    enum Detail { case none, total, indexes }

    var table: String
    var units = 0.0
    /// By index; local ones apart from global ones.
    var indexUnits: [(name: String, isLocal: Bool, units: Double)] = []

    init(_ table: String) { self.table = table }

    var total: Double { indexUnits.reduce(units) { $0 + $1.units } }

    mutating func add(index: TableShape.Index, _ units: Double) {
        if let at = indexUnits.firstIndex(where: { $0.name == index.name }) {
            indexUnits[at].units += units
        } else {
            indexUnits.append((index.name, index.isLocal, units))
        }
    }

    /// Units of a read of so many bytes.
    static func readUnits(bytes: Int, isConsistent: Bool) -> Double {
        let blocks = Double(max(1, (bytes + 4_095) / 4_096))
        return isConsistent ? blocks : blocks / 2
    }

    func write(_ detail: Detail, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("TableName", table)
        writer.field("CapacityUnits", total)
        if detail == .indexes {
            writer.name("Table")
            writer.beginObject()
            writer.field("CapacityUnits", units)
            writer.endObject()
            for isLocal in [true, false] {
                let list = indexUnits.filter { $0.isLocal == isLocal }
                guard !list.isEmpty else { continue }
                writer.name(isLocal ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes")
                writer.beginObject()
                for index in list {
                    writer.name(index.name)
                    writer.beginObject()
                    writer.field("CapacityUnits", index.units)
                    writer.endObject()
                }
                writer.endObject()
            }
        }
        writer.endObject()
    }
}

extension Request {
    /// ReturnConsumedCapacity, checked.
    func capacityDetail(_ constraints: inout Constraints) throws -> Consumed.Detail {
        let given = try string("ReturnConsumedCapacity")
        constraints.member(given, at: "returnConsumedCapacity", of: ["INDEXES", "TOTAL", "NONE"])
        switch given {
        case "INDEXES": return .indexes
        case "TOTAL": return .total
        default: return .none
        }
    }

    /// ReturnItemCollectionMetrics, checked; true for SIZE.
    func wantsCollectionMetrics(_ constraints: inout Constraints) throws -> Bool {
        let given = try string("ReturnItemCollectionMetrics")
        constraints.member(given, at: "returnItemCollectionMetrics", of: ["SIZE", "NONE"])
        return given == "SIZE"
    }
}
