import Mapping
import SQLiteSource

/// Which source tables a mapping uses, and for what.
struct SourceUses {
    /// By the table's name without its ASCII cases, each once, in the order of the mapping.
    private var uses: [String: [SourceUse]] = [:]
    /// True where a view, a query or an SQL expression may read tables that are not named.
    private(set) var mayReadMore = false

    init(of mapping: Mapping) {
        for table in mapping.tables {
            for entity in table.entities { add(entity, of: table.name) }
        }
    }

    /// The uses of a source table, each once, in the order of the mapping.
    func of(_ table: String) -> [SourceUse] {
        let found = uses[table.withoutCases] ?? []
        // What is an item's root or part is not told again for its lookups.
        return found.filter { use in
            use.kind != .lookup
                || !found.contains {
                    $0.kind != .lookup && $0.table == use.table && $0.entity == use.entity
                }
        }
    }

    private mutating func note(_ use: SourceUse, of table: String) {
        if uses[table.withoutCases]?.contains(use) == true { return }
        uses[table.withoutCases, default: []].append(use)
    }

    private mutating func add(_ entity: EntityMapping, of table: String) {
        let place = SourceUse(table: table, entity: entity.name, kind: .root)
        if case .table(let name) = entity.root.kind {
            note(place, of: name)
        } else {
            mayReadMore = true
        }
        if entity.condition != nil { mayReadMore = true }
        for attribute in entity.attributes { add(attribute.value, of: attribute.name, place) }
    }

    private mutating func add(_ value: AttributeSource, of attribute: String, _ place: SourceUse) {
        switch value {
        case .column(let path, _): add(path, place)
        case .template(let template): add(template, place)
        case .joined(let paths): for path in paths { add(path, place) }
        case .computed: mayReadMore = true
        case .constant: break
        case .list(let embedding): add(embedding, of: attribute, place)
        case .map(let embedding, let key):
            add(key, place)
            add(embedding, of: attribute, place)
        }
    }

    private mutating func add(_ embedding: Embedding, of attribute: String, _ place: SourceUse) {
        var use = place
        use.kind = .embedded
        use.attribute = attribute
        note(use, of: embedding.table)
        if embedding.condition != nil { mayReadMore = true }
        switch embedding.element {
        case .map(let attributes):
            for inner in attributes { add(inner.value, of: "\(attribute).\(inner.name)", place) }
        case .value(let value): add(value, of: attribute, place)
        }
    }

    private mutating func add(_ template: Template, _ place: SourceUse) {
        for case .column(let path, _, _) in template.parts { add(path, place) }
    }

    private mutating func add(_ path: ColumnPath, _ place: SourceUse) {
        for step in path.steps {
            var use = place
            use.kind = .lookup
            note(use, of: step.table)
        }
    }
}

extension String {
    /// The name by which SQLite finds it: ASCII letters small, the others as they are.
    var withoutCases: String {
        String(
            decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
