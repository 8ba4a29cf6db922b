package import DynamoDB
package import DynamoItem
package import RunModel

/// Up to 25 puts of one segment, encoded as the request body that is sent.
///
/// Whoever holds it owns `body`: it is written once by the reader, then only read. A class, since it goes from
/// hand to hand: a struct's every copy would count references six times.
package final class Batch: Sendable {
    package let segment: SegmentID
    package let body: ByteWriter
    /// Of the body: made where it was written, since the thread that sends has more to do than the one that reads.
    package let digest: SHA256.Digest
    package let items: [Member]
    /// The last row read for it, whether or not it became an item.
    package let lastKey: RowKey
    package let read: Int
    package let excluded: Int
    /// Rows that could not become items.
    package let quarantined: [QuarantinedItem]

    /// One put of the batch.
    package struct Member: Sendable {
        /// Where the item's attribute map stands in the body.
        package let bytes: Range<Int>
        /// Item size as DynamoDB counts it.
        package let size: Int
        /// Write units of its put, indexes counted.
        package let writeUnits: Int
        package let key: RowKey
    }

    /// - `body`: written to its end.
    package init(
        segment: SegmentID, body: ByteWriter, items: [Member], lastKey: RowKey, read: Int,
        excluded: Int,
        quarantined: [QuarantinedItem]
    ) {
        self.segment = segment
        self.body = body
        digest = items.isEmpty ? [] : SHA256.digest(of: body.bytes)
        self.items = items
        self.lastKey = lastKey
        self.read = read
        self.excluded = excluded
        self.quarantined = quarantined
    }

    /// Write units of the whole batch, indexes counted.
    package var writeUnits: Int { items.reduce(0) { $0 + $1.writeUnits } }
}

extension Batch {
    /// A request body with some of the batch's puts, their bytes as they were.
    package func body(of members: [Member], table: String) -> ByteWriter {
        let writer = ByteWriter(capacity: members.reduce(64) { $0 + $1.bytes.count + 32 })
        var body = BatchWriteBody(writer, table: table)
        for member in members {
            body.beginPut()
            writer.append(UnsafeRawBufferPointer(rebasing: self.body.bytes[member.bytes]))
            body.endPut()
        }
        body.finish()
        return writer
    }
}
