/// Something an operator should know before the first write.
struct Risk: Sendable, Equatable {
    enum Severity: String, Sendable, CaseIterable {
        /// With the mapping in effect a row would not be written, or a table be refused.
        case error
        /// All is written, but perhaps not as it is meant, or slowly, or not as of one moment.
        case warning
        /// To know; nothing to do.
        case note
    }

    /// What kind of risk; documented in docs/analyze.md, and only added to.
    enum Kind: String, Sendable, CaseIterable {
        // Of the mapping as it would be applied.
        case mappingProblem, rowsQuarantined, tableRefused, keyCollision, keysUnproven
        case itemNearLimit, sparseIndex, hotPartition, notMapped, renamedTable
        case childWithoutIndex, lookupWithoutIndex
        // Of the data.
        case textInNumericColumn, mixedTypes, numberOutOfRange, invalidUTF8, valueOverItemLimit
        case keyNullOrEmpty, noPrimaryKey, integerBeyondDouble
        // Of the schema and the file.
        case foreignKeyBroken, foreignKeyNotUnique, orphanedRows, viewBroken
        case liveWriter, readWithoutLocks
    }

    var severity: Severity
    var kind: Kind
    /// `Track.Bytes`, `MusicCatalog/Track`, `MusicCatalog GSI1`, `config.json:12:5 tables.A.from`.
    var place: String
    /// What was found, with its numbers: one or two sentences without a full stop at the end.
    var message: String
    /// The operator's next move.
    var advice: String

    init(_ severity: Severity, _ kind: Kind, _ place: String, _ message: String, advice: String) {
        self.severity = severity
        self.kind = kind
        self.place = place
        self.message = message
        self.advice = advice
    }

    /// True where both are of one kind and call for the same move.
    func isLike(_ other: Risk) -> Bool {
        severity == other.severity && kind == other.kind && advice == other.advice
    }
}

extension [Risk] {
    func count(_ severity: Risk.Severity) -> Int { count { $0.severity == severity } }

    /// The gravest first; within a severity in the order they were found.
    var graded: [Risk] {
        Risk.Severity.allCases.flatMap { severity in filter { $0.severity == severity } }
    }
}
