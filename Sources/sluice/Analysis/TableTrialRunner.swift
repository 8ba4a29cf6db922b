import DynamoItem
import JSONText
import Mapping
import RunModel
import SQLiteSource

/// Converts the rows of a target table, in pages, counts what becomes of them, and writes nothing.
struct TableTrialRunner {
    let source: SourceDatabase
    let schema: SourceSchema

    /// Rows read in one transaction: a few milliseconds of a writer's time.
    private static let pageRows = 2_000

    /// Tries the entities that are looked at; `progress` gets each one's rows so far, after each page.
    ///
    /// What would refuse the table stands in the trial; thrown is what keeps the source from being read.
    func run(
        _ table: TableMapping, isLookedAt: (EntityMapping) -> Bool,
        progress: (EntityID, Int) -> Void
    ) throws(SluiceError) -> TableTrial {
        var trial = TableTrial(table)
        do throws(SluiceError) {
            let reader = try source.makeReader()
            for entity in table.entities where isLookedAt(entity) {
                let compiled = try CompiledEntity(entity, table: table, schema: schema)
                for check in compiled.checks { try reader.check(check) }
                try convert(compiled, entity, reader, into: &trial, progress)
            }
            try findCollisions(table, reader, &trial, progress)
        } catch {
            // What refuses one table leaves the others to be looked at; a source that fails does not.
            guard error.code == .tableRefused || error.code == .configuration else { throw error }
            trial.refusal = error
        }
        return trial
    }

    private func convert(
        _ compiled: CompiledEntity, _ entity: EntityMapping, _ reader: SourceReader,
        into trial: inout TableTrial, _ progress: (EntityID, Int) -> Void
    ) throws(SluiceError) {
        let at = trial.entities.count
        trial.entities.append(
            .init(
                name: entity.name, root: entity.root.name,
                indexed: trial.indexSpreads.map { _ in 0 }))
        let keys = KeyNames(trial.definition)
        let encoder = compiled.makeEncoder()
        let writer = ByteWriter(capacity: 65_536)
        var after: RowKey?
        while true {
            let end = try reader.page(compiled.query, after: after, maxRows: Self.pageRows) {
                (row) throws(SluiceError) -> Bool in
                writer.reset()
                trial.entities[at].counts.read += 1
                switch try encoder.encode(&row, into: writer) {
                case .item(let bytes):
                    trial.entities[at].add(
                        bytes: bytes, writeUnits: encoder.writeUnits, row: row.key)
                    keys.count(writer.bytes, entity: at, in: &trial)
                case .excluded: trial.entities[at].counts.excluded += 1
                case .quarantine(let cause, let message):
                    trial.entities[at].quarantine(cause, message, row.key)
                }
                return true
            }
            progress(compiled.id, trial.entities[at].counts.read)
            guard case .more(let key) = end else { return }
            if Task.isCancelled {
                throw SluiceError(
                    .cancelled, "the analysis was interrupted", place: compiled.id.description,
                    hint: "run it again")
            }
            after = key
        }
    }

    /// Looks for two rows of one key where the schema does not rule it out: exact, as before a first write.
    private func findCollisions(
        _ table: TableMapping, _ reader: SourceReader, _ trial: inout TableTrial,
        _ progress: (EntityID, Int) -> Void
    ) throws(SluiceError) {
        let proof = KeyCollisionProof(of: table, schema: schema)
        trial.isKeyProven = proof.isComplete
        guard !proof.isComplete else { return }
        let check = try KeyCollisionCheck(table, unproven: proof.unproven, schema: schema)
        let id = EntityID(table: table.name, entity: "keys")
        var rows = 0
        let collisions = try check.run(reader) { count in
            rows += count
            progress(id, rows)
            return !Task.isCancelled
        }
        if let refusal = KeyCollisionCheck.refusal(collisions, table: table.name) { throw refusal }
    }
}

/// The key attributes of a table and its indexes, by their names as an item writes them.
private struct KeyNames {
    private struct Index {
        /// Places in `names`.
        var partition: Int
        var sort: Int?
    }

    private var names: [[UInt8]] = []
    private var table: Int?
    private var indexes: [Index] = []

    init(_ definition: TableDefinition) {
        if definition.key.sort != nil { table = place(definition.key.partition) }
        for index in definition.indexes {
            let partition = place(index.key.partition)
            indexes.append(Index(partition: partition, sort: index.key.sort.map { place($0) }))
        }
    }

    private mutating func place(_ key: KeyAttribute) -> Int {
        var writer = JSONWriter()
        writer.string(key.name)
        if let at = names.firstIndex(of: writer.bytes) { return at }
        names.append(writer.bytes)
        return names.count - 1
    }

    func count(_ item: UnsafeRawBufferPointer, entity: Int, in trial: inout TableTrial) {
        guard !names.isEmpty else { return }
        var found = [Range<Int>?](repeating: nil, count: names.count)
        var missing = names.count
        ItemMembers(item).visit { name, value in
            let name = UnsafeRawBufferPointer(rebasing: item[name])
            for at in names.indices where found[at] == nil && name.elementsEqual(names[at]) {
                found[at] = value
                missing -= 1
            }
            return missing > 0
        }
        if let table, let value = found[table] { trial.spread?.add(item[value]) }
        for (at, index) in indexes.enumerated() {
            guard let value = found[index.partition] else { continue }
            if let sort = index.sort, found[sort] == nil { continue }
            trial.indexSpreads[at].add(item[value])
            trial.entities[entity].indexed[at] += 1
        }
    }
}
