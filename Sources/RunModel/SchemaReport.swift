/// What the source holds and what the mapping makes of it, for a front end.
///
/// All text is sanitised. Counts are nil where they were not measured (yet).
package struct SchemaReport: Sendable, Equatable {
    package var tables: [Table] = []
    /// The gravest first.
    package var risks: [Risk] = []
    /// Tables that refer to each other in a circle.
    package var cycles: [[String]] = []
    /// How many of `tables` have had their values read; all of them at the end of an analysis.
    package var measuredTables = 0

    package init() {}

    package struct Table: Sendable, Equatable {
        package var name: String
        package var isView = false
        package var rows: Int?
        /// Bytes of all values: 8 for a number, a text's and a blob's length.
        package var bytes: Int?
        package var primaryKey: [String] = []
        package var columns: [Column] = []
        package var relations: [Relation] = []
        /// What the mapping makes of its rows: `MusicCatalog/Track`, `CustomerData/Invoice in Lines`.
        package var uses: [String] = []
        /// The entities whose root it is.
        package var entities: [EntityID] = []

        package init(name: String) { self.name = name }
    }

    package struct Column: Sendable, Equatable {
        package var name: String
        /// As declared: `NUMERIC(10,2)`; empty where none is.
        package var declared: String
        /// What it really holds: `integer 3,500, text 3`; nil where not measured.
        package var stored: String?
        package var nulls: Int?
        package var isKey = false
        package var isNotNull = false
        /// True where values of several types, or of another type than declared, were found.
        package var isMixed = false

        package init(name: String, declared: String) {
            self.name = name
            self.declared = declared
        }
    }

    /// A foreign key.
    package struct Relation: Sendable, Equatable {
        package var columns: [String]
        package var parent: String
        package var parentColumns: [String]
        /// Rows whose reference leads nowhere; nil where not measured.
        package var orphans: Int?
        /// Why it cannot be followed.
        package var problem: String?

        package init(
            columns: [String], parent: String, parentColumns: [String], orphans: Int? = nil,
            problem: String? = nil
        ) {
            self.columns = columns
            self.parent = parent
            self.parentColumns = parentColumns
            self.orphans = orphans
            self.problem = problem
        }
    }

    /// Something an operator should know before the first write.
    package struct Risk: Sendable, Equatable {
        package enum Severity: String, Sendable, CaseIterable {
            /// A row would not be written, or a table be refused.
            case error
            case warning
            case note
        }

        package var severity: Severity
        /// `Track.Bytes`, `MusicCatalog GSI1`, `config.json:12:5 tables.A.from`.
        package var place: String
        package var message: String
        /// The operator's next move.
        package var advice: String

        package init(_ severity: Severity, place: String, message: String, advice: String) {
            self.severity = severity
            self.place = place
            self.message = message
            self.advice = advice
        }
    }
}
