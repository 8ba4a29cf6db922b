import DynamoItem
import RunModel
import SQLiteSource

/// Turns bound attributes into the encoder's fields, asking each SELECT for the columns they need.
struct CompileProgram {
    private let table: TableMapping
    private let schema: SourceSchema
    let place: String
    let root: Root
    private let key: [String]
    private var made = EncodeProgram()
    private var selects: [CompileSelect] = []
    private var parents: [Int?] = []
    private var maps: Int32 = 0

    init(table: TableMapping, schema: SourceSchema, place: String, root: Root, key: [String]) {
        self.table = table
        self.schema = schema
        self.place = place
        self.root = root
        self.key = key
    }

    /// The embeddings' SELECTs; to be asked when the program is made.
    var children: [ChildQuery] {
        selects.enumerated().map { at, select in
            let parent = parents[at]
            return ChildQuery(
                name: select.levels.last?.table ?? "", columns: select.columns,
                from: select.fromSQL,
                order: select.order, parent: parent,
                linkCount: parent.map { selects[$0].identityCount } ?? key.count)
        }
    }

    /// The temporary indexes of all SELECTs, each once.
    func indexes(with root: CompileSelect) -> [PageIndex] {
        ([root] + selects).flatMap(\.allIndexes).reduce(into: []) { all, index in
            if !all.contains(index) { all.append(index) }
        }
    }

    mutating func program(
        _ attributes: [AttributeMapping], in select: CompileSelect
    ) throws(SluiceError) -> EncodeProgram {
        var fields: [EncodeField] = []
        for attribute in attributes {
            fields.append(try field(attribute, in: select, cursor: nil, path: [], level: 1))
        }
        let isDeferred = { (field: EncodeField) in field.role == .indexKey && !field.isOwnColumn }
        let ordered = fields.filter { !isDeferred($0) } + fields.filter(isDeferred)
        let start = made.fields.count
        made.fields += ordered
        made.item = start..<made.fields.count
        made.deferred = start + fields.count { !isDeferred($0) }
        noteIndexes(of: Set(attributes.map(\.name)))
        made.pool += [UInt8](repeating: 0, count: EncodeProgram.poolPadding)
        return made
    }

    // MARK: - Fields

    /// - `cursor`: of the SELECT; nil for the root.
    private mutating func field(
        _ attribute: AttributeMapping, in select: CompileSelect, cursor: Int?, path: [String],
        level: Int
    ) throws(SluiceError) -> EncodeField {
        var field = try value(
            attribute.value, name: attribute.name, in: select, cursor: cursor,
            path: path + [attribute.name], level: level)
        field.isOwnColumn = attribute.isOwnColumn
        try setRole(attribute.role, of: &field, named: attribute.name)
        return field
    }

    /// - `name`: nil for an element of a list or a map.
    private mutating func value(
        _ source: AttributeSource, name: String?, in select: CompileSelect, cursor: Int?,
        path: [String],
        level: Int
    ) throws(SluiceError) -> EncodeField {
        var field = EncodeField(
            kind: .column, path: Int32(made.paths.count), nameBytes: Int32(name?.utf8.count ?? 0))
        made.paths.append(path.joined(separator: ".").sanitised(limit: 300))
        field.level = Int32(level)
        field.prefix = made.prefix(name)
        switch source {
        case .column(let path, let conversion):
            field.column = Int32(select.column(select.scope.expression(path)))
            field.set(conversion)
        case .computed(let sql, let conversion):
            field.column = Int32(select.column(select.scope.computed(sql)))
            field.set(conversion)
        case .template(let template):
            field.kind = .template
            field.parts = parts(template, in: select)
        case .joined(let paths):
            field.kind = .joined
            let start = made.parts.count
            for path in paths {
                let column = Int32(select.column(select.scope.expression(path)))
                made.parts.append(EncodePart(column: column))
            }
            field.parts = Int32(start)..<Int32(made.parts.count)
        case .constant(let value):
            field.kind = .constant
            let writer = ByteWriter(capacity: 64)
            value.write(to: writer)
            // The opening ends with the brace that the value brings too.
            let bytes = EncodeProgram.opening(name).dropLast() + writer.array
            field.literal = made.store(Array(bytes), size: ItemSize.of(value))
        case .list(let embedding):
            field.kind = .list
            try embed(
                embedding, key: nil, in: &field, select, cursor: cursor, path: path, level: level)
        case .map(let embedding, let key):
            field.kind = .map
            try embed(
                embedding, key: key, in: &field, select, cursor: cursor, path: path, level: level)
        }
        return field
    }

    private mutating func parts(_ template: Template, in select: CompileSelect) -> Range<Int32> {
        // Texts first: interning appends to the pool, parts must stand together.
        let made = template.parts.map { part -> EncodePart in
            switch part {
            case .text(let text): return EncodePart(text: self.made.intern(text))
            case .column(let path, let width, let fallback):
                return EncodePart(
                    column: Int32(select.column(select.scope.expression(path))),
                    width: Int32(width),
                    hasFallback: fallback != nil,
                    text: fallback.map { self.made.intern($0) } ?? EncodeText())
            }
        }
        let start = self.made.parts.count
        self.made.parts += made
        return Int32(start)..<Int32(self.made.parts.count)
    }

