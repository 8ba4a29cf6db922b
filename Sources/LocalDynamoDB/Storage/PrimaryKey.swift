/// An item's key as the storage has it; its parts sort bytewise as DynamoDB sorts them.
struct PrimaryKey: Hashable {
    var partition: [UInt8]
    /// Empty in a table without a sort key.
    var sort: [UInt8]

    /// Where the partition lies: the order of a Scan, and what its segments divide.
    var hash: Int64 { Self.hash(partition) }

    /// FNV-1a with a final mix, 32 bits.
    static func hash(_ bytes: [UInt8]) -> Int64 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        hash ^= hash >> 16
        hash = hash &* 0x7FEB_352D
        hash ^= hash >> 15
        return Int64(hash)
    }

    /// The first hash of a segment.
    static func firstHash(segment: Int, of total: Int) -> Int64 {
        Int64(segment) * (1 << 32) / Int64(total)
    }
}

/// Where an item stands in an index.
struct IndexKey: Equatable {
    var partition: [UInt8]
    var sort: [UInt8]

    var hash: Int64 { PrimaryKey.hash(partition) }
}

extension ScannedItem {
    /// The item's key in the table; the caller has checked that it has one.
    func primaryKey(_ shape: TableShape) -> PrimaryKey {
        PrimaryKey(
            partition: keys[shape.partition].bytes, sort: shape.sort.map { keys[$0].bytes } ?? [])
    }

    /// The item's place in an index; nil where it has none.
    func indexKey(_ index: TableShape.Index) -> IndexKey? {
        guard keys[index.partition].type != nil else { return nil }
        if let sort = index.sort {
            guard keys[sort].type != nil else { return nil }
            return IndexKey(partition: keys[index.partition].bytes, sort: keys[sort].bytes)
        }
        return IndexKey(partition: keys[index.partition].bytes, sort: [])
    }
}
