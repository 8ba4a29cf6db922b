package import DynamoDB
import DynamoItem
import JSONText
import Mapping
package import RunModel
package import SQLiteSource

/// Compares what a table's target holds with what the source yields now, item by item.
///
/// One pass over each side adds up digests by key (`ItemSums`); equal sums are equal tables. Where parts
/// disagree, a second pass over both sides looks at those parts alone and names each difference. Memory is
/// bounded: at most `memoryItems` items of the source are remembered; where more are in doubt, the rest is
/// told as a number and not item by item.
package struct TableValidator: Sendable {
    let planned: PlannedTable
    let database: SourceDatabase
    let client: DynamoDBClient
    /// Row keys in quarantine, by entity: rows that must not be missed.
    let quarantined: @Sendable () throws(SluiceError) -> [EntityID: Set<RowKey>]
    let outlet: EventOutlet
    let control: TableControl

    package init(
        planned: PlannedTable, database: SourceDatabase, client: DynamoDBClient,
        quarantined: @escaping @Sendable () throws(SluiceError) -> [EntityID: Set<RowKey>],
        outlet: EventOutlet, control: TableControl
    ) {
        self.planned = planned
        self.database = database
        self.client = client
        self.quarantined = quarantined
        self.outlet = outlet
        self.control = control
    }

    /// Remembered keys and digests of the second pass: some 200 bytes each, 20 MB.
    static let memoryItems = 100_000
    /// Differences that are named attribute by attribute; all are counted.
    static let namedDifferences = RunSnapshot.TableSnapshot.differenceLimit

    private var key: KeySchema { planned.definition.key }

    /// Validates; nil where it was wound up before its end.
    /// - `sample`: rows of each entity, spread evenly over its keys; nil for all rows and the whole
    ///   target. A sample finds items that are missing or changed, not items that should not be there.
    package func run(sample: Int?) async throws(SluiceError) -> ValidationOutcome? {
        try await lookAtTarget()
        if let sample { return try await runSample(sample) }
        let quarantined = try quarantined()
        guard let (expected, parts) = try await sums(except: quarantined) else { return nil }
        var outcome = ValidationOutcome(
            compared: expected.count, missing: 0, unexpected: 0, changed: 0, isSample: false)
        guard !parts.isEmpty else {
            outlet.notice(
                .info, "digest \(expected.digest)", table: planned.name)
            return outcome
        }
        return try await nameDifferences(
            in: chosen(parts, of: expected), of: parts.count, except: quarantined, into: &outcome)
            ? outcome : nil
    }

    /// The first pass: what the source yields, and the parts in which the target disagrees; nil where it was
    /// wound up.
    func sums(
        except quarantined: [EntityID: Set<RowKey>]
    ) async throws(SluiceError) -> (expected: ItemSums, parts: [Int])? {
        var expected = ItemSums()
        let isWhole = try await eachExpected(except: quarantined) { item, keyBytes, _, _ in
            expected.add(ItemDigest(item), key: keyBytes)
        }
        guard isWhole else { return nil }
        var found = ItemSums()
        let total = expected.count
        let wasScanned = try await eachFoundPage { page throws(SluiceError) in
            for (item, keyBytes) in page {
                found.add(ItemDigest(item), key: keyBytes)
                if found.count % 5_000 == 0 { progress(found.count, of: total, differences: 0) }
            }
        }
        guard wasScanned else { return nil }
        let parts = expected.differingParts(from: found)
        progress(found.count, of: total, differences: parts.count)
        return (expected, parts)
    }

    /// Says at once what makes a comparison vain: a target out of reach, a table with other keys.
    func lookAtTarget() async throws(SluiceError) {
        let found: TableDescription
        do throws(DynamoDBError) {
            found = try await client.describeTable(planned.wireName)
        } catch {
            guard error.kind == .tableNotFound else {
                throw error.sluiceError(table: planned.name)
            }
            // It holds no item: all are missing.
            outlet.notice(
                .warning, "there is no table \(planned.wireName) in the target",
                table: planned.name)
            return
        }
        guard found.key != key else { return }
        throw SluiceError(
            .tableRefused,
            "the table's key is \(found.key.text), the mapping's is \(key.text)",
            place: "table \(planned.name) (\(planned.wireName) in the target)",
            hint: "is this the table that was migrated? check target.tablePrefix and the mapping")
    }

    private func progress(_ compared: Int, of total: Int, differences: Int) {
        outlet.publish(
            .validationProgressed(
                table: planned.name, compared: min(compared, total), differences: differences))
    }

    /// As many of the differing parts as may be remembered.
    func chosen(_ parts: [Int], of expected: ItemSums) -> Set<Int> {
        var room = Self.memoryItems
        var chosen: Set<Int> = []
        for part in parts {
            room -= expected.count(of: part)
            if room < 0, !chosen.isEmpty { break }
            chosen.insert(part)
        }
        return chosen
    }

    /// An item that the source yields, by its row.
    struct Remembered {
        var digest: ItemDigest
        var entity: EntityID
        var row: RowKey
        var wasFound = false
    }

    /// The second pass; false where it was wound up.
    private func nameDifferences(
        in parts: Set<Int>, of all: Int, except quarantined: [EntityID: Set<RowKey>],
        into outcome: inout ValidationOutcome
    ) async throws(SluiceError) -> Bool {
        guard var remembered = try await remember(parts, except: quarantined) else { return false }
        var changed: [(Remembered, Item)] = []
        var counts = outcome
        let wasScanned = try await eachFoundPage { page throws(SluiceError) in
            for (item, keyBytes) in page where parts.contains(ItemSums.part(of: keyBytes)) {
                guard let expected = remembered[keyBytes] else {
                    counts.unexpected += 1
                    if counts.differences <= Self.namedDifferences {
                        name(.unexpected, item, found: item.json)
                    }
                    continue
                }
                remembered[keyBytes]?.wasFound = true
                guard ItemDigest(item) != expected.digest else { continue }
                counts.changed += 1
                if counts.differences <= Self.namedDifferences { changed.append((expected, item)) }
            }
        }
        guard wasScanned else { return false }
        outcome = counts
        for (expected, found) in changed { try await nameChange(expected, found) }
        for (_, expected) in remembered where !expected.wasFound {
            outcome.missing += 1
            guard outcome.differences <= Self.namedDifferences else { continue }
            guard let item = try await item(of: expected) else { continue }
            name(.missing, item, expected: item.json)
        }
        if parts.count < all {
            outlet.notice(
                .warning,
                "differences in \(all - parts.count) more of \(ItemSums.parts) parts of the keys were not looked at one by one",
                table: planned.name)
        }
        return true
    }

    /// What the source yields of some parts, by item key; nil where it was wound up.
    func remember(
        _ parts: Set<Int>, except quarantined: [EntityID: Set<RowKey>]
    ) async throws(SluiceError) -> [[UInt8]: Remembered]? {
        var remembered: [[UInt8]: Remembered] = [:]
        let isWhole = try await eachExpected(except: quarantined) { item, keyBytes, entity, row in
            guard parts.contains(ItemSums.part(of: keyBytes)) else { return }
            remembered[keyBytes] = Remembered(digest: ItemDigest(item), entity: entity, row: row)
        }
        return isWhole ? remembered : nil
    }

    private func nameChange(_ expected: Remembered, _ found: Item) async throws(SluiceError) {
        guard let item = try await item(of: expected) else { return }
        nameChanges(item, found)
    }

    /// Tells each attribute in which an item differs.
    func nameChanges(_ item: Item, _ found: Item) {
        for difference in item.differences(from: found) {
            outlet.publish(
                .differenceFound(
                    ItemDifference(
                        table: planned.name, kind: .changed, key: describe(item),
                        attribute: difference.name.sanitised(limit: 300),
                        expected: difference.value.map { $0.json.sanitised(limit: 1_000) },
                        found: difference.other.map { $0.json.sanitised(limit: 1_000) })))
        }
    }

    func name(
        _ kind: ItemDifference.Kind, _ item: Item, expected: String? = nil, found: String? = nil
    ) {
        outlet.publish(
            .differenceFound(
                ItemDifference(
                    table: planned.name, kind: kind, key: describe(item),
                    expected: expected?.sanitised(limit: 1_000),
                    found: found?.sanitised(limit: 1_000))))
    }

    private func describe(_ item: Item) -> String {
        key.attributes.map { attribute in
            "\(attribute.name)=\(item[attribute.name]?.displayText ?? "–")".sanitised(limit: 400)
        }.joined(separator: " ")
    }

    private func item(of remembered: Remembered) async throws(SluiceError) -> Item? {
        guard let entity = planned.entity(remembered.entity) else { return nil }
        let reader = TableReader(database: database, table: planned)
        let segment = SegmentID(entity: entity.id, number: 0)
        let batch = try await reader.row(remembered.row, segment: segment, entity: entity)
        await reader.close()
        return try batch?.decoded().first?.item
    }

    // MARK: The two sides

    /// Every item the source yields, without those in quarantine; false where it was wound up.
    private func eachExpected(
        except quarantined: [EntityID: Set<RowKey>],
        _ body: (Item, _ key: [UInt8], EntityID, RowKey) -> Void
    ) async throws(SluiceError) -> Bool {
        let reader = TableReader(database: database, table: planned)
        for entity in planned.entities {
            let segment = SegmentID(entity: entity.id, number: 0)
            let skipped = quarantined[entity.id] ?? []
            var isEnd = false
            while !isEnd {
                if control.isWindingUp { return false }
                let page = try await reader.page(
                    of: segment, entity: entity, range: KeyRange(), start: nil)
                isEnd = page.isEnd
                for batch in page.batches {
                    for (member, item) in try batch.decoded() where !skipped.contains(member.key) {
                        if let keyBytes = item.keyBytes(key) {
                            body(item, keyBytes, entity.id, member.key)
                        }
                    }
                }
            }
        }
        await reader.close()
        return true
    }

    /// Every item the target holds with its key, page by page; false where it was wound up.
    func eachFoundPage(
        _ body: ([(Item, key: [UInt8])]) async throws(SluiceError) -> Void
    ) async throws(SluiceError) -> Bool {
        var start: Item?
        repeat {
            if control.isWindingUp { return false }
            var items: [(Item, key: [UInt8])] = []
            do throws(DynamoDBError) {
                let page = try await client.scan(
                    planned.wireName, startAfter: start)
                // An item of the table always has the table's key.
                items = page.items.compactMap { item in item.keyBytes(key).map { (item, $0) } }
                start = page.lastKey
            } catch {
                // A table that is not there holds no item.
                guard error.kind == .tableNotFound else {
                    throw error.sluiceError(table: planned.name)
                }
                return true
            }
            try await body(items)
        } while start != nil
        return true
    }
}

extension Batch {
    /// The batch's items, read back from the bytes that would be sent.
    func decoded() throws(SluiceError) -> [(member: Member, item: Item)] {
        var decoded: [(Member, Item)] = []
        for member in items {
            let slice = UnsafeRawBufferPointer(rebasing: body.bytes[member.bytes])
            guard let node = try? JSONReader.read(slice), let item = try? Item(json: node) else {
                throw SluiceError(
                    .internalFailure, "the encoder wrote bytes that are no item",
                    place: "\(segment.entity) row \(member.key)",
                    hint: "this is a fault of sluice: please report the row's column types")
            }
            decoded.append((member, item))
        }
        return decoded
    }
}
