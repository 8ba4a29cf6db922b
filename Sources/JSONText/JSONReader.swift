/// Reads JSON as RFC 8259 has it, and nothing more.
///
/// UTF-8 is checked, lone surrogate escapes are refused, and there are no comments, no trailing
/// commas and no NaN. A byte order mark at the start is passed over, as the RFC allows.
/// It keeps its own stack: no input makes it recurse.
package enum JSONReader {
    package static func read(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONNode {
        guard bytes.count <= limits.maxBytes else {
            throw JSONError(
                message:
                    "the text is \(bytes.count) bytes long; at most \(limits.maxBytes) are read",
                line: 1, column: 1, offset: 0)
        }
        if let offset = UTF8Scan.firstInvalid(bytes) { throw notUTF8(bytes, at: offset) }
        var parser = JSONParser(bytes, limits: limits)
        return try parser.document()
    }

    package static func read(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONNode {
        // withUnsafeBytes is not declared with typed throws everywhere; a Result carries the type.
        try bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in try read(bytes, limits: limits) }
        }.get()
    }

    package static func read(
        _ text: String, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONNode {
        try read(Array(text.utf8), limits: limits)
    }

    private static func notUTF8(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> JSONError {
        var line = 1
        var column = 1
        for byte in bytes[..<offset] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        let digits = String(bytes[offset], radix: 16, uppercase: true)
        return JSONError(
            message: "the text is not UTF-8: byte 0x\(digits)", line: line, column: column,
            offset: offset)
    }
}
