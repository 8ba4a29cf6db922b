import CCurl

/// The body of an answer; its memory goes back to the transport's pool when the last holder lets go.
package final class ResponseBytes: @unchecked Sendable {
    // The buffer is written by one transfer on the transport's thread, before this object is handed out,
    // and only read after; the hand-over is a continuation, which orders the two.
    let buffer: UnsafeMutablePointer<sluice_buffer>
    private let pool: BufferPool

    init(_ buffer: UnsafeMutablePointer<sluice_buffer>, pool: BufferPool) {
        self.buffer = buffer
        self.pool = pool
    }

    deinit { pool.give(buffer) }

    package var count: Int { buffer.pointee.count }

    /// The bytes, valid within `body`.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: buffer.pointee.bytes, count: buffer.pointee.count))
    }

    /// The bytes as text, for messages and small answers; nil where they are not UTF-8.
    var text: String? { withBytes { String(validating: $0, as: UTF8.self) } }
}
