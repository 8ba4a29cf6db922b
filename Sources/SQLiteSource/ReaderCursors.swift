import GRDBSQLite
package import RunModel

/// The statements of one page, stepped in lockstep.
///
/// What always holds:
/// 1. The root stands on a row while that row is handled; each child statement stands on a row of it, or on
///    one of a later root row, or at its end.
/// 2. A child statement's row is given out once, under the parent row it belongs to, in order.
/// 3. When a row is left, all its children have been stepped over, wanted or not (`drain`): so no child can
///    turn up under another parent, and none can be passed by.
///
/// A cursor's states: unstarted → waiting (on a row not given out) → taken (given out) → waiting … → ended.
/// `nextChild` alone moves between them.
final class ReaderCursors {
    enum State { case unstarted, waiting, taken, ended }

    struct Cursor {
        let row: SourceRow
        let name: String
        /// -1: the root.
        let parent: Int
        let linkCount: Int32
        /// Cursors of the embeddings inside this one.
        let nested: [Int]
        var state = State.unstarted
    }

    let root: SourceRow
    let connection: SourceConnection
    let isRowid: Bool
    private(set) var cursors: [Cursor]
    private let topLevel: [Int]

    init(root: SourceRow, cursors: [Cursor], isRowid: Bool, connection: SourceConnection) {
        self.root = root
        self.cursors = cursors
        self.isRowid = isRowid
        self.connection = connection
        topLevel = cursors.indices.filter { cursors[$0].parent < 0 }
    }

    func begin() { for at in cursors.indices { cursors[at].state = .unstarted } }

    /// True where the statement now stands on a row; false at its end.
    func step(_ row: SourceRow) throws(SluiceError) -> Bool {
        let code = sqlite3_step(row.statement)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw connection.failure(code)
    }

    /// Goes to the next child of the parent row its parent cursor stands on; false where there is none left.
    func nextChild(_ at: Int) throws(SluiceError) -> Bool {
        if cursors[at].state == .taken {
            try drain(cursors[at].nested)
            cursors[at].state = try step(cursors[at].row) ? .waiting : .ended
        } else if cursors[at].state == .unstarted {
            cursors[at].state = try step(cursors[at].row) ? .waiting : .ended
        }
        guard cursors[at].state == .waiting else { return false }
        let parent = cursors[at].parent
        let parentRow = parent < 0 ? root : cursors[parent].row
        if cursors[at].row.leads(with: parentRow, count: cursors[at].linkCount) {
            cursors[at].state = .taken
            return true
        }
        if parent < 0 && isRowid && cursors[at].row.integer(at: 0) <= root.integer(at: 0) {
            throw outOfStep(at)
        }
        return false
    }

    /// Steps over what is left of the row's children.
    func leaveRow() throws(SluiceError) { try drain(topLevel) }

    /// At the end of the root's rows no child may be left over.
    func finish() throws(SluiceError) {
        for at in cursors.indices where cursors[at].state == .waiting { throw outOfStep(at) }
    }

    private func drain(_ some: [Int]) throws(SluiceError) {
        for at in some { while try nextChild(at) {} }
    }

    private func outOfStep(_ at: Int) -> SluiceError {
        SluiceError(
            .internalFailure,
            "rows of \(cursors[at].name.sanitised(limit: 200)) came in another order than their parents",
            place: connection.path,
            hint:
                "no row was lost, the table stops here; please report this with the schema and the mapping"
        )
    }
}

/// A row of the root with its children, while a page is read; it must not be kept.
package struct PageRow {
    let cursors: ReaderCursors
    let keyCount: Int32
    let conditionColumn: Int32

    /// The root's row.
    package var root: SourceRow { cursors.root }

    /// False where the mapping's `where` leaves the row out.
    package var isIncluded: Bool {
        conditionColumn < 0 || cursors.root.integer(at: conditionColumn) != 0
    }

    /// The row's key, copied.
    package var key: RowKey {
        if keyCount == 1, case let first = root.cell(at: 0), first.storage == .integer {
            return RowKey(rowid: first.integer)
        }
        return RowKey((0..<keyCount).map { root.value(at: $0) })
    }

    /// The child row that cursor stands on, after `nextChild` said true.
    package func child(_ cursor: Int) -> SourceRow { cursors.cursors[cursor].row }

    /// Goes to the next child of the current row of the cursor's parent; false where there is none left.
    /// - `cursor`: the embedding's place in `PageQuery.children`.
    package func nextChild(_ cursor: Int) throws(SluiceError) -> Bool {
        try cursors.nextChild(cursor)
    }
}
