import DynamoItem

/// A digest of a bound mapping: the same for the same items and tables, whatever the white space of the
/// file, stable over releases and machines.
enum MappingFingerprint {
    static func of(_ tables: [TableMapping]) -> String {
        var text = CanonicalText()
        for table in tables { text.add(table) }
        return digest(text.bytes)
    }

    static func of(_ table: TableMapping) -> String {
        var text = CanonicalText()
        text.add(table)
        return digest(text.bytes)
    }

    /// Equal for two entities that make the same keys of the same rows.
    static func text(ofKeys keys: [AttributeMapping], of entity: EntityMapping) -> String {
        var text = CanonicalText()
        text.add(entity.root)
        text.add(entity.condition)
        for key in keys { text.add(key.value) }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// FNV-1a of 128 bits (RFC 9923) in 32 hexadecimal digits: it tells changes, it keeps no secrets.
    static func digest(_ bytes: [UInt8]) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in bytes {
            hash ^= UInt128(byte)
            hash = hash &* 0x0000_0000_0100_0000_0000_0000_0000_013B
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}

/// The bound mapping as bytes: each text with its length, each list with its count, each case with its
/// name, so that two different mappings never read the same.
private struct CanonicalText {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: String) {
        bytes += Array("\(text.utf8.count):".utf8)
        bytes += Array(text.utf8)
    }

    mutating func add(_ text: String?) {
        add(text == nil ? "nil" : "some")
        if let text { add(text) }
    }

    mutating func add(_ number: Int) { bytes += Array("#\(number);".utf8) }

    mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }

    mutating func add(_ table: TableMapping) {
        add("table")
        add(table.name)
        add(table.definition)
        add(table.entities.count)
        for entity in table.entities {
            add(entity.name)
            add(entity.root)
            add(entity.condition)
            add(entity.attributes)
        }
    }

    mutating func add(_ root: Root) {
        switch root.kind {
        case .table(let name): add(["table", name])
        case .view(let name): add(["view", name])
        case .query(let sql): add(["query", sql])
        }
        add(root.key)
    }

    mutating func add(_ attributes: [AttributeMapping]) {
        add(attributes.count)
        for attribute in attributes {
            add(attribute.name)
            switch attribute.role {
            case .plain: add("plain")
            case .partitionKey(let type): add(["partition", type.rawValue])
            case .sortKey(let type): add(["sort", type.rawValue])
            case .indexKey(let type, let indexes): add(["index", type.rawValue] + indexes)
            }
            add(attribute.isOwnColumn ? "own" : "made")
            add(attribute.value)
        }
    }

    mutating func add(_ source: AttributeSource) {
        switch source {
        case .column(let path, let conversion):
            add("column")
            add(path)
            add(conversion)
        case .template(let template):
            add("template")
            add(template)
        case .computed(let sql, let conversion):
            add(["sql", sql])
            add(conversion)
        case .constant(let value):
            add("constant")
            add(value)
        case .list(let embedding):
            add("list")
            add(embedding)
        case .map(let embedding, let key):
            add("map")
            add(embedding)
            add(key)
        case .joined(let paths):
            add("joined")
            add(paths.count)
            for path in paths { add(path) }
        }
    }

    private mutating func add(_ path: ColumnPath) {
        add(path.steps.count)
        for step in path.steps {
            add(step.fromColumns)
            add(step.table)
            add(step.toColumns)
        }
        add(path.column)
    }

    private mutating func add(_ conversion: Conversion) {
        add([conversion.target.rawValue, conversion.nulls.rawValue, conversion.fallback.rawValue])
    }

    private mutating func add(_ template: Template) {
        add(template.parts.count)
        for part in template.parts {
            switch part {
            case .text(let text): add(["text", text])
            case .column(let path, let width, let fallback):
                add("column")
                add(path)
                add(width)
                add(fallback)
            }
        }
    }

    private mutating func add(_ embedding: Embedding) {
        add(embedding.table)
        add(embedding.childColumns)
        add(embedding.parentColumns)
        add(embedding.condition)
        add(embedding.order.map { ($0.isDescending ? "-" : "+") + $0.column })
        add(embedding.limit ?? 0)
        switch embedding.element {
        case .map(let attributes):
            add("map")
            add(attributes)
        case .value(let source):
            add("value")
            add(source)
        }
    }

    private mutating func add(_ value: AttributeValue) {
        switch value {
        case .string(let text): add(["S", text])
        case .number(let text): add(["N", text])
        case .binary(let bytes): add(["B", Base64.encode(bytes)])
        case .bool(let bool): add(["BOOL", bool ? "true" : "false"])
        case .null: add("NULL")
        case .list(let values):
            add("L")
            add(values.count)
            for value in values { add(value) }
        case .map(let item):
            add("M")
            add(item.attributes.count)
            for attribute in item.attributes {
                add(attribute.name)
                add(attribute.value)
            }
        case .stringSet(let texts): add(["SS"] + texts)
        case .numberSet(let texts): add(["NS"] + texts)
        case .binarySet(let sets): add(["BS"] + sets.map(Base64.encode))
        }
    }

    private mutating func add(_ definition: TableDefinition) {
        add(definition.key)
        add(definition.indexes.count)
        for index in definition.indexes {
            add(index.name)
            add(index.isLocal ? "local" : "global")
            add(index.key)
            switch index.projection {
            case .all: add("all")
            case .keysOnly: add("keys")
            case .include(let names): add(["include"] + names)
            }
            add(index.provisioned)
            add(index.warmThroughput)
        }
        add(definition.provisioned)
        add(definition.warmThroughput)
        add(definition.tags.flatMap { [$0.key, $0.value] })
        add(definition.isDeletionProtected ? "protected" : "unprotected")
        add(definition.recoveryDays ?? 0)
        add(definition.timeToLive)
    }

    private mutating func add(_ key: KeySchema) {
        add(key.attributes.flatMap { [$0.name, $0.type.rawValue] })
    }

    private mutating func add(_ throughput: Throughput?) {
        add(throughput.map { [String($0.read), String($0.write)] } ?? [])
    }
}
