package import RunModel

/// What `analyze` says of the file itself.
package struct SourceFacts: Sendable, Equatable {
    /// Bytes of the database file.
    package var fileBytes: Int64
    /// Bytes of the -wal beside it; 0 where there is none.
    package var walBytes: Int64
    package var pageBytes: Int
    /// `UTF-8`, `UTF-16le` or `UTF-16be`.
    package var encoding: String
    /// `wal`, `delete`, `truncate` or `persist`; of an immutable source SQLite says `delete` or `off`.
    package var journalMode: String
    /// True where the file is read without locks, because its folder lets no -shm be made: nobody may
    /// write to it meanwhile.
    package var isImmutable: Bool
    /// Of the SQLite that reads it: `3.40.1`.
    package var libraryVersion: String
}

extension SourceDatabase {
    package func facts() throws(SluiceError) -> SourceFacts {
        try withShared { connection throws(SluiceError) in
            SourceFacts(
                fileBytes: SourceLocation.status(of: location.resolvedPath)?.size ?? 0,
                walBytes: SourceLocation.status(of: location.walPath)?.size ?? 0,
                pageBytes: Int(try connection.integer("PRAGMA page_size")),
                encoding: try connection.text("PRAGMA encoding"),
                journalMode: try connection.text("PRAGMA journal_mode"),
                isImmutable: connection.isImmutable,
                libraryVersion: try connection.text("SELECT sqlite_version()"))
        }
    }
}
