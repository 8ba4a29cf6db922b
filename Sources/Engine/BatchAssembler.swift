import DynamoDB
import DynamoItem
import Mapping
import RunModel
import SQLiteSource

/// Puts the rows of one segment's page into batches, encoding each straight into the body to be sent.
struct BatchAssembler {
    private let segment: SegmentID
    private let table: String
    private let bodies: BodyPool
    private(set) var batches: [Batch] = []

    private var body: BatchWriteBody?
    private var items: [Batch.Member] = []
    private var read = 0
    private var excluded = 0
    private var quarantined: [QuarantinedItem] = []
    private(set) var lastKey: RowKey?
    /// Bytes encoded so far, over all batches.
    private(set) var bytes = 0

    /// What one body may hold: the service takes 16 MiB (DYNAMODB.md 1.3); the rest is room for the frame.
    private static let bodyLimit = 16 * 1_024 * 1_024 - 4_096

    /// - `bodies`: where batches' bodies come from.
    init(segment: SegmentID, table: String, bodies: BodyPool) {
        self.segment = segment
        self.table = table
        self.bodies = bodies
    }

    mutating func add(_ row: inout PageRow, encoder: ItemEncoder) throws(SluiceError) {
        if items.count == DynamoLimits.batchWriteItems { close() }
        let writer = openBody()
        // In place: a copy would cost reference counts for each row.
        body?.beginPut()
        let start = writer.count
        let encoded = try encoder.encode(&row, into: writer)
        let key = row.key
        switch encoded {
        case .item(bytes: let size):
            var range = start..<writer.count
            bytes += range.count
            if writer.count > Self.bodyLimit, !items.isEmpty {
                // The item made the body too large: the batch ends before it, the item opens the next.
                let item = Array(writer.bytes[range])
                body?.dropPut()
                close()
                let next = openBody()
                body?.beginPut()
                range = next.count..<next.count + item.count
                next.append(item)
            }
            body?.endPut()
            items.append(
                Batch.Member(
                    bytes: range, size: size, writeUnits: encoder.writeUnits, key: key))
        case .excluded:
            body?.dropPut()
            excluded += 1
        case .quarantine(let cause, let message):
            body?.dropPut()
            quarantined.append(
                QuarantinedItem(
                    row: QuarantinedRow(
                        entity: segment.entity, key: key, cause: cause, message: message)))
        }
        read += 1
        lastKey = key
    }

    /// Closes the open batch; call it at the page's end.
    mutating func close() {
        guard let lastKey, read > 0 else { return }
        let writer = openBody()
        body?.finish()
        batches.append(
            Batch(
                segment: segment, body: writer, items: items, lastKey: lastKey, read: read,
                excluded: excluded, quarantined: quarantined))
        body = nil
        items = []
        read = 0
        excluded = 0
        quarantined = []
    }

    /// The open batch's body, begun where there is none.
    private mutating func openBody() -> ByteWriter {
        if let body { return body.writer }
        let writer = bodies.take()
        body = BatchWriteBody(writer, table: table)
        items.reserveCapacity(DynamoLimits.batchWriteItems)
        return writer
    }
}
