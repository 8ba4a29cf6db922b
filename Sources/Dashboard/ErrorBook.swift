package import RunModel

/// What went wrong, grouped by cause: bounded, the newest group first.
package struct ErrorBook: Sendable {
    /// The groups, the last seen first.
    package private(set) var groups: [ErrorGroup] = []

    package init() {}

    package func group(_ id: ErrorGroup.ID) -> ErrorGroup? { groups.first { $0.id == id } }

    mutating func apply(_ event: NumberedEvent) {}
}

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
}
