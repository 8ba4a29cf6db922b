package import RunModel

extension SourceReader {
    /// Cuts the query's rows into up to `desired` ranges of about as many rows, in the order of the keys.
    ///
    /// Each cut costs a few seeks in the key's index, however large the table: what is known of the number
    /// of rows comes from how dense the keys are at a few places. One range where the key does not begin
    /// with an integer, where it has no index, or where there is little to cut.
    /// - `minRows`: no range shall be much smaller.
    package func segments(
        of query: PageQuery, desired: Int, minRows: Int = 1_000
    ) throws(SluiceError) -> [KeyRange] {
        guard desired > 1, try isSeekable(query) else { return [KeyRange()] }
        return try connection.inReadTransaction { () throws(SluiceError) -> [KeyRange] in
            try KeyCutter(query, connection).cut(desired: desired, minRows: minRows)
        }
    }

    /// The rows of the root, those that `where` leaves out included, in one statement.
    package func countRows(_ query: PageQuery) throws(SluiceError) -> Int {
        Int(try connection.integer("SELECT count(*) FROM \(query.rootFrom)"))
    }

    /// The rows of a range, those that `where` leaves out included; counted in pieces, each some
    /// milliseconds of a writer's time, where a seek finds their ends.
    /// - Throws: `.cancelled` too, between pieces, when the task was cancelled.
    package func countRows(_ query: PageQuery, in range: KeyRange) throws(SluiceError) -> Int {
        let piece = 50_000
        let keys = query.keys.joined(separator: ", ")
        var after = range.after
        var count = 0
        func bounded(_ what: String, _ tail: String) throws(SluiceError) -> [SourceValue]? {
            var terms: [String] = []
            if after != nil { terms.append(query.comparison(">", from: 1)) }
            if range.through != nil {
                terms.append(query.comparison("<=", from: after == nil ? 1 : query.keys.count + 1))
            }
            let condition = terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ")
            return try connection.query(
                "SELECT \(what) FROM \(query.rootFrom)\(condition)\(tail)",
                bind: (after?.values ?? []) + (range.through?.values ?? [])
            ).first
        }
        if try isSeekable(query) {
            while let last = try bounded(keys, " ORDER BY \(keys) LIMIT 1 OFFSET \(piece - 1)") {
                count += piece
                after = RowKey(last)
                try checkCancellation(connection.path)
            }
        }
        guard case .integer(let rest)? = try bounded("count(*)", "")?.first else { return count }
        return count + Int(rest)
    }

    /// True where a page is found by a seek; false where each page sorts all rows (a view or a query whose
    /// key no index serves), so that pages should be large.
    package func isSeekable(_ query: PageQuery) throws(SluiceError) -> Bool {
        if query.isRowid { return true }
        let sql =
            "SELECT \(query.keys[0]) FROM \(query.rootFrom) WHERE \(query.comparison(">", from: 1))"
            + " ORDER BY \(query.keys.joined(separator: ", ")) LIMIT 1"
        return try !plan(sql).contains { $0.contains("TEMP B-TREE") }
    }

