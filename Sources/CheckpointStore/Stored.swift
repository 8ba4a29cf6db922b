package import RunModel

/// Where a run's tables live.
///
/// Two runs with equal identities speak of the same tables.
package struct TargetIdentity: Sendable, Hashable {
    package var region: String
    /// The endpoint's URL without user information; nil for the region's own.
    package var endpoint: String?
    /// `target.tablePrefix`, empty where there is none.
    package var prefix: String

    package init(region: String, endpoint: String?, prefix: String) {
        self.region = region
        self.endpoint = endpoint
        self.prefix = prefix
    }
}

/// A run as it is stored.
package struct StoredRun: Sendable, Equatable {
    package var id: String
    /// What the run belongs to: the canonical path of its config file, or another stable name where
    /// it has none.
    ///
    /// Several can share a state file.
    package var configPath: String
    /// The fingerprint of the whole mapping.
    package var mapping: String
    package var sourcePath: String
    package var sourceFingerprint: String
    package var target: TargetIdentity
    /// Milliseconds since 1970.
    package var startedAt: Int64
    package var endedAt: Int64?
    package var outcome: RunOutcome?

    package init(
        id: String, configPath: String, mapping: String, sourcePath: String,
        sourceFingerprint: String,
        target: TargetIdentity, startedAt: Int64, endedAt: Int64? = nil, outcome: RunOutcome? = nil
    ) {
        self.id = id
        self.configPath = configPath
        self.mapping = mapping
        self.sourcePath = sourcePath
        self.sourceFingerprint = sourceFingerprint
        self.target = target
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
    }
}

/// A target table of a run as it is stored.
package struct StoredTable: Sendable, Equatable {
    package var name: String
    package var wireName: String
    /// The fingerprint of this table's part of the mapping.
    package var mapping: String
    package var state: TableState = .queued
    package var detail: String?
    package var failure: RunFailure?
    /// When this run made up its mind to create the table, before it asked the service.
    package var intendedAt: Int64?
    /// When the service had created it for this run.
    package var createdAt: Int64?
    /// The service's own id of the created table, to tell it from a later one of the same name.
    package var identity: String?
    /// The target table is to be dropped and made anew before anything is written to it.
    package var mustEmptyTarget = false
    /// When it first left `queued`, and when it last came to rest.
    package var startedAt: Int64?
    package var endedAt: Int64?
    package var validation: ValidationOutcome?
    package var validatedAt: Int64?
    package var entities: [StoredEntity]

    package init(name: String, wireName: String, mapping: String, entities: [StoredEntity]) {
        self.name = name
        self.wireName = wireName
        self.mapping = mapping
        self.entities = entities
    }
}

/// An entity of a stored table.
package struct StoredEntity: Sendable, Equatable {
    package var name: String
    package var root: String
    /// Rows of the root as far as known.
    package var planned: Int?

    package init(name: String, root: String, planned: Int? = nil) {
        self.name = name
        self.root = root
        self.planned = planned
    }
}

/// A segment: the half-open key range `(after, through]` and how far it is done.
package struct StoredSegment: Sendable, Equatable {
    package var id: SegmentID
    /// Nil: from the first key.
    package var after: RowKey?
    /// Nil: to the last key.
    package var through: RowKey?
    /// Nil: nothing is done yet.
    package var watermark: RowKey?
    package var isDone: Bool
    /// Of the rows at or below the watermark.
    ///
    /// `segments` is 1, `planned` nil.
    package var counts: EntityCounts

    package init(
        id: SegmentID, after: RowKey?, through: RowKey?, watermark: RowKey? = nil,
        isDone: Bool = false,
        counts: EntityCounts = EntityCounts()
    ) {
        self.id = id
        self.after = after
        self.through = through
        self.watermark = watermark
        self.isDone = isDone
        self.counts = counts
        self.counts.segments = 1
        self.counts.segmentsDone = isDone ? 1 : 0
    }
}

/// How far a segment has come.
///
/// Cumulative: it replaces what was stored.
package struct SegmentProgress: Sendable, Equatable {
    package var id: SegmentID
    package var watermark: RowKey?
    package var isDone: Bool
    /// Of the rows at or below the watermark, and of no other; segment numbers in it are not stored.
    package var counts: EntityCounts

    package init(id: SegmentID, watermark: RowKey?, isDone: Bool, counts: EntityCounts) {
        self.id = id
        self.watermark = watermark
        self.isDone = isDone
        self.counts = counts
    }
}

/// What one checkpoint makes durable.
package struct ProgressBatch: Sendable, Equatable {
    package var segments: [SegmentProgress]
    package var quarantined: [StoredQuarantine]

    package init(segments: [SegmentProgress] = [], quarantined: [StoredQuarantine] = []) {
        self.segments = segments
        self.quarantined = quarantined
    }

    package var isEmpty: Bool { segments.isEmpty && quarantined.isEmpty }
}
