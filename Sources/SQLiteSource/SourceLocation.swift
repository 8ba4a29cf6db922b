import Glibc
package import RunModel

/// Where a source lies, checked before SQLite sees it, and what stands beside it.
///
/// Nothing here opens the database file: closing a file descriptor of it would drop the POSIX locks that
/// SQLite's own connections in this process hold (sqlite.org/howtocorrupt.html §2.2).
package struct SourceLocation: Sendable, Equatable {
    /// As the operator named it; for messages.
    package let path: String
    /// Absolute and without symbolic links: SQLite names the -wal and the -journal after it.
    package let resolvedPath: String
    /// Which file it was when it was found.
    private let device: UInt64
    private let inode: UInt64

    /// Finds the file and refuses what cannot be a database.
    ///
    /// `shownAs` is the name for messages, where it is not `path`.
    package init(path: String, shownAs: String? = nil) throws(SluiceError) {
        let shown = shownAs ?? path
        self.path = shown
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw SluiceError(
                .sourceUnavailable, "no source database is named",
                hint: "name it with --source-db PATH, or as source.path in the configuration")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw Self.unreachable(shown, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            throw SluiceError(
                .sourceUnavailable, "is a directory, not a database file", place: shown,
                hint: "name the database file itself")
        default:
            throw SluiceError(
                .sourceUnavailable, "is not a regular file", place: shown,
                hint:
                    "a database must be a file on disk; a pipe or a device cannot be read in pages")
        }
        guard access(path, R_OK) == 0 else { throw Self.unreachable(shown, errno) }
        guard let resolved = realpath(path, nil) else { throw Self.unreachable(shown, errno) }
        defer { free(resolved) }
        resolvedPath = String(cString: resolved)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Throws `.sourceChanged` where another file, or none, stands in its place now.
    package func checkIsSame() throws(SluiceError) {
        var status = stat()
        let isThere = stat(resolvedPath, &status) == 0
        if isThere, UInt64(status.st_dev) == device, UInt64(status.st_ino) == inode { return }
        throw SluiceError(
            .sourceChanged,
            isThere
                ? "the source was replaced by another file while it was read"
                : "the source was moved or deleted while it was read",
            place: path,
            hint:
                "put the file back and resume; or begin anew with the new one: `sluice migrate --force`"
        )
    }

    private static func unreachable(_ path: String, _ code: Int32) -> SluiceError {
        switch code {
        case ENOENT, ENOTDIR:
            SluiceError(
                .sourceUnavailable, "no such file", place: path,
                hint: "check the path; a relative one starts at the configuration's folder, "
                    + "or at the working directory where it was given as a flag")
        case EACCES, EPERM:
            SluiceError(
                .sourceUnavailable, "permission denied", place: path,
                hint: "this user needs to read the file and to enter every folder above it")
        default:
            SluiceError(
                .sourceUnavailable, String(cString: strerror(code)), place: path,
                hint: "check that the file's disk is there and healthy")
        }
    }
}

extension SourceLocation {
    /// The file as SQLite's `file:` URI, with the parameters given.
    func uri(_ parameters: String) -> String {
        var text = "file://"
        for byte in resolvedPath.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += byte < 16 ? "%0" : "%"
                text += String(byte, radix: 16)
            }
        }
        return text + "?" + parameters
    }

    var walPath: String { resolvedPath + "-wal" }

    /// What stat(2) says of a file; nil where it is not there.
    struct FileStatus: Equatable {
        var size: Int64
        var mtimeNanoseconds: Int64
        var inode: UInt64
        var isRegular: Bool
    }

    static func status(of path: String) -> FileStatus? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileStatus(
            size: Int64(status.st_size),
            mtimeNanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000
                + Int64(status.st_mtim.tv_nsec),
            inode: UInt64(status.st_ino), isRegular: status.st_mode & S_IFMT == S_IFREG)
    }

    /// True where the file alone is the whole database and nobody can be writing through a -wal: no -wal
    /// with frames, no journal to roll back, no wal-index of a live connection.
    var standsAlone: Bool {
        let wal = Self.status(of: walPath)
        let journal = Self.status(of: resolvedPath + "-journal")
        let index = Self.status(of: resolvedPath + "-shm")
        return (wal?.size ?? 0) == 0 && (journal?.size ?? 0) == 0 && index?.isRegular != true
    }

    /// The bytes the file's header promises, where they are more than the file has: it was cut short.
    ///
    /// Opens the file itself, so only for a database that SQLite has just refused.
    func missingBytes() -> (promised: Int64, present: Int64)? {
        guard let present = Self.status(of: resolvedPath)?.size else { return nil }
        guard let header = Self.head(of: resolvedPath, count: 100), header.count == 100 else {
            return nil
        }
        guard header.starts(with: "SQLite format 3\0".utf8) else { return nil }
        let pageSize = Int64(header[16]) << 8 | Int64(header[17])
        let pages = header[28..<32].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let promised = (pageSize == 1 ? 65_536 : pageSize) * pages
        return promised > present ? (promised, present) : nil
    }

    /// The first bytes of a file, as many as there are up to `count`; nil where it cannot be read.
    static func head(of path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { return nil }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }
}
