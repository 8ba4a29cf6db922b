import DynamoItem
import Glibc

/// A request as the transport sends it.
struct HTTPRequest: Sendable {
    enum Method: Sendable { case get, put, post }

    var method: Method
    var url: String

    /// `name: value` lines, each ended by a NUL; a line `Name:` keeps libcurl from sending its own.
    var headers: [UInt8]
    /// Sent where it lies: whoever sends must leave it alone until the answer is there.
    var body: ByteWriter?
    /// From the start of the transfer to its end; nil: the transport's.
    var timeoutMilliseconds: Int?
    /// Bytes that libcurl receives at a time; taken for the time of the transfer.
    var answerBuffer = 16 << 10
    /// No proxy, whatever the environment says: metadata services, loopback.
    var bypassesProxy = false
}

/// The answer, whatever its status.
struct HTTPResponse: Sendable {
    var status: Int
    var head: ResponseHead
    var body: ResponseBytes
    /// It came over a connection made for it: its time is that of the handshakes too.
    var madeConnection: Bool
}

/// The header lines of an answer as they came; read by name, since most are never looked at.
struct ResponseHead: Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of the last header of that name, without spaces around it.
    ///
    /// `name`: in lower case.
    subscript(_ name: StaticString) -> String? {
        bytes.withUnsafeBytes { bytes in
            var found: String?
            var line = bytes.prefix(0)
            while line.endIndex < bytes.count {
                let start = line.endIndex
                line = bytes[start..<Self.end(ofLineFrom: start, in: bytes)]
                guard let value = Self.value(of: name, in: UnsafeRawBufferPointer(rebasing: line))
                else { continue }
                found = String(decoding: value, as: UTF8.self)
            }
            return found
        }
    }

    /// After the line's newline, or where the bytes end.
    private static func end(ofLineFrom start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress,
            let newline = memchr(base + start, 0x0A, bytes.count - start)
        else { return bytes.count }
        return UnsafeRawPointer(newline) - base + 1
    }

    /// What follows the name, without spaces around it; nil for another header's line.
    private static func value(
        of name: StaticString, in line: UnsafeRawBufferPointer
    ) -> Slice<UnsafeRawBufferPointer>? {
        let length = name.utf8CodeUnitCount
        guard line.count > length, line[length] == UInt8(ascii: ":") else { return nil }
        for at in 0..<length {
            let (byte, expected) = (line[at], name.utf8Start[at])
            guard byte == expected || (0x41...0x5A).contains(byte) && byte | 0x20 == expected else {
                return nil
            }
        }
        let isSpace = { (byte: UInt8) in
            byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
        }
        let value = line.dropFirst(length + 1).drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
        return value[value.startIndex..<end]
    }
}
