import DynamoDB
import DynamoItem
import Mapping
import RunModel
import SQLiteSource

/// Request bodies of 25 items, one after the other in the same memory.
struct Bodies {
    private let encoder: ItemEncoder
    private let table: String
    private let signer: Signer?
    private let writer = ByteWriter(capacity: 16 * 1_024)
    private var body: BatchWriteBody
    private(set) var bytes = 0
    private(set) var requests = 0
    private(set) var checksum = 0

    init(_ entity: CompiledEntity, table: String, signer: Signer?) {
        encoder = entity.makeEncoder()
        self.table = table
        self.signer = signer
        body = BatchWriteBody(writer, table: table)
    }

    mutating func add(_ row: inout PageRow) throws(SluiceError) {
        body.beginPut()
        guard case .item = try encoder.encode(&row, into: writer) else { return body.dropPut() }
        body.endPut()
        if body.count == DynamoLimits.batchWriteItems { close() }
    }

    /// Ends the body that is open, and signs it.
    mutating func close() {
        guard body.count > 0 else { return }
        body.finish()
        bytes += writer.count
        requests += 1
        checksum &+= writer.bytes.last.map(Int.init) ?? 0
        if let signer { checksum &+= signer.sign(writer.bytes) }
        body = BatchWriteBody(writer, table: table)
    }
}
