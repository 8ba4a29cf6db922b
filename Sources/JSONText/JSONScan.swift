/// Finds values in a JSON text without building a tree.
///
/// For the answers of the service, where mostly one small thing is asked: is `UnprocessedItems`
/// empty? It trusts the text to be well formed and never reads past its end; on a malformed text
/// it finds nothing or a slice that is no JSON, never more. Read what it yields with `JSONReader`.
package struct JSONScan {
    private let bytes: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The bytes of the value under these names, one object within another; nil where there is none.
    ///
    /// Names are compared as they are written: a name with escapes is not found.
    package func value(_ path: [StaticString]) -> Range<Int>? {
        var at = skipSpace(0)
        for name in path {
            guard let found = member(name, ofObjectAt: at) else { return nil }
            at = found
        }
        guard let end = skipValue(at) else { return nil }
        return at..<end
    }

    /// True where the value under these names is missing or is `{}`, `[]` or `null`.
    package func isAbsentOrEmpty(_ path: [StaticString]) -> Bool {
        guard let range = value(path) else { return true }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let content = skipSpace(range.lowerBound + 1)
            return content == range.upperBound - 1
        case UInt8(ascii: "n"): return true
        default: return false
        }
    }

    private func member(_ name: StaticString, ofObjectAt start: Int) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
        let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var at = skipSpace(start + 1)
        while at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            guard let nameEnd = skipString(at) else { return nil }
            let colon = skipSpace(nameEnd)
            guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return nil }
            let valueStart = skipSpace(colon + 1)
            if bytes[at + 1..<nameEnd - 1].elementsEqual(wanted) { return valueStart }
            guard let end = skipValue(valueStart) else { return nil }
            at = skipSpace(end)
            guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return nil }
            at = skipSpace(at + 1)
        }
        return nil
    }

    private func skipSpace(_ start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] == 0x20 || (bytes[at] >= 0x09 && bytes[at] <= 0x0D) {
            at += 1
        }
        return at
    }

    private func skipString(_ start: Int) -> Int? {
        var at = start + 1
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
        return nil
    }

    /// The offset after the value at `start`: brackets are counted, not matched.
    private func skipValue(_ start: Int) -> Int? {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let end = skipString(at) else { return nil }
                at = end
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return nil }
                depth -= 1
                at += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x09...0x0D, 0x20:
                guard depth > 0 else { return nil }
                at += 1
                continue
            default: at = skipBare(at)
            }
            if depth == 0 { return at }
        }
        return nil
    }

    /// The offset after a number, `true`, `false` or `null`.
    private func skipBare(_ start: Int) -> Int {
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"),
                UInt8(ascii: "\""), 0x09...0x0D, 0x20:
                return at
            default: at += 1
            }
        }
        return at
    }
}
