import DynamoDB
package import DynamoItem

/// A digest of one item: equal for equivalent items, whatever order or number form they came in.
package struct ItemDigest: Sendable, Equatable {
    package var high: UInt64
    package var low: UInt64

    package init(_ item: Item) {
        var bytes: [UInt8] = []
        item.appendCanonical(to: &bytes)
        let digest = SHA256.digest(of: bytes)
        high = digest[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = digest[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// The sum of a table's items, in 65,536 parts by key: two sums are equal where the items are, in any order.
///
/// Validation makes one of what the source yields and one of what the target holds. Where all parts agree
/// the tables are equal and nothing was remembered but the sums: 1.5 MB, whatever the tables' size. Only
/// the parts that disagree need a closer look.
package struct ItemSums: Sendable {
    package static let parts = 65_536

    package private(set) var count = 0
    private var counts = [Int](repeating: 0, count: parts)
    private var sums = [(high: UInt64, low: UInt64)](repeating: (0, 0), count: parts)

    package init() {}

    /// The part an item's key belongs to: FNV-1a over the key's canonical bytes.
    package static func part(of key: [UInt8]) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in key { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash >> 16) ^ (hash & 0xFFFF))
    }

    package mutating func add(_ digest: ItemDigest, key: [UInt8]) {
        let part = Self.part(of: key)
        count += 1
        counts[part] += 1
        sums[part].high &+= digest.high
        sums[part].low &+= digest.low
    }

    /// The parts in which the two disagree.
    package func differingParts(from other: ItemSums) -> [Int] {
        (0..<Self.parts).filter { part in
            counts[part] != other.counts[part] || sums[part] != other.sums[part]
        }
    }

    /// Items of this side in a part.
    package func count(of part: Int) -> Int { counts[part] }

    /// Sixteen hexadecimal digits that stand for all items: equal tables show the same.
    package var digest: String {
        let total = sums.reduce(UInt64(0)) { $0 &+ $1.high &+ $1.low }
        let digits = String(total, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
