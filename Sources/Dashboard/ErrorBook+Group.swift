package import RunModel

/// Everything that went wrong in one way at one place.
package struct ErrorGroup: Sendable, Equatable {
    package struct ID: Hashable, Sendable {
        /// Nil where it concerns no single table.
        package var table: String?
        package var kind: Kind
        package var cause: String

        package init(table: String?, kind: Kind, cause: String) {
            self.table = table
            self.kind = kind
            self.cause = cause
        }
    }

    package enum Kind: String, Sendable, CaseIterable {
        /// The table failed.
        case failure
        /// Rows that cannot be written.
        case quarantine
        /// Sent again and mended by that.
        case retried
        case refused
        case notice
    }

    package var id: ID
    package var count: Int
    /// Milliseconds since 1970.
    package var firstAt: Int64
    package var lastAt: Int64
    /// Of different entities and rows where there are such; a few.
    package var samples: [Sample]
    /// What to do about it.
    package var remedy: String?
    /// True where it no longer stands: retried, reset.
    package var isResolved: Bool

    package struct Sample: Sendable, Equatable {
        package var entity: EntityID?
        package var key: RowKey?
        package var message: String
        package var time: Int64

        package init(entity: EntityID?, key: RowKey?, message: String, time: Int64) {
            self.entity = entity
            self.key = key
            self.message = message
            self.time = time
        }
    }

    package init(
        id: ID, count: Int, firstAt: Int64, lastAt: Int64, samples: [Sample], remedy: String?,
        isResolved: Bool = false
    ) {
        self.id = id
        self.count = count
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.samples = samples
        self.remedy = remedy
        self.isResolved = isResolved
    }

    /// Where it is of more than one table (`ErrorBook.merged`), each with its share.
    package internal(set) var parts: [Part] = []

    /// True while what is sent again is not taken either.
    package var isLasting = false

    /// True where somebody must do something: a failed table, rows in quarantine, a target that is away.
    package var isStanding: Bool {
        !isResolved && (id.kind == .failure || id.kind == .quarantine || isLasting)
    }

    /// Keeps a sample where it shows something that the others do not: an entity, a row, a message.
    mutating func take(_ sample: Sample) {
        if let at = samples.firstIndex(where: {
            $0.entity == sample.entity && $0.key == sample.key
                && ($0.key != nil || $0.message == sample.message)
        }) {
            samples[at] = sample
            return
        }
        if samples.count < ErrorBook.sampleLimit {
            samples.append(sample)
            return
        }
        guard sample.entity == nil || !samples.contains(where: { $0.entity == sample.entity })
        else { return }
        // Of an entity not seen yet: in place of the second of another.
        let second = samples.indices.last { at in
            samples[..<at].contains { $0.entity == samples[at].entity }
        }
        if let second { samples[second] = sample }
    }
}

extension ErrorGroup.Kind {
    /// What to do where nothing better is known.
    var remedy: String? {
        switch self {
        case .failure: "mend what the message names, then retry the table (r)"
        case .quarantine:
            "mend the rows in the source or change the mapping, then retry this group (r)"
        case .retried:
            "it is sent again; where it goes on, see to the target, or fewer batches in flight ([)"
        case .refused, .notice: nil
        }
    }
}
