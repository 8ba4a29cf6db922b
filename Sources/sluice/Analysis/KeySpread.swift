import DynamoItem
import JSONText
import RunModel

/// How items spread over the values of a partition key, in memory that does not grow with them.
///
/// Exact up to `capacity` values; past that by the rule of Misra and Gries ("Finding repeated elements",
/// 1982): a value of more than a share of 1/capacity is still known, its count at most that share too low.
struct KeySpread: Sendable {
    /// 4,096 values of some 40 bytes: a few hundred kilobytes for each key of a table.
    private static let capacity = 4_096

    private var counts: [[UInt8]: Int] = [:]
    private(set) var total = 0
    private(set) var isExact = true

    /// - Parameter key: the value's attribute JSON.
    mutating func add(_ key: some Collection<UInt8>) {
        total += 1
        let key = Array(key)
        if let count = counts[key] {
            counts[key] = count + 1
        } else if counts.count < Self.capacity {
            counts[key] = 1
        } else {
            isExact = false
            counts = counts.compactMapValues { $0 > 1 ? $0 - 1 : nil }
        }
    }

    /// How many values there are; nil where there are more than could be counted.
    var values: Int? { isExact ? counts.count : nil }

    /// The most frequent value, the first of equals by its bytes, and its items.
    var top: (key: [UInt8], items: Int)? {
        counts.max { a, b in
            a.value != b.value ? a.value < b.value : b.key.lexicographicallyPrecedes(a.key)
        }.map { ($0.key, $0.value) }
    }

    /// A value for people: `GENRE#1`.
    static func text(of key: [UInt8]) -> String {
        guard let node = try? JSONReader.read(key), let value = try? AttributeValue(json: node)
        else {
            return "one"
        }
        return value.displayText.sanitised(limit: 60)
    }
}
