import DynamoItem
import RunModel
package import SQLiteSource

/// Whether two rows of a table's entities can ever yield one key, as far as the templates and the schema tell.
///
/// The proof is about texts: the values of a total unique key of the root can be read back from the item's
/// key, so two rows with one key would be one row; and no text is a key of two entities. What it cannot prove
/// is looked up in the data (`KeyCollisionCheck`).
package struct KeyCollisionProof: Sendable, Equatable {
    /// Entities, by their place in the table's mapping, whose keys must be compared row by row; empty where
    /// there is nothing left to prove.
    package var unproven: [Int]

    package var isComplete: Bool { unproven.isEmpty }

    package init(of table: TableMapping, schema: SourceSchema) {
        let keys = table.entities.map { EntityKey($0, schema: schema) }
        var unproven: Set<Int> = []
        for (at, key) in keys.enumerated() {
            if !key.identifiesRows { unproven.insert(at) }
            for other in keys.indices where other > at && key.mayMeet(keys[other]) {
                unproven.formUnion([at, other])
            }
        }
        self.unproven = unproven.sorted()
    }
}

/// What the schema says about the texts of one entity's table key.
private struct EntityKey {
    /// The languages of the partition and the sort key; nil where the type is N or B, or not described.
    private var languages: [KeyCollisionLanguage?]
    private(set) var identifiesRows: Bool

    init(_ entity: EntityMapping, schema: SourceSchema) {
        let table: SourceTable? =
            if case .table(let name) = entity.root.kind { schema.table(name) } else { nil }
        var languages: [KeyCollisionLanguage?] = []
        var determined: [String] = []
        for attribute in entity.attributes where attribute.isTableKey {
            let described = KeyText(attribute, table: table, schema: schema)
            languages.append(described.language)
            determined += described.determined
        }
        self.languages = languages
        identifiesRows = table.map { Self.identifies($0, determined) } ?? false
    }

    private static func identifies(_ table: SourceTable, _ columns: [String]) -> Bool {
        func holds(_ names: [String]) -> Bool {
            names.allSatisfy { name in columns.contains { $0.isSameIdentifier(as: name) } }
        }
        if let rowid = table.rowidName, holds([rowid]) { return true }
        // Unique under any collation is unique by bytes too.
        return table.uniqueKeys.contains { $0.isTotal && holds($0.columns) }
    }

    /// False where the partition keys, or the sort keys, are never the same text.
    func mayMeet(_ other: EntityKey) -> Bool {
        for (mine, theirs) in zip(languages, other.languages) {
            if let mine, let theirs, !mine.meets(theirs) { return false }
        }
        return true
    }
}

/// What the text of one key attribute tells.
private struct KeyText {
    var language: KeyCollisionLanguage?
    /// Columns of the root whose value can be read back from it.
    var determined: [String] = []

    private let table: SourceTable?
    private let schema: SourceSchema

    init(_ attribute: AttributeMapping, table: SourceTable?, schema: SourceSchema) {
        self.table = table
        self.schema = schema
        let type: KeyType =
            switch attribute.role {
            case .partitionKey(let type), .sortKey(let type), .indexKey(let type, _): type
            case .plain: .string
            }
        switch attribute.value {
        case .constant(.string(let text)):
            language = KeyCollisionLanguage([.literal(Array(text.utf8))])
        case .template(let template): describe(template)
        case .joined(let paths):
            var parts: [KeyCollisionLanguage.Part] = []
            for path in paths {
                if !parts.isEmpty { parts.append(.literal([UInt8(ascii: "#")])) }
                parts.append(isInteger(path) ? .integer : .percentEncoded)
            }
            describe(parts, columns: paths)
        case .column(let path, let conversion): describe(path, conversion, type)
        case .constant, .computed, .list, .map: break
        }
    }

    private mutating func describe(_ template: Template) {
        var columns: [ColumnPath] = []
        let parts = template.parts.map { part -> KeyCollisionLanguage.Part in
            switch part {
            case .text(let text): return .literal(Array(text.utf8))
            case .column(let path, let width, let fallback):
                let isInteger = isInteger(path)
                // Padding keeps integers apart, not texts: '7' and '07' would become one.
                if width == 0 || isInteger { columns.append(path) }
                return isInteger && fallback == nil ? .integer : .anything
            }
        }
        describe(parts, columns: columns)
    }

    private mutating func describe(_ parts: [KeyCollisionLanguage.Part], columns: [ColumnPath]) {
        let language = KeyCollisionLanguage(parts)
        self.language = language
        if language.isUnambiguous { determine(columns) }
    }

    private mutating func describe(_ path: ColumnPath, _ conversion: Conversion, _ type: KeyType) {
        switch (type, conversion.target) {
        case (.string, .automatic), (.string, .string):
            language = KeyCollisionLanguage([isInteger(path) ? .integer : .anything])
            // A BLOB or an infinity under the fallback "string" could write a text's twin.
            if conversion.fallback != .string { determine([path]) }
        case (.number, .automatic): determine([path])
        case (.number, .number):
            // Text in a numeric column never looks like a number; in a text column '1' and '01' may stand.
            if let affinity = affinity(path), affinity != .text { determine([path]) }
        case (.binary, .automatic): if let column = own(path) { determined.append(column) }
        default: break
        }
    }

    /// Notes the columns whose texts tell their values.
    private mutating func determine(_ paths: [ColumnPath]) {
        for path in paths {
            guard let column = own(path), let affinity = affinity(path) else { continue }
            // Without an affinity 1 and '1' may both be stored, and both are written as `1`. With one they
            // may not: a text column holds no numbers, and a numeric one no text that reads as a number.
            if affinity != .blob { determined.append(column) }
        }
    }

    /// The root's own column of that path; nil where it lies over a step, or the root is no table.
    private func own(_ path: ColumnPath) -> String? {
        path.steps.isEmpty && table != nil ? path.column : nil
    }

    private func affinity(_ path: ColumnPath) -> Affinity? {
        guard let column = table?.column(path.column) else {
            return isRowid(path.column, of: table) ? .integer : nil
        }
        return column.affinity
    }

    /// True where each value is an integer: rowids, and INTEGER columns of STRICT tables.
    private func isInteger(_ path: ColumnPath) -> Bool {
        let table =
            path.steps.isEmpty ? self.table : path.steps.last.flatMap { schema.table($0.table) }
        if isRowid(path.column, of: table) { return true }
        guard let table, table.isStrict, let column = table.column(path.column) else {
            return false
        }
        return column.affinity == .integer
    }

    private func isRowid(_ name: String, of table: SourceTable?) -> Bool {
        guard let table else { return false }
        if let alias = table.rowidAlias { return alias.isSameIdentifier(as: name) }
        return table.column(name) == nil && table.rowidName?.isSameIdentifier(as: name) == true
    }
}
