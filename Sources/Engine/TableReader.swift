import DynamoItem
import Mapping
import RunModel
import SQLiteSource

/// Reads pages of a table's segments and encodes them, on a thread of its own.
///
/// A page is one read transaction; between pages no statement is open, so an application's writers are
/// never locked out for longer than a page takes.
actor TableReader {
    /// Rows of a page: long enough that seeking costs nothing beside it, short enough that writers and a
    /// pause need not wait: some 2 ms.
    private static let pageRows = 250
    /// Bytes of a page after which it ends early: 250 items of 400 KB would be 100 MB.
    private static let pageBytes = 1 << 20
    /// The same for a view or query that SQLite has to sort for each page, and for a source that changes all
    /// the while and lacks an index, which is made for each page: few large pages.
    private static let sortedPageRows = 20_000
    private static let sortedPageBytes = 16 << 20

    private let executor = ThreadExecutor(label: "sluice.reader")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let database: SourceDatabase
    private let table: PlannedTable
    private let bodies: BodyPool
    private var source: SourceReader?
    private var encoders: [EntityID: ItemEncoder] = [:]
    private var positions: [SegmentID: RowKey] = [:]
    private var seekable: [EntityID: Bool] = [:]

    init(database: SourceDatabase, table: PlannedTable, bodies: BodyPool = BodyPool()) {
        self.database = database
        self.table = table
        self.bodies = bodies
    }

    struct Page: Sendable {
        var batches: [Batch]
        var isEnd: Bool
    }

    /// Reads the next page of a segment; the first begins after `start`.
    func page(of segment: SegmentID, entity: PlannedEntity, range: KeyRange, start: RowKey?)
        throws(SluiceError) -> Page
    {
        do throws(SluiceError) {
            return try readPage(of: segment, entity: entity, range: range, start: start)
        } catch {
            // Which entity, and after which row: SQLite's own words name neither.
            let after = (positions[segment] ?? start).map { " after row \($0)" } ?? ""
            var located = error
            located.place = "\(entity.id)\(after)" + (error.place.map { ": " + $0 } ?? "")
            throw located
        }
    }

    private func readPage(
        of segment: SegmentID, entity: PlannedEntity, range: KeyRange, start: RowKey?
    ) throws(SluiceError) -> Page {
        let reader = try openReader()
        let encoder = encoder(of: entity)
        let isSeekable = try isSeekable(entity, reader)
        let bytes = isSeekable ? Self.pageBytes : Self.sortedPageBytes
        let remade = reader.indexesRemade
        var assembler = BatchAssembler(segment: segment, table: table.wireName, bodies: bodies)
        let end = try reader.page(
            entity.compiled.query, after: positions[segment] ?? start, through: range.through,
            maxRows: isSeekable ? Self.pageRows : Self.sortedPageRows
        ) { (row: inout PageRow) throws(SluiceError) -> Bool in
            try assembler.add(&row, encoder: encoder)
            return assembler.bytes < bytes
        }
        assembler.close()
        if let lastKey = assembler.lastKey { positions[segment] = lastKey }
        if reader.indexesRemade > remade { seekable[entity.id] = false }
        return Page(batches: assembler.batches, isEnd: end == .end)
    }

    /// One row by its key, as a batch of its own; nil where the source no longer has it.
    func row(_ key: RowKey, segment: SegmentID, entity: PlannedEntity) throws(SluiceError) -> Batch?
    {
        try rows([key], segment: segment, entity: entity).first
    }

    /// Rows by their keys, in batches; those the source no longer has are left out.
    func rows(_ keys: [RowKey], segment: SegmentID, entity: PlannedEntity) throws(SluiceError)
        -> [Batch]
    {
        let reader = try openReader()
        let encoder = encoder(of: entity)
        var assembler = BatchAssembler(segment: segment, table: table.wireName, bodies: bodies)
        for key in keys {
            _ = try reader.row(entity.compiled.query, key: key) {
                (row: inout PageRow) throws(SluiceError) in
                try assembler.add(&row, encoder: encoder)
            }
        }
        assembler.close()
        return assembler.batches
    }

    /// Closes the connection: nothing of ours stays on the source.
    func close() { source = nil }

    private func openReader() throws(SluiceError) -> SourceReader {
        if let source { return source }
        let reader = try database.makeReader()
        source = reader
        return reader
    }

    private func isSeekable(_ entity: PlannedEntity, _ reader: SourceReader) throws(SluiceError)
        -> Bool
    {
        if let known = seekable[entity.id] { return known }
        let found = try reader.isSeekable(entity.compiled.query)
        seekable[entity.id] = found
        return found
    }

    private func encoder(of entity: PlannedEntity) -> ItemEncoder {
        if let encoder = encoders[entity.id] { return encoder }
        let encoder = entity.compiled.makeEncoder()
        encoders[entity.id] = encoder
        return encoder
    }
}
