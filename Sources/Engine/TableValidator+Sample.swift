import DynamoDB
import DynamoItem
import Mapping
import RunModel
import SQLiteSource

extension TableValidator {
    /// Compares some rows of each entity, spread evenly over its keys, with the items of their keys.
    func runSample(_ rows: Int) async throws(SluiceError) -> ValidationOutcome? {
        let quarantined = try quarantined()
        var outcome = ValidationOutcome(
            compared: 0, missing: 0, unexpected: 0, changed: 0, isSample: true)
        let counter = RowCounter(database: database)
        let reader = TableReader(database: database, table: planned)
        for entity in planned.entities {
            // As many places as rows where the table allows it; a few rows after each place.
            let places = try await counter.segments(entity, desired: min(rows, 64))
            let rowsEach = (rows + places.count - 1) / places.count
            for (number, place) in places.enumerated() {
                let segment = SegmentID(entity: entity.id, number: number)
                let skipped = quarantined[entity.id] ?? []
                var wanted = rowsEach
                var isEnd = false
                while wanted > 0, !isEnd {
                    if control.isWindingUp { return nil }
                    let page = try await reader.page(
                        of: segment, entity: entity, range: place, start: place.after)
                    isEnd = page.isEnd
                    var decoded: [(member: Batch.Member, item: Item)] = []
                    for batch in page.batches { decoded += try batch.decoded() }
                    let items = decoded.filter { !skipped.contains($0.member.key) }.prefix(wanted)
                    wanted -= items.count
                    try await compare(items.map(\.item), into: &outcome)
                }
                outlet.publish(
                    .validationProgressed(
                        table: planned.name, compared: outcome.compared,
                        differences: outcome.differences))
            }
        }
        await reader.close()
        return outcome
    }

    private func compare(
        _ expected: [Item], into outcome: inout ValidationOutcome
    ) async throws(SluiceError) {
        let schema = planned.definition.key
        let keys = expected.compactMap { $0.key(schema) }
        var found: [[UInt8]: Item] = [:]
        for start in stride(from: 0, to: keys.count, by: DynamoLimits.batchGetKeys) {
            let some = Array(keys[start..<min(start + DynamoLimits.batchGetKeys, keys.count)])
            do throws(DynamoDBError) {
                for item in try await client.items(planned.wireName, keys: some) {
                    if let bytes = item.keyBytes(schema) { found[bytes] = item }
                }
            } catch {
                // A table that is not there holds no item.
                guard error.kind == .tableNotFound else {
                    throw error.sluiceError(table: planned.name)
                }
                break
            }
        }
        for item in expected {
            outcome.compared += 1
            guard let bytes = item.keyBytes(schema), let other = found[bytes] else {
                outcome.missing += 1
                name(.missing, item, expected: item.json)
                continue
            }
            guard !item.isEquivalent(to: other) else { continue }
            outcome.changed += 1
            nameChanges(item, other)
        }
    }
}
