import CheckpointStore
import DynamoDB
import DynamoItem
import RunModel

/// One table in the target: is it there, does it fit, make it, drop it.
///
/// The intention to create it is stored before the service is asked, so that a table made by a process that
/// died in between is known as ours.
struct TargetTable: Sendable {
    let planned: PlannedTable
    let parts: EngineParts
    let isIntoExisting: Bool

    private var name: String { planned.wireName }

    /// What the service has, or nil.
    func describe() async throws(SluiceError) -> TableDescription? {
        do throws(DynamoDBError) {
            return try await parts.client.describeTable(name)
        } catch {
            if error.kind == .tableNotFound { return nil }
            throw error.sluiceError(table: planned.name)
        }
    }

    /// Refuses a table that cannot take the run's items; returns what the service has, or nil.
    ///
    /// Changes nothing.
    /// - `hasProgress`: the run has written to it before.
    @discardableResult
    func check(hasProgress: Bool) async throws(SluiceError) -> TableDescription? {
        guard let found = try await describe() else {
            guard !hasProgress else { throw isGone }
            return nil
        }
        try checkKeys(found)
        if hasProgress, try isReplaced(found) { throw isAnother }
        if !hasProgress, try !isOurs(found), !isIntoExisting, try await holdsItems() {
            throw SluiceError(
                .tableRefused, "the table exists and holds items that this run did not write",
                place: "table \(planned.name) (\(name) in the target)",
                hint:
                    "choose another name or target.tablePrefix, empty it, or write into it with --into-existing"
            )
        }
        return found
    }

    /// True where the run has written to it before.
    func hasProgress() throws(SluiceError) -> Bool {
        try parts.store.segments(of: parts.runID, table: planned.name)
            .contains { $0.counts.acknowledged > 0 }
    }

    /// True where it is there and a run of this configuration made it.
    func isOwn() async throws(SluiceError) -> Bool {
        guard let found = try await describe() else { return false }
        return try isOurs(found)
    }

    /// Creates the table where it is missing, and waits until it and its indexes are ACTIVE.
    func makeReady(_ control: TableControl) async throws(SluiceError) -> Bool {
        let found = try await describe()
        if let found { try checkKeys(found) } else { try await create() }
        try await waitUntilActive()
        // A process that died while it made the table ready is followed by one that does the rest.
        if found != nil, try !isHalfMade() { return false }
        let created = try await describe()
        if let attribute = planned.definition.timeToLive {
            try await operate { () async throws(DynamoDBError) in
                try await parts.client.updateTimeToLive(name, attribute: attribute)
            }
        }
        if let days = planned.definition.recoveryDays {
            try await operate { () async throws(DynamoDBError) in
                try await parts.client.updateContinuousBackups(name, recoveryDays: days)
            }
        }
        try parts.store.recordCreated(
            planned.name, identity: created?.id, run: parts.runID, at: parts.time.wall())
        return true
    }

    private func create() async throws(SluiceError) {
        try parts.store.recordIntention(
            toCreate: planned.name, run: parts.runID, at: parts.time.wall())
        do throws(DynamoDBError) {
            _ = try await parts.client.createTable(planned.definition)
        } catch {
            // Without an answer it may be there, and ours; refused, whatever comes to stand there is not.
            if error.isRefusal {
                try parts.store.withdrawIntention(toCreate: planned.name, run: parts.runID)
            }
            throw error.sluiceError(table: planned.name)
        }
    }

    /// True where a run of this state file set out to make the table and has not recorded its end.
    private func isHalfMade() throws(SluiceError) -> Bool {
        let claims = try claims()
        return !claims.isEmpty && !claims.contains(where: \.wasCreated)
    }

    /// Drops the table and forgets that it was ours; only a table that this state file's runs created.
    func drop() async throws(SluiceError) {
        guard let found = try await describe() else {
            try parts.store.forgetClaim(to: name, in: parts.target)
            return
        }
        guard try isOurs(found) else {
            // Not ours to drop; written into where it is empty or the operator said so.
            if isIntoExisting { return }
            guard try await holdsItems() else { return }
            throw SluiceError(
                .tableRefused,
                "the table was not created by a run of this state file and is not dropped",
                place: "table \(planned.name) (\(name) in the target)",
                hint: "empty or delete it yourself, or write into it with --into-existing")
        }
        try await operate { () async throws(DynamoDBError) in
            try await parts.client.deleteTable(name)
            try await parts.client.waitUntilDeleted(name)
        }
        try parts.store.forgetClaim(to: name, in: parts.target)
    }

