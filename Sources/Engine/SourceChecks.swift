import Mapping
import RunModel
import SQLiteSource

/// What the mapping relies on and the schema does not prove, looked up in the source before the first
/// write: keys that identify, lookups that find one row, no two rows with one item key. On a thread of its
/// own, since it may read the whole source.
actor SourceChecks {
    private let executor = ThreadExecutor(label: "sluice.checks")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let table: PlannedTable
    private let database: SourceDatabase
    private let schema: SourceSchema

    init(table: PlannedTable, database: SourceDatabase, schema: SourceSchema) {
        self.table = table
        self.database = database
        self.schema = schema
    }

    /// Throws `.tableRefused` for what does not hold.
    ///
    /// Returns early when the control winds up.
    func run(_ control: TableControl) throws(SluiceError) {
        let reader = try database.makeReader()
        for entity in table.entities {
            for check in entity.compiled.checks {
                if control.isWindingUp { return }
                try reader.check(check)
            }
        }
        let proof = KeyCollisionProof(of: table.mapping, schema: schema)
        if proof.isComplete { return }
        let check = try KeyCollisionCheck(table.mapping, unproven: proof.unproven, schema: schema)
        let collisions: [KeyCollisionCheck.Collision]
        do throws(SluiceError) {
            collisions = try check.run(reader) { _ in !control.isWindingUp }
        } catch {
            if error.code == .cancelled { return }
            throw error
        }
        if let refusal = KeyCollisionCheck.refusal(collisions, table: table.name) { throw refusal }
    }
}

/// Counts an entity's rows on a thread of its own.
actor RowCounter {
    private let executor = ThreadExecutor(label: "sluice.counter")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let database: SourceDatabase
    private var source: SourceReader?

    init(database: SourceDatabase) { self.database = database }

    /// True for a table that is counted in short reads, so that it can be read, and written, meanwhile.
    ///
    /// What a view or query costs, in one statement that keeps writers waiting, is its author's choice.
    func isCountedInPieces(_ entity: PlannedEntity) throws(SluiceError) -> Bool {
        guard case .table = entity.mapping.root.kind else { return false }
        return try openReader().isSeekable(entity.compiled.query)
    }

    private func count(_ entity: PlannedEntity) throws(SluiceError) -> Int {
        let reader = try openReader()
        if case .table = entity.mapping.root.kind {
            return try reader.countRows(entity.compiled.query, in: KeyRange())
        }
        return try reader.countRows(entity.compiled.query)
    }

    /// All rows; or, where some of these segments have been read, the rows that will have been at their end: where
    /// a source changed on the way, not what it holds.
    func count(_ entity: PlannedEntity, ledgers: [SegmentLedger]) throws(SluiceError) -> Int {
        guard ledgers.contains(where: { $0.watermark != nil }) else { return try count(entity) }
        let reader = try openReader()
        var rows = 0
        for ledger in ledgers {
            rows += ledger.settled.read
            guard !ledger.isDone else { continue }
            rows += try reader.countRows(
                entity.compiled.query,
                in: KeyRange(after: ledger.resumePoint, through: ledger.range.through))
        }
        return rows
    }

    func segments(_ entity: PlannedEntity, desired: Int) throws(SluiceError) -> [KeyRange] {
        try openReader().segments(of: entity.compiled.query, desired: desired)
    }

    private func openReader() throws(SluiceError) -> SourceReader {
        if let source { return source }
        let reader = try database.makeReader()
        source = reader
        return reader
    }
}
