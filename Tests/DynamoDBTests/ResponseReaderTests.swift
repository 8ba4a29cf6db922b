import CCurl
import Testing

@testable import DynamoDB

/// Answers as servers write them, cut wherever the network cuts them.
@Suite struct ResponseReaderTests {
    /// What became of some bytes.
    private struct Reading: Equatable {
        var status = 0
        var body = ""
        var left = ""
        var keeps = true
        var failure: TransportFailure.Kind?
    }

    /// - `size`: bytes at a time.
    /// - `ends`: the connection ends after them.
    private func read(_ text: String, by size: Int, limit: Int = 1 << 20, ends: Bool = false)
        throws -> Reading
    {
        let body = try #require(sluice_buffer_new(limit))
        defer { sluice_buffer_free(body) }
        var reader = ResponseReader()
        var reading = Reading()
        let bytes = Array(text.utf8)
        var at = 0
        do throws(TransportFailure) {
            while at < bytes.count, !reader.isWhole {
                let part = Array(bytes[at..<min(at + size, bytes.count)])
                at += try part.span.bytes.withUnsafeBytes { part throws(TransportFailure) in
                    try reader.take(part, body: body)
                }
            }
            if ends { try reader.end() }
        } catch {
            reading.failure = error.kind
        }
        reading.status = reader.status
        reading.body = String(
            decoding: UnsafeRawBufferPointer(start: body.pointee.bytes, count: body.pointee.count),
            as: UTF8.self)
        reading.left = reader.isWhole ? String(decoding: bytes[at...], as: UTF8.self) : ""
        reading.keeps = reader.keepsConnection
        #expect(reading.failure != nil || reader.isWhole)
        return reading
    }

    /// However it is cut, the same comes out.
    private func expect(
        _ text: String, _ expected: Reading, ends: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for size in [1, 2, 3, 7, 64, 100_000] {
            #expect(
                try read(text, by: size, ends: ends) == expected, "by \(size)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func `A body is as long as its head says`() throws {
        let head =
            "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n"
        try expect(head + "hello", Reading(status: 200, body: "hello"))
        try expect(head + "hello, world", Reading(status: 200, body: "hello", left: ", world"))
        try expect(
            "HTTP/1.1 400 \r\ncontent-length:0\r\n\r\n", Reading(status: 400, body: ""))
        try expect("HTTP/1.1 200\nContent-Length: 2\n\nok", Reading(status: 200, body: "ok"))
        try expect("HTTP/1.1 204 No Content\r\n\r\nx", Reading(status: 204, body: "", left: "x"))
        try expect(
            "HTTP/1.1 204 No Content\r\nContent-Length: 1\r\n\r\nx",
            Reading(status: 204, body: "", left: "x", keeps: false))
    }

    @Test func `A body in chunks is put together, its extensions and trailers are passed over`()
        throws
    {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        try expect(
            head + "5\r\nhello\r\n1;a=\"b\"\r\n,\r\n00A\r\n 123456789\r\n0\r\n\r\nnext",
            Reading(status: 200, body: "hello, 123456789", left: "next"))
        try expect(
            head + "1\r\nx\r\n0\r\nX-Sum: 1\r\nX: \r\n\r\n", Reading(status: 200, body: "x"))
        // With a length beside it, nobody knows where the next answer begins.
        try expect(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
                + "1\r\nx\r\n0\r\n\r\n",
            Reading(status: 200, body: "x", keeps: false))
    }

    @Test func `A body without a length ends with the connection`() throws {
        try expect(
            "HTTP/1.1 200 OK\r\n\r\nto the end",
            Reading(status: 200, body: "to the end", keeps: false), ends: true)
        try expect(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\nabc",
            Reading(status: 200, body: "abc", keeps: false), ends: true)
        try expect(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nabc",
            Reading(status: 200, body: "abc", keeps: false), ends: true)
    }

    @Test func `What goes before an answer is not the answer`() throws {
        try expect(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", Reading(status: 200, body: "x"))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nConnection: Close", false), ("HTTP/1.1 200 OK", true),
        ("HTTP/1.0 200 OK", false), ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive", true),
        ("HTTP/1.1 200 OK\r\nConnection: x, close", false),
        ("HTTP/1.1 200 OK\r\nConnection: closed", true),
    ])
    func `A connection is kept unless the server says otherwise`(_ head: String, _ keeps: Bool)
        throws
    {
        try expect(
            head + "\r\nContent-Length: 1\r\n\r\nx", Reading(status: 200, body: "x", keeps: keeps))
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 099 ?\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
    ])
    func `What is broken is no HTTP, however it is cut`(_ text: String) throws {
        for size in [1, 2, 3, 7, 64, 100_000] {
            #expect(try read(text, by: size).failure == .notHTTP, "by \(size)")
        }
    }

    @Test func `Lines that are no answer's are refused before they end`() throws {
        #expect(try read("220 mail.example ESMTP", by: 22).failure == .notHTTP)
    }

    @Test func `A connection that ends too soon is lost`() throws {
        for text in [
            "", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        ] {
            #expect(try read(text, by: 5, ends: true).failure == .connectionLost, "\(text)")
        }
    }

    @Test func `An answer past the limit is refused as it is announced, or as it comes`() throws {
        let announced = "HTTP/1.1 200 OK\r\nContent-Length: \(BufferPool.answerLimit + 1)\r\n\r\n"
        #expect(try read(announced, by: 100).failure == .answerTooLarge)
        let endless = "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 2_000)
        #expect(try read(endless, by: 100, limit: 1_000).failure == .answerTooLarge)
    }

    @Test func `What goes before an answer, within or behind it ends one day`() throws {
        let lines = String(repeating: "x: 1\r\n", count: 60_000)
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        for text in [
            "HTTP/1.1 200 OK\r\n" + lines, chunked + "0\r\n" + lines,
            chunked + "1;" + String(repeating: "x", count: 300_000),
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20_000),
        ] {
            #expect(try read(text, by: 10_000).failure == .notHTTP, "\(text.prefix(60))")
        }
    }
}