    /// Refuses a table that `drop` would refuse.
    ///
    /// Changes nothing.
    func checkDroppable() async throws(SluiceError) {
        guard let found = try await describe(), try !isOurs(found) else { return }
        try checkKeys(found)
        guard !isIntoExisting, try await holdsItems() else { return }
        throw SluiceError(
            .tableRefused, "the table holds items and was not created by a run of this state file",
            place: "table \(planned.name) (\(name) in the target)",
            hint: "empty or delete it yourself, or write into it with --into-existing")
    }

    private func waitUntilActive() async throws(SluiceError) {
        try await operate { () async throws(DynamoDBError) in
            _ = try await parts.client.waitUntilActive(name)
        }
    }

    /// True where a run of this configuration made it; what another configuration's run made is as foreign
    /// as anybody's, though the state file be the same.
    private func isOurs(_ found: TableDescription) throws(SluiceError) -> Bool {
        try claims().contains { claim in
            claim.identity == nil || found.id == nil || claim.identity == found.id
        }
    }

    /// True where the service's id says that this is not the table the run made.
    private func isReplaced(_ found: TableDescription) throws(SluiceError) -> Bool {
        guard let id = found.id else { return false }
        let identities = try claims().filter { $0.run == parts.runID }.compactMap(\.identity)
        return !identities.isEmpty && !identities.contains(id)
    }

    private func claims() throws(SluiceError) -> [TableClaim] {
        let runs = try parts.store.runs()
        let owner = runs.first { $0.id == parts.runID }?.configPath
        let own = Set(runs.filter { $0.configPath == owner }.map(\.id))
        return try parts.store.claims(in: parts.target).filter {
            $0.wireName == name && own.contains($0.run)
        }
    }

    private func holdsItems() async throws(SluiceError) -> Bool {
        do throws(DynamoDBError) {
            let page = try await parts.client.scan(
                name, limit: 1)
            return !page.items.isEmpty
        } catch {
            throw error.sluiceError(table: planned.name)
        }
    }

    private func checkKeys(_ found: TableDescription) throws(SluiceError) {
        let wanted = planned.definition
        var problems: [String] = []
        if found.key != wanted.key {
            problems.append("its key is \(found.key.text), the mapping's is \(wanted.key.text)")
        }
        for index in wanted.indexes {
            guard let other = found.indexes.first(where: { $0.name == index.name }) else {
                problems.append("it has no index \(index.name)")
                continue
            }
            if other.key != index.key {
                problems.append(
                    "index \(index.name) has the key \(other.key?.text ?? "of more attributes"), the mapping's is \(index.key.text)"
                )
            }
        }
        guard !problems.isEmpty else { return }
        throw SluiceError(
            .tableRefused, "the table exists and does not fit: " + problems.joined(separator: "; "),
            place: "table \(planned.name) (\(name) in the target)",
            hint:
                "choose another name or target.tablePrefix, or change the mapping's keys and indexes to the table's"
        )
    }

    private var isAnother: SluiceError {
        SluiceError(
            .mappingChanged,
            "the table is not the one the run has written to: it was made anew since",
            place: "table \(planned.name) (\(name) in the target)",
            hint:
                "what the run wrote is gone with the old table: `sluice reset --tables \(planned.name)` begins it anew"
        )
    }

    private var isGone: SluiceError {
        SluiceError(
            .tableRefused, "the run has written to this table, but it is not there any more",
            place: "table \(planned.name) (\(name) in the target)",
            hint:
                "was it deleted, or is this another endpoint or region? `sluice reset --tables \(planned.name)` begins it anew"
        )
    }

    private func operate(
        _ body: () async throws(DynamoDBError) -> Void
    ) async throws(SluiceError) {
        do throws(DynamoDBError) {
            try await body()
        } catch {
            throw error.sluiceError(table: planned.name)
        }
    }
}

extension DynamoDBError {
    /// True where the service answered, and did nothing.
    fileprivate var isRefusal: Bool {
        guard let httpStatus else { return false }
        return (400..<500).contains(httpStatus) && retryClass != .throttling
    }
}

extension KeySchema {
    /// `PK (S), SK (S)`.
    var text: String {
        attributes.map { "\($0.name) (\($0.type.rawValue))" }.joined(separator: ", ")
    }
}
