/// What can be told of SQL text without compiling it.
package enum SQLText {
    /// True where the text holds anything but white space, comments and semicolons.
    static func holdsStatement(_ sql: UnsafeRawBufferPointer) -> Bool { firstToken(sql) != nil }

    package static func holdsStatement(_ sql: String) -> Bool {
        var sql = sql
        return sql.withUTF8 { firstToken(UnsafeRawBufferPointer($0)) != nil }
    }

    /// True where the statement begins as one that returns rows of a query: SELECT, WITH or VALUES.
    ///
    /// PRAGMA, EXPLAIN and ATTACH count as read-only for sqlite3_stmt_readonly, and are no queries.
    static func beginsAsQuery(_ sql: String) -> Bool {
        var sql = sql
        return sql.withUTF8 { text in
            let text = UnsafeRawBufferPointer(text)
            guard let start = firstToken(text) else { return false }
            let word = text[start...].prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
            let lower = String(decoding: word.map { $0 | 0x20 }, as: UTF8.self)
            return lower == "select" || lower == "with" || lower == "values"
        }
    }

    /// The place of the first byte that is neither white space, comment nor semicolon.
    private static func firstToken(_ sql: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        while at < sql.count {
            let byte = sql[at]
            let next = at + 1 < sql.count ? sql[at + 1] : 0
            switch byte {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20, UInt8(ascii: ";"): at += 1
            case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
                while at < sql.count, sql[at] != 0x0A { at += 1 }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                at += 2
                while at < sql.count,
                    !(sql[at] == UInt8(ascii: "*") && at + 1 < sql.count
                        && sql[at + 1] == UInt8(ascii: "/"))
                { at += 1 }
                at += 2
            default: return at
            }
        }
        return nil
    }
}
