import RunModel

/// What went wrong, grouped by cause: bounded, the newest group first.
///
/// What always holds: at most `groupLimit` groups with `sampleLimit` samples each; where one must go, what
/// stands stays longest.
package struct ErrorBook: Sendable {
    /// The groups, the last seen first.
    package private(set) var groups: [ErrorGroup] = []
    /// Rows in quarantine by entity, where there are any.
    private var quarantined: [EntityID: Int] = [:]

    /// True while batches are sent again in vain.
    private var isStalled = false

    package static let groupLimit = 500
    package static let sampleLimit = 5

    package init() {}

    /// What a snapshot knows of errors, where the events before it were not seen.
    init(_ snapshot: RunSnapshot) {
        catchUp(snapshot)
    }

    /// Goes on from a newer snapshot: failures and quarantine are as it has them.
    mutating func catchUp(_ snapshot: RunSnapshot) {
        quarantined = [:]
        for table in snapshot.tables {
            for cause in table.causes {
                let sighting = Self.sighting(cause.sample, at: snapshot.time)
                let known =
                    groups.first { $0.id == sighting.id }.map { $0.isResolved ? 0 : $0.count } ?? 0
                if cause.count > known { see(sighting, count: cause.count - known) }
            }
            for entity in table.entities where entity.counts.quarantined > 0 {
                let id = EntityID(table: table.name, entity: entity.name)
                quarantined[id] = entity.counts.quarantined
            }
            if let failure = table.failure {
                let sighting = Self.sighting(failure, of: table.name, at: snapshot.time)
                if groups.first(where: { $0.id == sighting.id })?.isResolved ?? true {
                    see(sighting)
                }
            }
        }
        // What of it the snapshot no longer has was mended meanwhile.
        for at in groups.indices where !groups[at].isResolved {
            guard let name = groups[at].id.table, let table = snapshot.table(name) else { continue }
            switch groups[at].id.kind {
            case .failure: groups[at].isResolved = table.failure == nil
            case .quarantine: groups[at].isResolved = table.counts.quarantined == 0
            case .retried, .refused, .notice: break
            }
        }
    }

    /// True for events of which a snapshot holds what this book needs.
    static func isInSnapshot(_ event: RunEvent) -> Bool {
        switch event {
        case .tableFailed, .tableStateChanged, .quarantineCounted, .rowQuarantined,
            .entityProgressed:
            true
        default: false
        }
    }

    mutating func apply(_ event: NumberedEvent, after snapshot: RunSnapshot) {
        switch event.event {
        case .tableFailed(let table, let failure):
            see(Self.sighting(failure, of: table, at: event.time))
        case .tableStateChanged(let table, let state, _):
            if state != .failed { resolve(.failure, of: table) }
        case .quarantineCounted(let table, let causes):
            // Told with a reset too; what is left after a retry is counted entity by entity.
            if causes.isEmpty { resolve(.quarantine, of: table) }
        case .rowQuarantined(let row): see(Self.sighting(row, at: event.time))
        case .entityProgressed(let id, let counts):
            count(counts.quarantined, of: id, snapshot)
            if isStalled, snapshot.silence(at: event.time) == nil { endStall() }
        case .tableVerified, .settled, .runEnded: if isStalled { endStall() }
        case .batchRetried(let table, let reason, let attempt, let delay):
            see(
                Sighting(
                    .init(
                        table: table, kind: .retried,
                        cause: ErrorGroup.cause(of: reason.sanitised(limit: 300))),
                    "\(reason.sanitised()) (attempt \(attempt), again after \(delay) ms)",
                    at: event.time))
            if snapshot.silence(at: event.time) != nil {
                isStalled = true
                groups[0].isLasting = true
            }
        case .commandRefused(let command, let who, let why):
            see(
                Sighting(
                    .init(
                        table: command.onlyTable, kind: .refused, cause: why.sanitised(limit: 300)),
                    "\(command.phrase), asked for by \(who.sanitised(limit: 100)): \(why.sanitised())",
                    at: event.time))
        case .sourceChanged(let detail):
            let cause = "the source changed: " + detail.sanitised(limit: 300)
            var sighting = Sighting(
                .init(table: nil, kind: .notice, cause: cause), cause, at: event.time)
            sighting.remedy =
                "stop writing to the source, or reset the tables so that they are read anew"
            see(sighting)
        case .noticed(let notice):
            guard notice.level == .warning || notice.level == .error else { return }
            see(
                Sighting(
                    .init(
                        table: notice.table, kind: .notice,
                        cause: ErrorGroup.cause(of: notice.text.sanitised(limit: 300))),
                    notice.text.sanitised(), at: event.time))
        default: break
        }
    }

    /// One error, before it is put to its group.
    private struct Sighting {
        var id: ErrorGroup.ID
        var sample: ErrorGroup.Sample
        var remedy: String?

        init(_ id: ErrorGroup.ID, _ message: String, at time: Int64) {
            self.id = id
            sample = ErrorGroup.Sample(entity: nil, key: nil, message: message, time: time)
        }
    }

    private static func sighting(_ row: QuarantinedRow, at time: Int64) -> Sighting {
        let cause = row.cause.sanitised(limit: 300)
        var sighting = Sighting(
            .init(table: row.entity.table, kind: .quarantine, cause: cause),
            row.message.sanitised(), at: time)
        sighting.sample.entity = row.entity
        sighting.sample.key = row.key
        sighting.remedy = row.hint?.sanitised()
        return sighting
    }

    private static func sighting(
        _ failure: RunFailure, of table: String, at time: Int64
    ) -> Sighting {
        let lines = failure.message.split(separator: "\n").map { $0.sanitised() }
        var sighting = Sighting(
            .init(
                table: table, kind: .failure,
                cause: ErrorGroup.cause(of: (lines.first ?? "").sanitised(limit: 300))),
            lines.joined(separator: "\n"), at: time)
        sighting.remedy = failure.hint?.sanitised()
        return sighting
    }

    private mutating func see(_ sighting: Sighting, count: Int = 1) {
        let time = sighting.sample.time
        var group: ErrorGroup
        if let at = groups.firstIndex(where: { $0.id == sighting.id }) {
            group = groups.remove(at: at)
            if group.isResolved {
                group.isResolved = false
                group.count = 0
            }
        } else {
            makeRoom()
            group = ErrorGroup(
                id: sighting.id, count: 0, firstAt: time, lastAt: time, samples: [], remedy: nil)
        }
        group.count += count
        group.lastAt = time
        group.remedy = sighting.remedy ?? group.remedy ?? group.id.kind.remedy
        group.take(sighting.sample)
        groups.insert(group, at: 0)
    }

    /// The oldest that needs nobody goes first, then the oldest.
    private mutating func makeRoom() {
        guard groups.count >= Self.groupLimit else { return }
        let idle = groups.lastIndex { !$0.isStanding }
        groups.remove(at: idle ?? groups.count - 1)
    }

    // MARK: What no longer stands

    private mutating func endStall() {
        isStalled = false
        for at in groups.indices { groups[at].isLasting = false }
    }

    private mutating func resolve(_ kind: ErrorGroup.Kind, of table: String) {
        for at in groups.indices where groups[at].id.kind == kind && groups[at].id.table == table {
            groups[at].isResolved = true
        }
    }

    /// Rows leave quarantine by a retry or a reset: its groups follow what the snapshot still counts.
    private mutating func count(_ count: Int, of entity: EntityID, _ snapshot: RunSnapshot) {
        guard count != quarantined[entity] ?? 0 else { return }
        let before = quarantined.updateValue(count, forKey: entity) ?? 0
        if count == 0 { quarantined[entity] = nil }
        guard count < before else { return }
        if !quarantined.keys.contains(where: { $0.table == entity.table }) {
            resolve(.quarantine, of: entity.table)
            return
        }
        guard let table = snapshot.tables.first(where: { $0.name == entity.table }),
            table.causes.count < RunSnapshot.TableSnapshot.causeLimit
        else { return }
        for at in groups.indices
        where groups[at].id.kind == .quarantine && groups[at].id.table == entity.table {
            let cause = table.causes.first { $0.cause.sanitised(limit: 300) == groups[at].id.cause }
            groups[at].isResolved = cause == nil
            if let cause { groups[at].count = min(groups[at].count, cause.count) }
        }
    }
}
