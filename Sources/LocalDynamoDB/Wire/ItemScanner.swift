import DynamoItem

/// The type of an attribute's value on the wire.
enum WireType: String {
    case string = "S"
    case number = "N"
    case binary = "B"
    case boolean = "BOOL"
    case null = "NULL"
    case list = "L"
    case map = "M"
    case stringSet = "SS"
    case numberSet = "NS"
    case binarySet = "BS"
}

/// One item as it goes into storage.
struct ScannedItem {
    struct Key {
        /// nil: the item has no such attribute.
        var type: WireType?
        /// What the storage sorts by: UTF-8, raw bytes, or `NumberText.sortable`.
        var bytes: [UInt8] = []
        /// The value's own JSON in the writer.
        var json: Range<Int> = 0..<0
    }

    /// The item's JSON in the writer, compact, with its numbers normalised.
    var json: Range<Int>
    /// DynamoDB's size of it, in bytes.
    var size: Int
    /// One for each column of the shape.
    var keys: [Key]
    var attributes: Int
}

/// Reads attribute values where they lie and writes them as they will be stored: one pass that checks
/// DynamoDB's rules, adds up the size and catches the key attributes.
///
/// It recurses as deep as values nest, which its own rule bounds at 32.
struct ItemScanner {
    var cursor: JSONCursor
    let out: ByteWriter

    /// An attribute map, from its brace on.
    mutating func item(_ shape: TableShape) throws -> ScannedItem {
        let start = out.count
        var keys = [ScannedItem.Key](repeating: ScannedItem.Key(), count: shape.columns.count)
        try beginMap()
        var size = 0
        var names = NameSet()
        while let name = try nextName(&names) {
            let valueStart = out.count
            var column: Int?
            for at in shape.columns.indices where cursor.equals(name, shape.columns[at].utf8) {
                column = at
            }
            let keyAt = cursor.at
            let (type, valueSize) = try value(level: 1)
            size += cursor.decodedCount(name) + valueSize
            if let column {
                keys[column].type = type
                keys[column].json = valueStart..<out.count
                keys[column].bytes = try keyBytes(type, from: keyAt)
            }
        }
        out.append(UInt8(ascii: "}"))
        return ScannedItem(json: start..<out.count, size: size, keys: keys, attributes: names.count)
    }

    /// One attribute value; its type and size.
    mutating func value(level: Int) throws -> (WireType, Int) {
        guard level <= DynamoLimits.nesting else {
            throw ServiceError.validation(
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
                    + "levels beyond supported limit")
        }
        try begin(UInt8(ascii: "{"))
        var found: (WireType, Int)?
        if !cursor.take(UInt8(ascii: "}")) {
            repeat {
                let name = try cursor.string()
                try cursor.expect(UInt8(ascii: ":"))
                cursor.skipSpace()
                guard let type = wireType(name), cursor.byte != UInt8(ascii: "n") else {
                    try cursor.skipValue()
                    continue
                }
                if found != nil {
                    throw ServiceError.validation(
                        "Supplied AttributeValue has more than one datatypes set, must contain exactly "
                            + "one of the supported datatypes")
                }
                found = (type, try content(type, level: level))
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "}"))
        }
        guard let found else {
            throw ServiceError.validation(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
            )
        }
        out.append(UInt8(ascii: "}"))
        return found
    }

    private func wireType(_ name: JSONCursor.Slice) -> WireType? {
        let raw = cursor.bytes(name)
        switch raw.count {
        case 1:
            switch raw[0] {
            case UInt8(ascii: "S"): return .string
            case UInt8(ascii: "N"): return .number
            case UInt8(ascii: "B"): return .binary
            case UInt8(ascii: "M"): return .map
            case UInt8(ascii: "L"): return .list
            default: return nil
            }
        case 2, 4: return WireType(rawValue: cursor.text(name))
        default: return nil
        }
    }

    private mutating func content(_ type: WireType, level: Int) throws -> Int {
        switch type {
        case .string:
            out.append("{\"S\":\"" as StaticString)
            let text = try stringContent()
            out.append(cursor.bytes(text))
            out.append(UInt8(ascii: "\""))
            return cursor.decodedCount(text)
        case .number:
            out.append("{\"N\":\"" as StaticString)
            let size = try withContent { try NumberText.append($0, to: $1) }
            out.append(UInt8(ascii: "\""))
            return size
        case .binary:
            out.append("{\"B\":\"" as StaticString)
            let size = try withContent { text, out in
                out.append(text)
                return try Base64Text.decodedCount(text)
            }
            out.append(UInt8(ascii: "\""))
            return size
        case .boolean:
            let flag = try boolean()
            out.append(flag ? "{\"BOOL\":true" : "{\"BOOL\":false" as StaticString)
            return ItemSize.ofFlag
        case .null:
            guard try boolean() else {
                throw ServiceError.invalid("Null attribute value types must have the value of true")
            }
            out.append("{\"NULL\":true" as StaticString)
            return ItemSize.ofFlag
        case .list:
            out.append("{\"L\":" as StaticString)
            return try list(level: level)
        case .map:
            out.append("{\"M\":" as StaticString)
            return try map(level: level)
        case .stringSet, .numberSet, .binarySet:
            return try set(type)
        }
    }

    private mutating func list(level: Int) throws -> Int {
        guard cursor.byte == UInt8(ascii: "[") else { throw unexpected(of: "List") }
        try begin(UInt8(ascii: "["))
        out.append(UInt8(ascii: "["))
        var size = ItemSize.listOverhead
        if !cursor.take(UInt8(ascii: "]")) {
            var isFirst = true
            repeat {
                if !isFirst { out.append(UInt8(ascii: ",")) }
                isFirst = false
                size += ItemSize.perElement + (try value(level: level + 1).1)
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "]"))
        }
        out.append(UInt8(ascii: "]"))
        return size
    }

    private mutating func map(level: Int) throws -> Int {
        guard cursor.byte == UInt8(ascii: "{") else { throw unexpected(of: "Map") }
        try beginMap()
        var size = ItemSize.mapOverhead
        var names = NameSet()
        while let name = try nextName(&names) {
            size += ItemSize.perElement + cursor.decodedCount(name)
            size += try value(level: level + 1).1
        }
        out.append(UInt8(ascii: "}"))
        return size
    }
}
