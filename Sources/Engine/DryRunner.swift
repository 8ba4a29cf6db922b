import Mapping
package import RunModel
package import SQLiteSource

/// Converts every row as a migration would, and writes nothing anywhere.
package actor DryRunner {
    /// What a table would become.
    package struct TableReport: Sendable {
        package var table: String
        package var wireName: String
        package var entities: [EntityReport]
        /// What would refuse the table; nil where nothing does.
        package var refusal: SluiceError?
    }

    package struct EntityReport: Sendable {
        package var name: String
        package var root: String
        package var counts = EntityCounts()
        /// Bytes of the largest item, and the row it comes from.
        package var largest = 0
        package var largestRow: RowKey?
        /// Rows by why they would be quarantined; the first of each.
        package var causes: [String: (count: Int, sample: QuarantinedRow)] = [:]
    }

    private let executor = ThreadExecutor(label: "sluice.dryrun")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private let database: SourceDatabase
    private let schema: SourceSchema

    package init(database: SourceDatabase, schema: SourceSchema) {
        self.database = database
        self.schema = schema
    }

    /// - `progress`: gets the rows converted so far, now and then.
    package func run(
        _ table: PlannedTable, progress: @Sendable (EntityID, Int) -> Void
    ) async throws(SluiceError) -> TableReport {
        var report = TableReport(
            table: table.name, wireName: table.wireName, entities: [], refusal: nil)
        do throws(SluiceError) {
            try await SourceChecks(table: table, database: database, schema: schema).run(
                TableControl())
        } catch {
            guard error.code == .tableRefused else { throw error }
            report.refusal = error
        }
        let reader = TableReader(database: database, table: table)
        for entity in table.entities {
            var found = EntityReport(name: entity.mapping.name, root: entity.mapping.root.name)
            let segment = SegmentID(entity: entity.id, number: 0)
            var isEnd = false
            while !isEnd {
                let page = try await reader.page(
                    of: segment, entity: entity, range: KeyRange(), start: nil)
                isEnd = page.isEnd
                for batch in page.batches { found.add(batch) }
                progress(entity.id, found.counts.read)
            }
            report.entities.append(found)
        }
        await reader.close()
        return report
    }
}

extension DryRunner.EntityReport {
    fileprivate mutating func add(_ batch: Batch) {
        counts.read += batch.read
        counts.excluded += batch.excluded
        counts.quarantined += batch.quarantined.count
        counts.acknowledged += batch.items.count
        counts.writeUnits += batch.writeUnits
        for item in batch.items {
            counts.bytes += item.size
            if item.size > largest {
                largest = item.size
                largestRow = item.key
            }
        }
        for row in batch.quarantined {
            let cause = row.row.cause
            causes[cause] = (1 + (causes[cause]?.count ?? 0), causes[cause]?.sample ?? row.row)
        }
    }
}
