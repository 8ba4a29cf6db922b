import Mapping
import RunModel
import SQLiteSource

/// Everything `sluice analyze` has found, as one value: the text and the JSON are made of it.
struct SourceAnalysis: Sendable {
    struct Table: Sendable {
        var table: SourceTable
        var measure: TableMeasure
        /// In the order of the declaration.
        var relations: [Relation]
        /// What the mapping makes of its rows; empty where it does not name the table.
        var uses: [SourceUse]
    }

    struct Relation: Sendable {
        var key: ForeignKey
        var isSelfReference: Bool
        /// Rows whose reference leads nowhere; nil where the key is broken and cannot be followed.
        var orphans: Int?
    }

    /// The mapping as it would be applied.
    struct Applied: Sendable {
        /// The configuration that holds it; nil: the default, each source table a target table.
        var config: String?
        /// nil where it does not fit the source: the risks say why.
        var fingerprint: String?
        /// The tables it makes of the source tables looked at.
        var tables: [TableTrial] = []
    }

    var path: String
    var facts: SourceFacts
    /// Those looked at, in the order of their creation.
    var tables: [Table]
    /// All there are in the file.
    var tableCount: Int
    var views: [SourceView]
    var leftOut: [LeftOutObject]
    /// Tables that refer to each other in a circle.
    var cycles: [[String]]
    var mapping: Applied
    /// Graded: the gravest first.
    var risks: [Risk]

    var rows: Int { tables.reduce(0) { $0 + $1.measure.rows } }

    /// `MusicCatalog/Track`; the name alone where table and entity share it.
    static func place(of entity: String, in table: String) -> String {
        entity == table ? table : "\(table)/\(entity)"
    }
}

/// One way in which a mapping uses a source table.
struct SourceUse: Sendable, Hashable {
    enum Kind: String, Sendable {
        /// Each row an item.
        case root
        /// Rows within their parent's item.
        case embedded
        /// Values taken along a path or a lookup.
        case lookup
    }

    var table: String
    var entity: String
    var kind: Kind
    /// The attribute that embeds it; nil for the other kinds.
    var attribute: String?

    /// `MusicCatalog/Track`, `CustomerData/Invoice in Lines`, `MusicCatalog/Track by lookup`.
    var text: String {
        let place = SourceAnalysis.place(of: entity, in: table)
        return switch kind {
        case .root: place
        case .embedded: attribute.map { "\(place) in \($0)" } ?? place
        case .lookup: "\(place) by lookup"
        }
    }
}
