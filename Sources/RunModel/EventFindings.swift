/// A row that cannot be written as it is.
package struct QuarantinedRow: Sendable, Equatable {
    package var entity: EntityID
    /// The root row's key.
    package var key: RowKey
    /// A short cause that groups alike rows: `item over 409,600 bytes`.
    package var cause: String
    /// The full story of this row: which attribute, how large, the service's message.
    package var message: String
    /// What to do about it.
    package var hint: String?

    /// - `hint`: nil for the remedy that is known for the cause.
    package init(
        entity: EntityID, key: RowKey, cause: String, message: String, hint: String? = nil
    ) {
        self.entity = entity
        self.key = key
        self.cause = cause
        self.message = message
        self.hint = hint ?? QuarantineRemedy.of(cause)
    }
}

/// Rows of a table in quarantine for one cause.
package struct QuarantineCount: Sendable, Equatable {
    package var cause: String
    package var count: Int
    /// The first of them.
    package var sample: QuarantinedRow

    package init(cause: String, count: Int, sample: QuarantinedRow) {
        self.cause = cause
        self.count = count
        self.sample = sample
    }
}

/// Why a table failed, for the operator.
package struct RunFailure: Sendable, Equatable {
    package var code: SluiceError.Code
    package var message: String
    package var hint: String?

    package init(code: SluiceError.Code, message: String, hint: String?) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Of a table's failure: the table is named beside it, and not again as its place.
    package init(_ error: SluiceError, of table: String? = nil) {
        let place = error.place == table ? nil : error.place
        self.init(
            code: error.code,
            message: (place.map { $0 + ": " } ?? "") + error.message
                + error.problems.map { "\n  \($0)" }.joined(),
            hint: error.hint)
    }
}

/// One difference between the source and the target.
package struct ItemDifference: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable {
        /// In the source, not in the target.
        case missing
        /// In the target, not in the source.
        case unexpected
        /// An attribute differs.
        case changed
    }

    package var table: String
    package var kind: Kind
    /// The item's table key, `PK=ARTIST#1 SK=PROFILE`.
    package var key: String
    package var attribute: String?
    /// What the source yields, as attribute JSON; nil where there is none.
    package var expected: String?
    /// What the target holds, as attribute JSON; nil where there is none.
    package var found: String?

    package init(
        table: String, kind: Kind, key: String, attribute: String? = nil, expected: String? = nil,
        found: String? = nil
    ) {
        self.table = table
        self.kind = kind
        self.key = key
        self.attribute = attribute
        self.expected = expected
        self.found = found
    }
}

/// How the validation of a table ended.
package struct ValidationOutcome: Sendable, Equatable {
    /// Items compared.
    package var compared: Int
    package var missing: Int
    package var unexpected: Int
    package var changed: Int
    /// True where only a sample was compared.
    package var isSample: Bool

    package init(compared: Int, missing: Int, unexpected: Int, changed: Int, isSample: Bool) {
        self.compared = compared
        self.missing = missing
        self.unexpected = unexpected
        self.changed = changed
        self.isSample = isSample
    }

    package var differences: Int { missing + unexpected + changed }
    package var isEqual: Bool { differences == 0 }
}

/// A line for the log and the screen.
package struct Notice: Sendable, Equatable {
    package enum Level: String, Sendable, Equatable, CaseIterable {
        case debug, info, warning, error
    }

    package var level: Level
    package var text: String
    package var table: String?

    package init(_ level: Level, _ text: String, table: String? = nil) {
        self.level = level
        self.text = text
        self.table = table
    }
}

/// How the run ended.
package enum RunOutcome: String, Sendable, Equatable {
    /// Every item is in the target.
    case complete
    /// Finished, with failed tables or quarantined rows.
    case incomplete
    /// Validation found differences.
    case differs
    /// Stopped on command, checkpointed, resumable.
    case stopped
    /// Could not go on: source, target or state unavailable.
    case failed
}
