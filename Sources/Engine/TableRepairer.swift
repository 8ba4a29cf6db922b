import DynamoDB
import DynamoItem
import RunModel
import SQLiteSource

/// Makes a table's target what the source yields: writes missing and changed items again, removes unexpected
/// ones.
///
/// It compares as `TableValidator` does and mends as it goes, some parts of the keys at a time, so that memory
/// is bounded by `TableValidator.memoryItems` however much differs. The counts of the copy stay: what is written
/// here was acknowledged before.
struct TableRepairer: Sendable {
    let validator: TableValidator
    let delivery: BatchDelivery
    let parts: EngineParts
    /// False where the table was there before the run: what else it holds is somebody's.
    let mayRemove: Bool

    private var planned: PlannedTable { validator.planned }
    private var control: TableControl { validator.control }

    /// What has been done so far.
    private struct Work {
        var written = 0
        var removed = 0
        var kept = 0
    }

    /// Repairs; false where it was wound up before its end.
    func run() async throws(SluiceError) -> Bool {
        try await validator.lookAtTarget()
        var work = Work()
        let isWhole: Bool
        do throws(SluiceError) {
            isWhole = try await repair(&work)
        } catch {
            tell(work)
            throw error
        }
        tell(work)
        return isWhole
    }

    private func tell(_ work: Work) {
        parts.outlet.publish(
            .repaired(table: planned.name, written: work.written, removed: work.removed))
        guard work.kept > 0 else { return }
        parts.outlet.notice(
            .warning,
            "\(work.kept == 1 ? "1 item that the source does not have was" : "\(work.kept.grouped) items that the source does not have were") left: the table was not made by this run",
            table: planned.name)
    }

    private func repair(_ work: inout Work) async throws(SluiceError) -> Bool {
        let quarantined = try validator.quarantined()
        var handled: Set<Int> = []
        while true {
            guard let (expected, differing) = try await validator.sums(except: quarantined) else {
                return false
            }
            // What still differs after it was handled is not for a repair.
            let left = differing.filter { !handled.contains($0) }
            guard !left.isEmpty else { return true }
            let chosen = validator.chosen(left, of: expected)
            handled.formUnion(chosen)
            guard try await repair(chosen, except: quarantined, &work) else { return false }
            if chosen.count == left.count { return true }
        }
    }

    /// One round over both sides, for some parts of the keys; false where it was wound up.
    private func repair(
        _ chosen: Set<Int>, except quarantined: [EntityID: Set<RowKey>], _ work: inout Work
    ) async throws(SluiceError) -> Bool {
        guard var remembered = try await validator.remember(chosen, except: quarantined) else {
            return false
        }
        let schema = planned.definition.key
        var progress = work
        // What the target has as it should be is taken out; the rest is missing or changed.
        let wasScanned = try await validator.eachFoundPage { page throws(SluiceError) in
            var unexpected: [Item] = []
            for (item, keyBytes) in page where chosen.contains(ItemSums.part(of: keyBytes)) {
                guard let expected = remembered[keyBytes] else {
                    if let key = item.key(schema) { unexpected.append(key) }
                    continue
                }
                if ItemDigest(item) == expected.digest { remembered[keyBytes] = nil }
            }
            if mayRemove {
                try await remove(unexpected)
                progress.removed += unexpected.count
            } else {
                progress.kept += unexpected.count
            }
        }
        work = progress
        guard wasScanned else { return false }
        return try await write(Array(remembered.values), &work)
    }

    private func remove(_ keys: [Item]) async throws(SluiceError) {
        guard !keys.isEmpty else { return }
        _ = await delivery.limiter.spend(keys.count, control) { !control.isWindingUp }
        do throws(DynamoDBError) {
            try await parts.client.deleteItems(planned.wireName, keys: keys)
        } catch {
            throw error.sluiceError(table: planned.name)
        }
    }

    /// Writes rows again, as the copy does; false where it was wound up.
    private func write(
        _ items: [TableValidator.Remembered], _ work: inout Work
    ) async throws(SluiceError) -> Bool {
        let reader = TableReader(database: validator.database, table: planned)
        for entity in planned.entities {
            let rows = items.filter { $0.entity == entity.id }.map(\.row)
            let segment = SegmentID(entity: entity.id, number: 0)
            for start in stride(from: 0, to: rows.count, by: DynamoLimits.batchWriteItems) {
                let some = Array(
                    rows[start..<min(start + DynamoLimits.batchWriteItems, rows.count)])
                for batch in try await reader.rows(some, segment: segment, entity: entity) {
                    guard try await send(batch, &work) else { return false }
                }
            }
        }
        await reader.close()
        return true
    }

    private func send(_ batch: Batch, _ work: inout Work) async throws(SluiceError) -> Bool {
        if control.isWindingUp { return false }
        await parts.gate.enter()
        let outcome = await delivery.deliver(batch)
        parts.gate.leave()
        switch outcome {
        case .settled(let counts, let refused):
            work.written += counts.acknowledged
            for row in refused {
                parts.outlet.notice(
                    .warning, "row \(row.row.key) cannot be repaired: \(row.row.cause)",
                    table: planned.name)
            }
            return true
        case .givenUp: return false
        case .failed(let error): throw error
        }
    }
}
