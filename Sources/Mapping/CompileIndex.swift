import RunModel
import SQLiteSource

/// A temporary index over columns by which rows are looked up, where the source has none that serves.
///
/// It is a table without rowid: the keys, each with the affinity and the collation of the comparison, then
/// what identifies the row. Rows with a NULL among the keys are not in it: NULL equals nothing.
struct CompileIndex {
    struct Key {
        var column: String
        var affinity: Affinity
        var collation: String
        /// True where the column itself has that affinity and collation, so that an index over it serves.
        var isAlike = true

        init(column: String, in table: SourceTable) {
            let known = table.column(column)
            self.column = known?.name ?? column
            affinity = known?.affinity ?? .integer
            collation = known?.collation ?? "BINARY"
        }
    }

    /// The child's side of an embedding: the columns compare by the parent's affinity and collation.
    static func keys(of level: Embedding, in table: SourceTable, parent: CompileScope) -> [Key] {
        zip(level.parentColumns, level.childColumns).map { ours, theirs in
            var key = Key(column: theirs, in: table)
            guard let affinity = parent.affinity(of: ours) else { return key }
            let collation = parent.collation(of: ours) ?? "BINARY"
            key.isAlike =
                key.collation == collation
                && (key.affinity == affinity || key.affinity.isNumeric && affinity.isNumeric)
            key.affinity = affinity
            key.collation = collation
            return key
        }
    }

    let page: PageIndex
    /// The columns that identify a row of the table.
    let identity: [String]

    /// nil where the table has an index that begins with one of the columns, or its rows no identity.
    init?(_ table: SourceTable, keys: [Key]) {
        let served = keys.filter(\.isAlike).map(\.column)
        let leading = table.indexes.compactMap(\.first) + (table.rowidName.map { [$0] } ?? [])
        let isServed = leading.contains { first in
            served.contains { $0.isSameIdentifier(as: first) }
        }
        guard !isServed, let identity = CompileSelect.identity(of: table) else { return nil }
        self.identity = identity
        let declared =
            keys.enumerated().map { at, key in
                "\(Self.key(at)) \(key.affinity.declaration) COLLATE \(key.collation)"
            }
            + identity.indices.map {
                "\(Self.identity($0))\(table.rowidName == nil ? "" : " INTEGER")"
            }
        let names = keys.indices.map(Self.key) + identity.indices.map(Self.identity)
        let definition =
            "(\(declared.joined(separator: ", ")), PRIMARY KEY (\(names.joined(separator: ", "))))"
            + " WITHOUT ROWID"
        let columns = keys.map(\.column.quotedIdentifier)
        let present = columns.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
        // In the index's order: rows are appended to it, not inserted here and there.
        let order = zip(columns, keys).map { "\($0) COLLATE \($1.collation)" }
        let source =
            "SELECT \((columns + identity.map(\.quotedIdentifier)).joined(separator: ", ")) FROM "
            + "main.\(table.name.quotedIdentifier) WHERE \(present) ORDER BY "
            + (order + identity.map(\.quotedIdentifier)).joined(separator: ", ")
        let name = "sluice_" + Self.digest(definition + source)
        page = PageIndex(
            name: name, create: "CREATE TEMP TABLE \(name) \(definition)",
            fill: "INSERT INTO temp.\(name) \(source)")
    }

    static func key(_ at: Int) -> String { "sluice_k\(at)" }
    static func identity(_ at: Int) -> String { "sluice_i\(at)" }

    /// The comparison that finds the row of `table` an entry of the index stands for.
    func identifies(_ table: String, by index: String) -> String {
        identity.enumerated().map {
            "\(table).\($1.quotedIdentifier) = \(index).\(Self.identity($0))"
        }
        .joined(separator: " AND ")
    }

    /// FNV-1a: a name, no secret; the same definition has the same.
    private static func digest(_ text: String) -> String {
        String(
            text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01b3
            },
            radix: 36)
    }
}

extension Affinity {
    fileprivate var isNumeric: Bool { self != .text && self != .blob }

    /// A declared type of this affinity.
    fileprivate var declaration: String {
        switch self {
        case .text: "TEXT"
        case .numeric: "NUMERIC"
        case .integer: "INTEGER"
        case .real: "REAL"
        case .blob: ""
        }
    }
}
