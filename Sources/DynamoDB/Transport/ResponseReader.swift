import CCurl
import Glibc

/// Reads answers of HTTP/1.1 (RFC 9112) from bytes as they come, however they are cut.
///
/// One answer after another: `begin`, then `take` until it is whole.
struct ResponseReader {
    private enum State {
        case head
        /// Of a body whose length is known.
        case body(left: Int)
        /// In the line with a chunk's size; `digits` have been read of it.
        case chunkSize(Int, digits: Int, isExtension: Bool)
        case chunk(left: Int)
        /// The line end behind a chunk.
        case chunkEnd
        /// Behind the last chunk, up to an empty line.
        case trailers(lineIsEmpty: Bool)
        /// A body that ends with the connection.
        case untilEnd
        case whole
    }

    private var state = State.head
    /// The head's bytes so far, where it came in pieces; then the whole of it.
    private var headBytes: [UInt8] = []
    private(set) var status = 0
    /// Any byte of the answer has come.
    private(set) var hasBegun = false
    /// Another request may follow on the connection.
    private(set) var keepsConnection = true

    /// Bytes that have come of what is passed over: answers on the way, extensions of chunks, trailers.
    private var passedOver = 0

    /// Bytes of header lines, and of what is passed over, at most.
    private static let headLimit = 256 << 10

    var isWhole: Bool { if case .whole = state { true } else { false } }

    var head: ResponseHead { ResponseHead(headBytes) }

    /// Gets ready for the next answer.
    mutating func begin() { self = ResponseReader() }

    /// Reads on, and adds what is of the body to `body`.
    ///
    /// Returns how many of the bytes belong to the answer: fewer than there are once it is whole.
    /// Throws `notHTTP` and `answerTooLarge`.
    mutating func take(
        _ bytes: UnsafeRawBufferPointer, body: UnsafeMutablePointer<sluice_buffer>
    ) throws(TransportFailure) -> Int {
        var at = 0
        hasBegun = hasBegun || !bytes.isEmpty
        while at < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
            switch state {
            case .head: at += try takeHead(rest)
            case .body(let left):
                let count = min(left, rest.count)
                try append(rest, count, to: body)
                state = count == left ? .whole : .body(left: left - count)
                at += count
            case .chunkSize(let size, let digits, let isExtension):
                if isExtension { try passOver(1) }
                state = try afterSize(size, digits, isExtension, rest[0])
                at += 1
            case .chunk(let left):
                let count = min(left, rest.count)
                try append(rest, count, to: body)
                state = count == left ? .chunkEnd : .chunk(left: left - count)
                at += count
            case .chunkEnd:
                if rest[0] == UInt8(ascii: "\n") {
                    state = .chunkSize(0, digits: 0, isExtension: false)
                } else if rest[0] != UInt8(ascii: "\r") {
                    throw Self.broken("a chunk is longer than it says")
                }
                at += 1
            case .trailers(let lineIsEmpty):
                try passOver(1)
                switch rest[0] {
                case UInt8(ascii: "\n"):
                    state = lineIsEmpty ? .whole : .trailers(lineIsEmpty: true)
                case UInt8(ascii: "\r"): break
                default: state = .trailers(lineIsEmpty: false)
                }
                at += 1
            case .untilEnd:
                try append(rest, rest.count, to: body)
                at = bytes.count
            case .whole: return at
            }
        }
        return at
    }

    /// The connection has ended: throws where the answer had not.
    mutating func end() throws(TransportFailure) {
        switch state {
        case .untilEnd, .whole: state = .whole
        case _ where !hasBegun:
            throw TransportFailure(.connectionLost, "the server closed it without an answer")
        default:
            throw TransportFailure(.connectionLost, "the server closed it within an answer")
        }
    }

    private func append(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, to body: UnsafeMutablePointer<sluice_buffer>
    ) throws(TransportFailure) {
        guard sluice_buffer_append(body, bytes.baseAddress, count) == 1 else {
            throw Self.tooLarge(body.pointee.limit)
        }
    }

    private mutating func passOver(_ count: Int) throws(TransportFailure) {
        passedOver += count
        guard passedOver <= Self.headLimit else {
            throw Self.broken("what goes before or behind it never ends")
        }
    }

    private static func tooLarge(_ limit: Int) -> TransportFailure {
        TransportFailure(.answerTooLarge, "it has more than \(limit >> 20) MB")
    }

    private static func broken(_ what: String) -> TransportFailure {
        TransportFailure(.notHTTP, what)
    }
}

// MARK: - The head
extension ResponseReader {
    /// What decides how long the body is, of a head's lines.
    fileprivate struct Framing {
        var length: Int?
        var isEncoded = false
        var isChunked = false
        var closes = false
        var keeps = false
    }

