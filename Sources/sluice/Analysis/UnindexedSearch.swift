import Mapping
import SQLiteSource

/// A search for which the source has no index.
struct UnindexedSearch: Hashable {
    var table: String
    var columns: [String]
    /// True for the children of an embedding, false for a step of a path.
    var isChild: Bool

    /// The searches of an entity for which the schema has no index, each once.
    static func all(in entity: EntityMapping, schema: SourceSchema) -> [UnindexedSearch] {
        var found: [UnindexedSearch] = []
        func note(_ table: String, _ columns: [String], isChild: Bool) {
            guard let source = schema.table(table), !source.isIndexed(by: columns) else { return }
            let search = UnindexedSearch(table: source.name, columns: columns, isChild: isChild)
            if !found.contains(search) { found.append(search) }
        }
        func note(_ path: ColumnPath) {
            for step in path.steps { note(step.table, step.toColumns, isChild: false) }
        }
        func note(_ template: Template) {
            for case .column(let path, _, _) in template.parts { note(path) }
        }
        func note(_ value: AttributeSource) {
            switch value {
            case .column(let path, _): note(path)
            case .template(let template): note(template)
            case .joined(let paths): for path in paths { note(path) }
            case .computed, .constant: break
            case .list(let embedding): note(embedding)
            case .map(let embedding, let key):
                note(key)
                note(embedding)
            }
        }
        func note(_ embedding: Embedding) {
            note(embedding.table, embedding.childColumns, isChild: true)
            switch embedding.element {
            case .map(let attributes): for attribute in attributes { note(attribute.value) }
            case .value(let value): note(value)
            }
        }
        for attribute in entity.attributes { note(attribute.value) }
        return found
    }
}

extension SourceTable {
    /// True where an index begins with one of these columns, or one of them is the rowid: the rule by which
    /// a reader makes no index of its own.
    fileprivate func isIndexed(by columns: [String]) -> Bool {
        let leading = indexes.compactMap(\.first) + (rowidName.map { [$0] } ?? [])
        return leading.contains { first in columns.contains { $0.isSameIdentifier(as: first) } }
    }
}
