package import RunModel

/// What a source looks like from outside, to see whether somebody changed it (DESIGN §2.4).
///
/// An empty -wal equals none: opening a database in WAL mode may leave one behind. The header's own change
/// counter is not in it, since it stands still in WAL mode.
package struct SourceFingerprint: Sendable, Equatable {
    /// Bytes of the database file.
    package var size: Int64
    /// Nanoseconds since 1970.
    package var mtimeNanoseconds: Int64
    package var inode: UInt64
    /// SQLite's counter of schema changes.
    package var schemaCookie: Int64
    /// The -wal; nil where there is none or it is empty.
    package var wal: WAL?

    package struct WAL: Sendable, Equatable {
        package var size: Int64
        package var mtimeNanoseconds: Int64
        package var inode: UInt64
        /// The two salts of its header as one number: new each time the -wal starts anew.
        package var salts: UInt64

        package init(size: Int64, mtimeNanoseconds: Int64, inode: UInt64, salts: UInt64) {
            self.size = size
            self.mtimeNanoseconds = mtimeNanoseconds
            self.inode = inode
            self.salts = salts
        }
    }

    package init(
        size: Int64, mtimeNanoseconds: Int64, inode: UInt64, schemaCookie: Int64, wal: WAL? = nil
    ) {
        self.size = size
        self.mtimeNanoseconds = mtimeNanoseconds
        self.inode = inode
        self.schemaCookie = schemaCookie
        self.wal = wal
    }
}

extension SourceFingerprint {
    /// `v1 size inode mtime cookie`, and with a -wal its `size inode mtime salts`: numbers between blanks.
    package var encoded: String {
        var text = "v1 \(size) \(inode) \(mtimeNanoseconds) \(schemaCookie)"
        if let wal { text += " \(wal.size) \(wal.inode) \(wal.mtimeNanoseconds) \(wal.salts)" }
        return text
    }

    /// Reads `encoded` back; nil where the text is not of that form.
    package init?(encoded: String) {
        let parts = encoded.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 5 || parts.count == 9, parts[0] == "v1" else { return nil }
        guard let size = Int64(parts[1]), let inode = UInt64(parts[2]), let mtime = Int64(parts[3]),
            let cookie = Int64(parts[4])
        else { return nil }
        self.init(size: size, mtimeNanoseconds: mtime, inode: inode, schemaCookie: cookie)
        guard parts.count == 9 else { return }
        guard let walSize = Int64(parts[5]), let walInode = UInt64(parts[6]),
            let walMtime = Int64(parts[7]), let salts = UInt64(parts[8])
        else { return nil }
        wal = WAL(size: walSize, mtimeNanoseconds: walMtime, inode: walInode, salts: salts)
    }

    /// What changed since `old`, each in words; empty where nothing did.
    package func changes(from old: SourceFingerprint) -> [String] {
        var changes: [String] = []
        if inode != old.inode { changes.append("the file was replaced by another") }
        if size != old.size { changes.append("its size went from \(old.size) to \(size) bytes") }
        if schemaCookie != old.schemaCookie { changes.append("its schema was changed") }
        if mtimeNanoseconds != old.mtimeNanoseconds && size == old.size && inode == old.inode {
            changes.append("it was written to")
        }
        switch (old.wal, wal) {
        case (nil, nil): break
        case (nil, _?): changes.append("a -wal with changes appeared beside it")
        case (_?, nil): changes.append("the -wal beside it was taken in or removed")
        case (let old?, let new?) where new.salts != old.salts || new.inode != old.inode:
            changes.append("the -wal beside it was started anew")
        case (let old?, let new?) where new != old: changes.append("its -wal was written to")
        default: break
        }
        return changes
    }
}

extension SourceDatabase {
    /// The source as it is now.
    ///
    /// To follow a live source, poll `SourceConnection.dataVersion()` besides: it tells even a change that
    /// leaves all of this as it was.
    package func fingerprint() throws(SluiceError) -> SourceFingerprint {
        try withShared { connection throws(SluiceError) in
            // Taken again where a writer came in between, so that the parts belong to one moment.
            var fingerprint = try location.fingerprint(on: connection)
            for _ in 0..<3 {
                let again = try location.fingerprint(on: connection)
                if again == fingerprint { break }
                fingerprint = again
            }
            return fingerprint
        }
    }
}

extension SourceLocation {
    fileprivate func fingerprint(on connection: SourceConnection) throws(SluiceError)
        -> SourceFingerprint
    {
        let cookie = try connection.integer("PRAGMA schema_version")
        guard let file = Self.status(of: resolvedPath) else {
            throw SluiceError(
                .sourceUnavailable, "the database file is gone", place: path,
                hint: "bring it back to the same path, then resume")
        }
        var fingerprint = SourceFingerprint(
            size: file.size, mtimeNanoseconds: file.mtimeNanoseconds, inode: file.inode,
            schemaCookie: cookie)
        if let wal = Self.status(of: walPath), wal.size > 0 {
            let salts = (Self.head(of: walPath, count: 24) ?? []).dropFirst(16)
            fingerprint.wal = .init(
                size: wal.size, mtimeNanoseconds: wal.mtimeNanoseconds, inode: wal.inode,
                salts: salts.reduce(0) { $0 << 8 | UInt64($1) })
        }
        return fingerprint
    }
}
