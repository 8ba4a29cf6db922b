import Glibc

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
            Self.forEachLine(of: bytes) { line in
                guard let value = Self.value(of: name, in: line) else { return }
                found = String(decoding: value, as: UTF8.self)
            }
            return found
        }
    }

    /// Each line, with what ends it.
    static func forEachLine<Failure: Error>(
        of bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let end = end(ofLineFrom: start, in: bytes)
            try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            start = end
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
    ///
    /// `name`: in lower case.
    static func value(
        of name: StaticString, in line: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        let length = name.utf8CodeUnitCount
        guard line.count > length, line[length] == UInt8(ascii: ":") else { return nil }
        for at in 0..<length where lowercase(line[at]) != name.utf8Start[at] { return nil }
        return trimmed(UnsafeRawBufferPointer(rebasing: line[(length + 1)...]))
    }

    /// True where a header's value is a list that holds the word.
    ///
    /// `word`: in lower case.
    static func has(_ word: StaticString, in value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: UInt8(ascii: ",")).contains { isWord(word, $0) }
    }

    /// True where the word is the last of a header's list.
    static func ends(with word: StaticString, _ value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: UInt8(ascii: ",")).last.map { isWord(word, $0) } ?? false
    }

    private static func isWord(
        _ word: StaticString, _ part: Slice<UnsafeRawBufferPointer>
    ) -> Bool {
        let part = trimmed(UnsafeRawBufferPointer(rebasing: part))
        return part.count == word.utf8CodeUnitCount
            && part.indices.allSatisfy { lowercase(part[$0]) == word.utf8Start[$0] }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let isSpace = { (byte: UInt8) in
            byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
        }
        let value = bytes.drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
        return UnsafeRawBufferPointer(rebasing: value[value.startIndex..<end])
    }
}
