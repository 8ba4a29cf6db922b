import DynamoItem
package import RunModel
package import SQLiteSource

/// Looks for rows of one table that would overwrite each other: the same key from two rows.
///
/// The keys are made by the encoder itself, so they are the ones that would be written, and are sorted in a
/// temporary database. It reads each row of the entities once; ask `KeyCollisionProof` first whether it must.
package struct KeyCollisionCheck {
    private let table: TableMapping
    private let unproven: [Int]
    private let entities: [CompiledEntity]

    /// Rows of a page: enough that its transaction costs nothing.
    private static let pageRows = 5_000

    /// Compiles the keys of the entities that the proof leaves open.
    package init(
        _ table: TableMapping, unproven: [Int], schema: SourceSchema
    ) throws(SluiceError) {
        self.table = table
        self.unproven = unproven
        var entities: [CompiledEntity] = []
        for at in unproven {
            entities.append(
                try CompiledEntity(table.entities[at], table: table, schema: schema, onlyKeys: true)
            )
        }
        self.entities = entities
    }

    /// Rows that yield one key.
    package struct Collision: Sendable, Equatable {
        /// The item's key, `PK=ARTIST#1 SK=PROFILE`.
        package var key: String
        package var rows: [(entity: EntityID, key: RowKey)]

        package static func == (a: Collision, b: Collision) -> Bool {
            a.key == b.key && a.rows.elementsEqual(b.rows) { $0 == $1 }
        }
    }

    /// Up to `limit` keys that more than one row yields.
    ///
    /// Rows that yield no key are passed over: they are
    /// quarantined when they are copied.
    /// - `progress`: called after each page with the rows read since the last; false ends it with
    ///   `.cancelled`.
    package func run(
        _ reader: SourceReader, limit: Int = 10, progress: (Int) -> Bool = { _ in true }
    ) throws(SluiceError) -> [Collision] {
        let finder = try ReaderDuplicates()
        let writer = ByteWriter(capacity: 8_192)
        for (at, entity) in entities.enumerated() {
            let encoder = entity.makeEncoder()
            var after: RowKey?
            while true {
                var count = 0
                let end = try reader.page(entity.query, after: after, maxRows: Self.pageRows) {
                    (row) throws(SluiceError) -> Bool in
                    count += 1
                    writer.reset()
                    if case .item = try encoder.encode(&row, into: writer) {
                        try add(writer, to: finder, source: at, row: row.key)
                    }
                    return true
                }
                guard progress(count) else {
                    throw SluiceError(
                        .cancelled, "looking for colliding keys was stopped", place: table.name,
                        hint: "resume")
                }
                guard case .more(let key) = end else { break }
                after = key
            }
        }
        return try finder.groups(limit: limit).map { group in
            Collision(
                key: shown(group.key),
                rows: group.rows.map { (entities[$0.source].id, $0.key) })
        }
    }

    /// The error that refuses the table; nil where there are no collisions.
    package static func refusal(_ collisions: [Collision], table: String) -> SluiceError? {
        guard !collisions.isEmpty else { return nil }
        let shown = collisions.prefix(5).map { collision in
            let rows = collision.rows.map { "\($0.entity.entity) \($0.key)" }.joined(
                separator: ", ")
            return "\(collision.key) from \(rows)"
        }
        return SluiceError(
            .tableRefused,
            "two rows would overwrite each other; the same key comes from more than one row: "
                + shown.joined(separator: "; ") + (collisions.count > 5 ? " and more" : ""),
            place: table, hint: "put a column that tells the rows apart into the key's template")
    }

    private func add(
        _ writer: ByteWriter, to finder: ReaderDuplicates, source: Int, row: RowKey
    ) throws(SluiceError) {
        // Numbers have several spellings: they are compared by value.
        guard table.definition.key.attributes.contains(where: { $0.type == .number }) else {
            return try finder.add(writer.bytes, source: source, row: row)
        }
        let key = KeyCollisionNumbers.normalised(writer.array)
        let failure = key.withUnsafeBytes { key -> SluiceError? in
            do throws(SluiceError) {
                try finder.add(key, source: source, row: row)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }

    private func shown(_ key: [UInt8]) -> String {
        guard let item = KeyCollisionNumbers.item(key) else { return "?" }
        return item.attributes.map { "\($0.name)=\($0.value.displayText)" }.joined(separator: " ")
            .sanitised(limit: 500)
    }
}