    /// Returns how many bytes it took: all of them, or those up to the body.
    private mutating func takeHead(_ bytes: UnsafeRawBufferPointer) throws(TransportFailure) -> Int
    {
        let before = headBytes.count
        // Nearly every head comes in one piece.
        if before == 0, let end = Self.endOfHead(bytes, from: 0) {
            headBytes += UnsafeRawBufferPointer(rebasing: bytes[..<end])
            try readHead()
            return end
        }
        headBytes += bytes
        // The two line ends of its end may have begun in the bytes before.
        let end = headBytes.withUnsafeBytes { Self.endOfHead($0, from: max(0, before - 3)) }
        guard let end else {
            _ = try headBytes.span.bytes.withUnsafeBytes(Self.version)
            guard headBytes.count <= Self.headLimit else {
                throw Self.broken("its header lines never end")
            }
            return bytes.count
        }
        headBytes.removeLast(headBytes.count - end)
        try readHead()
        return end - before
    }

    /// Behind the empty line that ends a head.
    private static func endOfHead(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var at = start
        while at < bytes.count, let found = memchr(base + at, 0x0A, bytes.count - at) {
            at = UnsafeRawPointer(found) - base + 1
            if at < bytes.count, bytes[at] == 0x0A { return at + 1 }
            if at + 1 < bytes.count, bytes[at] == 0x0D, bytes[at + 1] == 0x0A { return at + 2 }
        }
        return nil
    }

    /// The minor version; throws as soon as the bytes cannot be the begin of an answer.
    private static func version(_ bytes: UnsafeRawBufferPointer) throws(TransportFailure) -> UInt8 {
        let expected: StaticString = "HTTP/1."
        for at in 0..<min(bytes.count, expected.utf8CodeUnitCount)
        where bytes[at] != expected.utf8Start[at] {
            throw broken("what came back is not HTTP/1.1")
        }
        return bytes.count > 7 ? bytes[7] &- UInt8(ascii: "0") : 1
    }

    private mutating func readHead() throws(TransportFailure) {
        var framing = Framing()
        let (version, status) = try headBytes.span.bytes.withUnsafeBytes {
            head throws(TransportFailure) -> (UInt8, Int) in
            let version = try Self.version(head)
            guard head.count > 12, version <= 9, head[8] == 0x20,
                head[9..<12].allSatisfy({ (0x30...0x39).contains($0) }), head[12] <= 0x20
            else { throw Self.broken("its first line is not one of HTTP/1.1") }
            try ResponseHead.forEachLine(of: head) { line throws(TransportFailure) in
                try framing.read(line)
            }
            return (version, head[9..<12].reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        self.status = status
        if status < 200 {
            // On the way to the answer: 100 Continue, 103 Early Hints.
            guard status >= 100, status != 101 else {
                throw Self.broken("status \(status) answers nothing")
            }
            try passOver(headBytes.count)
            headBytes.removeAll(keepingCapacity: true)
            return
        }
        keepsConnection = !framing.closes && (version >= 1 || framing.keeps)
        switch framing.length {
        case _ where status == 204 || status == 304:
            state = .whole
            // A body that has no right to be there would be taken for the next answer.
            if framing.isEncoded || framing.length ?? 0 > 0 { keepsConnection = false }
        case _ where framing.isChunked:
            state = .chunkSize(0, digits: 0, isExtension: false)
            // Two lengths are none: what follows cannot be told from the body for certain.
            if framing.length != nil { keepsConnection = false }
        case let length? where !framing.isEncoded:
            guard length <= BufferPool.answerLimit else {
                throw Self.tooLarge(BufferPool.answerLimit)
            }
            state = length == 0 ? .whole : .body(left: length)
        default:
            state = .untilEnd
            keepsConnection = false
        }
    }

    /// The state behind a byte of the line with a chunk's size.
    private func afterSize(
        _ size: Int, _ digits: Int, _ isExtension: Bool, _ byte: UInt8
    ) throws(TransportFailure) -> State {
        switch byte {
        case UInt8(ascii: "\n"):
            guard digits > 0 else { throw Self.broken("a chunk does not say its size") }
            return size == 0 ? .trailers(lineIsEmpty: true) : .chunk(left: size)
        case UInt8(ascii: ";"), UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"):
            return .chunkSize(size, digits: digits, isExtension: true)
        case _ where isExtension: return .chunkSize(size, digits: digits, isExtension: true)
        default:
            guard digits < 15, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw Self.broken("a chunk's size is no number")
            }
            return .chunkSize(size << 4 | digit, digits: digits + 1, isExtension: false)
        }
    }
}

extension ResponseReader.Framing {
    mutating func read(_ line: UnsafeRawBufferPointer) throws(TransportFailure) {
        if let value = ResponseHead.value(of: "content-length", in: line) {
            let text = String(decoding: value, as: UTF8.self)
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
                length == nil || length == number
            else { throw TransportFailure(.notHTTP, "its Content-Length is no length") }
            length = number
        } else if let value = ResponseHead.value(of: "transfer-encoding", in: line) {
            isEncoded = true
            isChunked = ResponseHead.ends(with: "chunked", value)
        } else if let value = ResponseHead.value(of: "connection", in: line) {
            closes = closes || ResponseHead.has("close", in: value)
            keeps = keeps || ResponseHead.has("keep-alive", in: value)
        }
    }
}