    /// How SQLite means to run it, a line a step.
    package func plan(_ sql: String) throws(SluiceError) -> [String] {
        try connection.query("EXPLAIN QUERY PLAN " + sql).map { row in
            guard case .text(let bytes)? = row.last else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Throws where the source breaks what the mapping relies on; names up to five offences.
    package func check(_ check: SourceCheck) throws(SluiceError) {
        let rows = try connection.query("SELECT * FROM (\(check.sql)) LIMIT 6")
        guard !rows.isEmpty else { return }
        let shown = rows.prefix(5).map { RowKey($0).description }.joined(separator: ", ")
        throw SluiceError(
            .tableRefused, check.message + ": " + shown + (rows.count > 5 ? " and more" : ""),
            place: check.place, hint: check.hint)
    }
}

/// Finds places to cut a key's range at, by seeking.
private struct KeyCutter {
    private let query: PageQuery
    private let connection: SourceConnection

    /// Keys looked at to tell how dense they are at a place.
    private static let probe: Int64 = 16

    /// A range of keys between two that exist.
    private struct Piece {
        var first: Int64
        var last: Int64
        /// The whole key at its end.
        var end: RowKey
        var rows: Double

        var span: Double { Double(last) - Double(first) }
    }

    init(_ query: PageQuery, _ connection: SourceConnection) {
        self.query = query
        self.connection = connection
    }

    func cut(desired: Int, minRows: Int) throws(SluiceError) -> [KeyRange] {
        guard let first = try seek("", descending: false, bind: []),
            let last = try seek("", descending: true, bind: []),
            case .integer(let low)? = first.values.first,
            case .integer(let high)? = last.values.first
        else { return [KeyRange()] }
        var pieces = [Piece(first: low, last: high, end: last, rows: try rows(low, high))]
        // More pieces than ranges, so that they can be laid together evenly; the densest is cut first.
        // A cluster far from the rest is 63 halvings away at most.
        let enough = min(desired * 8, 1_024)
        for _ in 0..<enough + 64 where pieces.count < enough {
            guard let at = pieces.indices.max(by: { pieces[$0].rows < pieces[$1].rows }),
                pieces[at].first < pieces[at].last, pieces[at].rows > Double(Self.probe)
            else { break }
            let (left, right) = try halves(pieces[at])
            pieces.replaceSubrange(at...at, with: [left, right])
        }
        return ranges(pieces, desired: desired, minRows: minRows)
    }

    private func halves(_ piece: Piece) throws(SluiceError) -> (Piece, Piece) {
        let distance = UInt64(bitPattern: piece.last &- piece.first)
        let middle = piece.first &+ Int64(bitPattern: distance / 2)
        // Both exist: the piece begins and ends at keys that do.
        let leftEnd =
            try seek("WHERE \(query.keys[0]) <= ?1", descending: true, bind: [.integer(middle)])
            ?? piece.end
        let leftLast = leftEnd.leadingInteger ?? middle
        let rightStart = try seek(
            "WHERE \(query.keys[0]) > ?1", descending: false, bind: [.integer(middle)])
        let rightFirst = rightStart?.leadingInteger ?? piece.last
        return (
            Piece(
                first: piece.first, last: leftLast, end: leftEnd,
                rows: try rows(piece.first, leftLast)),
            Piece(
                first: rightFirst, last: piece.last, end: piece.end,
                rows: try rows(rightFirst, piece.last))
        )
    }

    /// About how many rows: the mean of how dense they are at the start and past the middle.
    private func rows(_ first: Int64, _ last: Int64) throws(SluiceError) -> Double {
        let distance = UInt64(bitPattern: last &- first)
        let middle = first &+ Int64(bitPattern: distance / 2)
        let half = Double(distance) / 2
        return try density(past: first, to: last) * half + density(past: middle, to: last) * half
            + 1
    }

    /// Rows per unit of key.
    private func density(past start: Int64, to last: Int64) throws(SluiceError) -> Double {
        let key = try seek(
            "WHERE \(query.keys[0]) > ?1", descending: false, bind: [.integer(start)],
            offset: Self.probe - 1)
        guard let reached = key?.leadingInteger, reached <= last else {
            // Fewer than a probe: what there is, is spread over the rest.
            return Double(Self.probe) / 2 / max(Double(last) - Double(start), 1)
        }
        return Double(Self.probe) / (Double(reached) - Double(start))
    }

    private func seek(
        _ condition: String, descending: Bool, bind: [SourceValue], offset: Int64 = 0
    ) throws(SluiceError) -> RowKey? {
        let order = query.keys.map { $0 + (descending ? " DESC" : "") }.joined(separator: ", ")
        let sql =
            "SELECT \(query.keys.joined(separator: ", ")) FROM \(query.rootFrom) \(condition)"
            + " ORDER BY \(order) LIMIT 1 OFFSET \(offset)"
        return try connection.query(sql, bind: bind).first.map { RowKey($0) }
    }

    /// Lays neighbouring pieces together to ranges of about as many rows.
    private func ranges(_ pieces: [Piece], desired: Int, minRows: Int) -> [KeyRange] {
        let total = pieces.reduce(0) { $0 + $1.rows }
        let count = min(desired, max(1, Int(total / Double(max(minRows, 1)))))
        var ranges: [KeyRange] = []
        var after: RowKey?
        var sum = 0.0
        for piece in pieces.dropLast() {
            sum += piece.rows
            if sum >= total / Double(count) * Double(ranges.count + 1), ranges.count < count - 1 {
                ranges.append(KeyRange(after: after, through: piece.end))
                after = piece.end
            }
        }
        ranges.append(KeyRange(after: after))
        return ranges
    }
}

extension RowKey {
    fileprivate var leadingInteger: Int64? {
        if case .integer(let n)? = values.first { n } else { nil }
    }
}
