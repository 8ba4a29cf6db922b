import DynamoItem

/// The items of an entity as a flat program: fields in the order they are written, over result columns.
///
/// Plain data throughout: to run it touches no reference count and allocates nothing. Texts (names,
/// constants, template pieces) stand JSON-ready in one pool of bytes.
struct EncodeProgram: Sendable {
    /// Those of the item first, then those of embedded elements.
    var fields: [EncodeField] = []
    /// The item's fields; from `deferred` on: attributes made for indexes, left out with their index.
    var item = 0..<0
    var deferred = 0
    var parts: [EncodePart] = []
    var pool: [UInt8] = []
    /// A field's path for messages: `Lines.TrackName`.
    var paths: [String] = []
    /// For each index, by its bit: all its key fields among the item's own must be present.
    var indexes: [IndexFields] = []

    /// Zeros at the pool's end: `ByteWriter.appendFew` reads so many bytes, however few it writes.
    static let poolPadding = 32

    struct IndexFields: Sendable {
        /// Bits (`EncodeField.presence`) of the fields that are its keys.
        var presence: UInt64
        /// False where the entity has no field for one of its keys: then no item is in it.
        var isPossible: Bool
        /// True where keys alone are copied into it: a write unit an item, whatever the item's size.
        var isKeysOnly: Bool
    }
}

/// One attribute, or one element of a list.
struct EncodeField: Sendable {
    enum Kind: UInt8, Sendable { case column, template, joined, constant, list, map }

    /// `Conversion.Target`, and what `automatic` means in a key.
    enum Target: UInt8, Sendable {
        case automatic, string, number, binary, bool, json, stringSet, numberSet, isoDate,
            epochSeconds
        /// In a key: INTEGER and REAL alone; BLOB alone; text, INTEGER and REAL.
        case onlyNumber, onlyBinary, keyString
    }

    enum Role: UInt8, Sendable { case plain, tableKey, indexKey }

    var kind: Kind
    var target = Target.automatic
    var nulls = Conversion.NullPolicy.omit
    var fallback = Conversion.Fallback.quarantine
    var role = Role.plain
    var isOwnColumn = false
    /// Elements are maps of fields; else single values.
    var elementsAreMaps = false
    var column: Int32 = 0
    /// The place in `paths`.
    var path: Int32
    /// UTF-8 bytes of the name; 0 for a list's element.
    var nameBytes: Int32
    /// `,"Name":{"S":"` in the pool, then the same with N, then with B.
    var prefix = EncodeText()
    /// A constant: `,"Name":{"S":"text"}` and its stored bytes.
    var literal = EncodeText()
    /// A template's parts, a joined key's columns, a map's key: in `parts`.
    var parts: Range<Int32> = 0..<0
    /// An element's fields.
    var elements: Range<Int32> = 0..<0
    /// The embedding's cursor.
    var cursor: Int32 = 0
    var limit = Int.max
    /// The most bytes a key may have.
    var keyLimit: Int32 = 0
    /// The level of the value; a top-level attribute's is 1.
    var level: Int32 = 1
    /// The bit told by `present`, for key fields of indexes.
    var presence: UInt64 = 0
    /// The indexes it is a key of, by bit of `EncodeProgram.indexes`.
    var indexes: UInt64 = 0
    /// The place of a map's own memory of the keys it has seen.
    var memory: Int32 = 0
}

/// Bytes of the pool, and how many of UTF-8 or stored size they stand for.
struct EncodeText: Sendable {
    var start: Int32 = 0
    var count: Int32 = 0
    var size: Int32 = 0
}

/// A piece of a template.
struct EncodePart: Sendable {
    /// -1: the text alone.
    var column: Int32 = -1
    /// Zero padding; 0 for none.
    var width: Int32 = 0
    var hasFallback = false
    /// The text, or the fallback for NULL; escaped for JSON.
    var text = EncodeText()
}

extension EncodeProgram {
    mutating func intern(_ text: String) -> EncodeText {
        let writer = ByteWriter(capacity: text.utf8.count * 2 + 16)
        var utf8 = text
        utf8.withUTF8 { writer.appendJSONStringContent(UnsafeRawBufferPointer($0)) }
        return store(writer.array, size: text.utf8.count)
    }

    mutating func store(_ bytes: [UInt8], size: Int) -> EncodeText {
        let start = pool.count
        pool += bytes
        return EncodeText(start: Int32(start), count: Int32(bytes.count), size: Int32(size))
    }

    /// The three prefixes of an attribute of that name; of an element, where it is nil.
    mutating func prefix(_ name: String?) -> EncodeText {
        let first = store(Self.opening(name) + Array(#""S":""#.utf8), size: 0)
        _ = store(Self.opening(name) + Array(#""N":""#.utf8), size: 0)
        _ = store(Self.opening(name) + Array(#""B":""#.utf8), size: 0)
        return first
    }

    /// An attribute up to its type: `,"Name":{`.
    static func opening(_ name: String?) -> [UInt8] {
        guard let name else { return Array(",{".utf8) }
        let writer = ByteWriter(capacity: name.utf8.count * 2 + 16)
        writer.append(UInt8(ascii: ","))
        writer.appendJSONString(name)
        writer.append(":{" as StaticString)
        return writer.array
    }
}
