import DynamoDB
import DynamoItem
import GRDBSQLite
import Mapping
import RunModel
import SQLiteSource

/// A stage of a row's way, with all those before it.
enum Stage: String {
    /// SQLite alone: one statement over the root, its values looked at.
    case sqlite
    /// Pages of rows by key, as the engine reads them.
    case scan
    /// Items written into request bodies of 25.
    case encode
    /// Each body hashed and its headers signed.
    case sign

    /// Rows of a page, as the engine's reader takes them.
    private static let pageRows = 250

    func run(_ plan: Plan, limit: Int) throws(SluiceError) -> Work {
        var work = Work()
        for entity in plan.entities where work.rows < limit {
            switch self {
            case .sqlite: try Self.step(plan, entity.root, limit: limit, &work)
            case .scan: try Self.scan(plan, entity.compiled, limit: limit, &work)
            case .encode, .sign:
                var bodies = Bodies(
                    entity.compiled, table: entity.table, signer: self == .sign ? Signer() : nil)
                try Self.pages(plan, entity.compiled, limit: limit, &work) {
                    (row: inout PageRow, _: inout Work) throws(SluiceError) in try bodies.add(&row)
                }
                bodies.close()
                work.bytes += bodies.bytes
                work.requests += bodies.requests
                work.checksum &+= bodies.checksum
            }
        }
        return work
    }

    private static func step(
        _ plan: Plan, _ root: Root, limit: Int, _ work: inout Work
    ) throws(SluiceError) {
        guard case .table(let name) = root.kind else { return }
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let quoted = name.replacing("\"", with: "\"\"")
        // As the reader's connection: no lock for every value.
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        guard
            sqlite3_open_v2(plan.source.path, &database, flags, nil) == SQLITE_OK,
            sqlite3_prepare_v2(database, "SELECT * FROM \"\(quoted)\"", -1, &statement, nil)
                == SQLITE_OK, let statement
        else { throw SluiceError(.sourceUnavailable, "cannot be read", place: plan.source.path) }
        let row = SourceRow(statement: statement)
        let columns = sqlite3_column_count(statement)
        while work.rows < limit, sqlite3_step(statement) == SQLITE_ROW {
            for column in 0..<columns { work.bytes += row.touch(column) }
            work.rows += 1
        }
    }

    private static func scan(
        _ plan: Plan, _ entity: CompiledEntity, limit: Int, _ work: inout Work
    ) throws(SluiceError) {
        let columns = Int32(entity.query.columns.count)
        let children = entity.query.children
        try pages(plan, entity, limit: limit, &work) {
            (row: inout PageRow, work: inout Work) throws(SluiceError) in
            for column in 0..<columns { work.bytes += row.root.touch(column) }
            for at in children.indices where children[at].parent == nil {
                while try row.nextChild(at) {
                    for column in 0..<Int32(children[at].columns.count) {
                        work.bytes += row.child(at).touch(column)
                    }
                }
            }
        }
    }

    private static func pages(
        _ plan: Plan, _ entity: CompiledEntity, limit: Int, _ work: inout Work,
        _ body: (inout PageRow, inout Work) throws(SluiceError) -> Void
    ) throws(SluiceError) {
        let reader = try plan.source.makeReader()
        var after: RowKey?
        while work.rows < limit {
            let maxRows = min(pageRows, limit - work.rows)
            let end = try reader.page(entity.query, after: after, maxRows: maxRows) {
                (row: inout PageRow) throws(SluiceError) -> Bool in
                try body(&row, &work)
                work.rows += 1
                return true
            }
            guard case .more(let last) = end else { return }
            after = last
        }
    }
}

extension SourceRow {
    /// Looks at a value as an encoder must; its bytes.
    fileprivate func touch(_ column: Int32) -> Int {
        switch storage(at: column) {
        case .integer: integer(at: column) == .min ? 9 : 8
        case .real: real(at: column).isNaN ? 9 : 8
        case .text: text(at: column)?.count ?? 0
        case .blob: blob(at: column).count
        case .null: 0
        }
    }
}
