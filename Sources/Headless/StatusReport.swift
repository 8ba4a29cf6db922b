package import RunModel

/// The stored state of a run as `sluice status` shows it.
///
/// Plain values: whoever reads the state fills it.
package struct StatusReport: Sendable, Equatable {
    package var statePath: String
    /// Milliseconds since 1970: when the state was read.
    package var readAt: Int64
    /// The process that works on the state file now; nil where none does, 0 where its pid is unknown.
    package var ownerPID: Int32?
    /// Nil where nothing was migrated yet.
    package var run: Run?
    package var tables: [Table]

    package init(statePath: String, readAt: Int64, ownerPID: Int32?, run: Run?, tables: [Table]) {
        self.statePath = statePath
        self.readAt = readAt
        self.ownerPID = ownerPID
        self.run = run
        self.tables = tables
    }

    package struct Run: Sendable, Equatable {
        package var id: String
        package var configPath: String
        package var sourcePath: String
        /// `us-east-1`, or the endpoint's URL.
        package var target: String
        package var startedAt: Int64
        package var endedAt: Int64?
        package var outcome: RunOutcome?

        package init(
            id: String, configPath: String, sourcePath: String, target: String, startedAt: Int64,
            endedAt: Int64?, outcome: RunOutcome?
        ) {
            self.id = id
            self.configPath = configPath
            self.sourcePath = sourcePath
            self.target = target
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.outcome = outcome
        }
    }

    package struct Table: Sendable, Equatable {
        package var name: String
        package var wireName: String
        /// As it was last stored: a process that was killed leaves `copying` behind.
        package var state: TableState
        package var detail: String?
        package var failure: RunFailure?
        package var startedAt: Int64?
        package var endedAt: Int64?
        package var validation: ValidationOutcome?
        package var entities: [Entity]
        package var causes: [Cause]

        package init(
            name: String, wireName: String, state: TableState, detail: String? = nil,
            failure: RunFailure? = nil, startedAt: Int64? = nil, endedAt: Int64? = nil,
            validation: ValidationOutcome? = nil, entities: [Entity], causes: [Cause] = []
        ) {
            self.name = name
            self.wireName = wireName
            self.state = state
            self.detail = detail
            self.failure = failure
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.validation = validation
            self.entities = entities
            self.causes = causes
        }

        package var counts: EntityCounts {
            entities.lazy.map(\.counts).total()
        }
    }

    package struct Entity: Sendable, Equatable {
        package var name: String
        package var root: String
        package var counts: EntityCounts
        package var segments: [Segment]

        package init(name: String, root: String, counts: EntityCounts, segments: [Segment]) {
            self.name = name
            self.root = root
            self.counts = counts
            self.segments = segments
        }
    }

    package struct Segment: Sendable, Equatable {
        package var number: Int
        package var after: RowKey?
        package var through: RowKey?
        package var watermark: RowKey?
        package var isDone: Bool
        package var counts: EntityCounts

        package init(
            number: Int, after: RowKey?, through: RowKey?, watermark: RowKey?, isDone: Bool,
            counts: EntityCounts
        ) {
            self.number = number
            self.after = after
            self.through = through
            self.watermark = watermark
            self.isDone = isDone
            self.counts = counts
        }
    }

    package struct Cause: Sendable, Equatable {
        package var cause: String
        package var count: Int
        package var firstAt: Int64
        package var lastAt: Int64
        package var samples: [QuarantinedRow]

        package init(
            cause: String, count: Int, firstAt: Int64, lastAt: Int64, samples: [QuarantinedRow]
        ) {
            self.cause = cause
            self.count = count
            self.firstAt = firstAt
            self.lastAt = lastAt
            self.samples = samples
        }
    }

    package var counts: EntityCounts {
        tables.lazy.map(\.counts).total()
    }

    /// One word for the whole: `none`, `running`, `interrupted`, or the outcome.
    package var standing: String {
        guard let run else { return "none" }
        if ownerPID != nil && run.outcome == nil { return "running" }
        return run.outcome?.rawValue ?? "interrupted"
    }
}
