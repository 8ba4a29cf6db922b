package import DynamoItem

/// One of a client's ways to the service: connections of its own, and the thread that drives them.
///
/// A task that prefers `executor` makes, sends and settles its request on that thread alone.
package struct DynamoDBLane: Sendable {
    let client: DynamoDBClient
    let transport: HTTPTransport

    package var executor: TransportExecutor { transport.executor }

    /// As the client's `batchWriteItem`, over this lane.
    package func batchWriteItem(
        _ body: ByteWriter, digest: SHA256.Digest?
    ) async throws(DynamoDBError) -> BatchWriteAnswer {
        try await client.batchWriteItem(body, digest: digest, over: transport)
    }
}