    private mutating func embed(
        _ embedding: Embedding, key: Template?, in field: inout EncodeField,
        _ select: CompileSelect,
        cursor: Int?, path: [String], level: Int
    ) throws(SluiceError) {
        let child = try CompileSelect(
            root: root, key: self.key, levels: select.levels + [embedding], schema: schema,
            place: place)
        let at = selects.count
        selects.append(child)
        parents.append(cursor)
        field.cursor = Int32(at)
        field.limit = embedding.limit ?? .max
        if let key {
            field.parts = parts(key, in: child)
            field.memory = maps
            maps += 1
        }
        var elements: [EncodeField] = []
        switch embedding.element {
        case .map(let attributes):
            field.elementsAreMaps = true
            for attribute in attributes {
                elements.append(
                    try self.field(attribute, in: child, cursor: at, path: path, level: level + 2))
            }
        case .value(let source):
            elements = [
                try value(source, name: nil, in: child, cursor: at, path: path, level: level + 1)
            ]
        }
        let start = made.fields.count
        made.fields += elements
        field.elements = Int32(start)..<Int32(made.fields.count)
    }

    // MARK: - Keys

    private func setRole(
        _ role: AttributeMapping.Role, of field: inout EncodeField, named name: String
    ) throws(SluiceError) {
        switch role {
        case .plain: return
        case .partitionKey(let type):
            field.role = .tableKey
            field.keyLimit = Int32(DynamoLimits.partitionKeyBytes)
            try setKeyType(type, of: &field, named: name)
        case .sortKey(let type):
            field.role = .tableKey
            field.keyLimit = Int32(DynamoLimits.sortKeyBytes)
            try setKeyType(type, of: &field, named: name)
        case .indexKey(let type, let indexes):
            field.role = .indexKey
            let isSort = table.definition.indexes.contains {
                indexes.contains($0.name) && $0.key.sort?.name == name
            }
            field.keyLimit = Int32(
                isSort ? DynamoLimits.sortKeyBytes : DynamoLimits.partitionKeyBytes)
            try setKeyType(type, of: &field, named: name)
        }
        // A key attribute of the table may be one of an index too; it is never absent.
        for (at, index) in table.definition.indexes.enumerated() where field.role == .indexKey {
            if index.key.attributes.contains(where: { $0.name == name }) {
                field.indexes |= 1 << UInt64(at)
            }
        }
    }

    private func setKeyType(
        _ type: KeyType, of field: inout EncodeField, named name: String
    ) throws(SluiceError) {
        let fits: Bool
        switch field.kind {
        case .template, .joined: fits = type == .string
        case .constant:
            // What the constant is was checked when it was read; here its size.
            fits = field.literal.size > 0 && field.literal.size <= field.keyLimit
        case .list, .map: fits = false
        case .column:
            switch (field.target, type) {
            case (.automatic, .string), (.string, .string):
                field.target = .keyString
                fits = true
            case (.automatic, .number): (field.target, fits) = (.onlyNumber, true)
            case (.automatic, .binary): (field.target, fits) = (.onlyBinary, true)
            case (.isoDate, .string), (.number, .number), (.epochSeconds, .number),
                (.binary, .binary):
                fits = true
            default: fits = false
            }
        }
        guard fits else {
            throw SluiceError(
                .configuration,
                "\(name.sanitised(limit: 200)) cannot be a key of type \(type.rawValue)",
                place: place, hint: "give the key the type of what the mapping writes into it")
        }
    }

    /// Gives each key field of an index its bit, and each index the bits it needs.
    private mutating func noteIndexes(of names: Set<String>) {
        var next: UInt64 = 1
        made.indexes = table.definition.indexes.map { index in
            EncodeProgram.IndexFields(
                presence: 0,
                isPossible: index.key.attributes.allSatisfy { names.contains($0.name) },
                isKeysOnly: index.projection == .keysOnly)
        }
        for at in made.item where made.fields[at].role == .indexKey {
            made.fields[at].presence = next
            for index in made.indexes.indices
            where made.fields[at].indexes & 1 << UInt64(index) != 0 {
                made.indexes[index].presence |= next
            }
            next <<= 1
        }
    }
}

extension EncodeField {
    fileprivate mutating func set(_ conversion: Conversion) {
        nulls = conversion.nulls
        fallback = conversion.fallback
        target =
            switch conversion.target {
            case .automatic: .automatic
            case .string: .string
            case .number: .number
            case .binary: .binary
            case .bool: .bool
            case .json: .json
            case .stringSet: .stringSet
            case .numberSet: .numberSet
            case .isoDate: .isoDate
            case .epochSeconds: .epochSeconds
            }
    }
}
