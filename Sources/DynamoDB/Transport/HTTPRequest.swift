import DynamoItem

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
}

/// The header lines of an answer as they came; read by name, since most are never looked at.
struct ResponseHead: Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of the last header of that name, without spaces around it.
    ///
    /// `name`: in lower case.
    subscript(_ name: StaticString) -> String? {
        let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        return bytes.withUnsafeBytes { bytes in
            var found: String?
            var rest = bytes[...]
            while !rest.isEmpty {
                let line = rest.prefix { $0 != UInt8(ascii: "\n") }
                rest = rest.dropFirst(line.count + 1)
                guard line.count > name.count,
                    line[line.startIndex + name.count] == UInt8(ascii: ":"),
                    zip(line, name).allSatisfy({ byte, expected in
                        byte == expected || (0x41...0x5A).contains(byte) && byte | 0x20 == expected
                    })
                else { continue }
                let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
                let value = line.dropFirst(name.count + 1).drop(while: isSpace)
                let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
                found = String(decoding: value[value.startIndex..<end], as: UTF8.self)
            }
            return found
        }
    }
}
