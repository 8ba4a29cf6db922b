import DynamoItem

/// The names of one map so far, to find one that comes twice.
struct NameSet {
    private var slices: [JSONCursor.Slice] = []
    /// Only past 16 names: below that, comparing lengths and bytes is faster than hashing.
    private var hashed: Set<[UInt8]> = []

    var count: Int { slices.count }

    /// False where the name is there already.
    mutating func insert(_ name: JSONCursor.Slice, _ cursor: JSONCursor) -> Bool {
        if slices.count < 16 {
            for other in slices
            where other.count == name.count || other.hasEscapes || name.hasEscapes {
                if other.hasEscapes || name.hasEscapes {
                    if cursor.decoded(other) == cursor.decoded(name) { return false }
                } else if cursor.bytes(other).elementsEqual(cursor.bytes(name)) {
                    return false
                }
            }
        } else {
            if hashed.isEmpty { hashed = Set(slices.map(cursor.decoded)) }
            guard hashed.insert(cursor.decoded(name)).inserted else { return false }
        }
        slices.append(name)
        return true
    }
}

/// Braces, names and scalars.
extension ItemScanner {
    mutating func begin(_ bracket: UInt8) throws {
        guard cursor.take(bracket) else { throw unexpected(of: "Structure") }
    }

    mutating func beginMap() throws {
        try begin(UInt8(ascii: "{"))
        out.append(UInt8(ascii: "{"))
    }

    /// The next name of the map the cursor is in, written out with its colon; nil at the map's end.
    mutating func nextName(_ names: inout NameSet) throws -> JSONCursor.Slice? {
        if names.count == 0 {
            if cursor.take(UInt8(ascii: "}")) { return nil }
        } else {
            if cursor.take(UInt8(ascii: "}")) { return nil }
            try cursor.expect(UInt8(ascii: ","))
            out.append(UInt8(ascii: ","))
        }
        let name = try cursor.string()
        try cursor.expect(UInt8(ascii: ":"))
        guard names.insert(name, cursor) else {
            // AWS does not say what it does here; a loader that sends it has lost an attribute.
            throw ServiceError.serialization("Duplicate attribute name: \(cursor.text(name))")
        }
        guard name.count <= DynamoLimits.attributeNameBytes else {
            throw ServiceError.invalid(
                "Attribute name is too large, must be less than 65536 bytes")
        }
        out.append(UInt8(ascii: "\""))
        out.append(cursor.bytes(name))
        out.append("\":" as StaticString)
        return name
    }

    mutating func stringContent() throws -> JSONCursor.Slice {
        cursor.skipSpace()
        guard cursor.byte == UInt8(ascii: "\"") else { throw unexpected(of: "String") }
        return try cursor.string()
    }

    /// The decoded bytes of the string that follows.
    mutating func withContent<Result>(
        _ body: (UnsafeRawBufferPointer, ByteWriter) throws -> Result
    ) throws -> Result {
        let slice = try stringContent()
        if !slice.hasEscapes { return try body(cursor.bytes(slice), out) }
        return try cursor.decoded(slice).withUnsafeBytes { try body($0, out) }
    }

    mutating func boolean() throws -> Bool {
        let byte = cursor.byte
        guard byte == UInt8(ascii: "t") || byte == UInt8(ascii: "f") else {
            throw unexpected(of: "Boolean")
        }
        try cursor.skipValue()
        return byte == UInt8(ascii: "t")
    }

    /// What AWS's reader says of a JSON value of the wrong kind.
    func unexpected(of wanted: String) -> ServiceError {
        switch cursor.byte {
        case UInt8(ascii: "{"):
            .serialization("Start of structure or map found where not expected")
        case UInt8(ascii: "["):
            .serialization("Unrecognized collection type class java.util.ArrayList")
        case UInt8(ascii: "\""): .serialization("STRING_VALUE cannot be converted to \(wanted)")
        case UInt8(ascii: "t"): .serialization("TRUE_VALUE cannot be converted to \(wanted)")
        case UInt8(ascii: "f"): .serialization("FALSE_VALUE cannot be converted to \(wanted)")
        case UInt8(ascii: "n"): .serialization("NULL_VALUE cannot be converted to \(wanted)")
        default: .serialization("NUMBER_VALUE cannot be converted to \(wanted)")
        }
    }

    mutating func set(_ type: WireType) throws -> Int {
        guard cursor.byte == UInt8(ascii: "[") else { throw unexpected(of: "List") }
        try begin(UInt8(ascii: "["))
        out.append("{\"" as StaticString)
        out.append(type.rawValue)
        out.append("\":[" as StaticString)
        var size = 0
        var elements: [[UInt8]] = []
        if !cursor.take(UInt8(ascii: "]")) {
            repeat {
                if !elements.isEmpty { out.append(UInt8(ascii: ",")) }
                let slice = try stringContent()
                var content = cursor.decoded(slice)
                switch type {
                case .numberSet:
                    content = try content.withUnsafeBytes { try NumberText.normalised($0) }
                    size += content.withUnsafeBytes { ItemSize.ofNumber($0) }
                case .binarySet:
                    size += try content.withUnsafeBytes { try Base64Text.decodedCount($0) }
                default: size += content.count
                }
                content.withUnsafeBytes { out.appendJSONString($0) }
                elements.append(content)
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "]"))
        }
        out.append(UInt8(ascii: "]"))
        try checkSet(type, elements)
        return size
    }

    private func checkSet(_ type: WireType, _ elements: [[UInt8]]) throws {
        if elements.isEmpty {
            switch type {
            case .stringSet: throw ServiceError.invalid("An string set  may not be empty")
            case .numberSet: throw ServiceError.invalid("An number set  may not be empty")
            default: throw ServiceError.invalid("Binary sets should not be empty")
            }
        }
        guard Set(elements).count < elements.count else { return }
        let shown = elements.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
        switch type {
        case .numberSet: throw ServiceError.validation("Input collection contains duplicates")
        case .binarySet:
            throw ServiceError.invalid("Input collection [\(shown)]of type BS contains duplicates.")
        default: throw ServiceError.invalid("Input collection [\(shown)] contains duplicates.")
        }
    }

    /// A key attribute's bytes as the storage sorts them.
    ///
    /// The value has been read already: this goes back to where it began, which only key
    /// attributes pay for.
    func keyBytes(_ type: WireType, from start: Int) throws -> [UInt8] {
        guard type == .string || type == .number || type == .binary else { return [] }
        var again = cursor
        again.at = start
        try again.expect(UInt8(ascii: "{"))
        // The value's one member that is not null; those before it were passed over.
        while true {
            let name = try again.string()
            try again.expect(UInt8(ascii: ":"))
            again.skipSpace()
            guard again.text(name) == type.rawValue, again.byte != UInt8(ascii: "n") else {
                try again.skipValue()
                try again.expect(UInt8(ascii: ","))
                continue
            }
            let content = again.decoded(try again.string())
            switch type {
            case .number:
                return NumberText.sortable(try content.withUnsafeBytes(NumberText.normalised))
            case .binary: return try content.withUnsafeBytes { try Base64Text.decode($0) }
            default: return content
            }
        }
    }
}
