import Glibc
import RunModel

/// The state file as a thing on the disk: its canonical path, its folder, its mode.
enum StateFile {
    /// What tells that a file was written to.
    struct Stamp: Equatable, Sendable {
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// The canonical path of an existing file; nil where there is none.
    static func existing(_ path: String) throws(SluiceError) -> String? {
        if let canonical = canonical(path) {
            if isFolder(canonical) { throw StoreFailure.folder(path) }
            return canonical
        }
        let code = errno
        if code == ENOENT || code == ENOTDIR { return nil }
        throw StoreFailure.system("cannot look at the state file", code: code, path: path)
    }

    static func hasLog(_ path: String) -> Bool {
        guard let log = Stamp(path + "-wal") else { return false }
        return log.size > 0
    }

    /// Makes the folder (0700) where it is missing; returns the canonical path of the file to be.
    static func prepareFolder(of path: String) throws(SluiceError) -> String {
        if let canonical = canonical(path) {
            if isFolder(canonical) { throw StoreFailure.folder(path) }
            return canonical
        }
        guard !path.isEmpty, let name = path.split(separator: "/").last, !path.hasSuffix("/") else {
            throw StoreFailure.folder(path)
        }
        let folder = path.contains("/") ? String(path.dropLast(name.count)) : "."
        try makeFolder(folder.isEmpty ? "." : folder, for: path)
        guard let canonical = canonical(folder.isEmpty ? "." : folder) else {
            throw StoreFailure.system("cannot look at the state folder", code: errno, path: folder)
        }
        return (canonical == "/" ? "" : canonical) + "/" + name
    }

    private static func makeFolder(_ folder: String, for path: String) throws(SluiceError) {
        var made = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            made += part + "/"
            if mkdir(made, 0o700) != 0, errno != EEXIST {
                let code = errno
                if isFolder(made) { continue }  // a read-only mount says EROFS before EEXIST
                throw StoreFailure.system(
                    "cannot make the folder of the state file", code: code, path: path)
            }
        }
    }

    /// Makes an empty file (0600) where there is none, and takes other users' access from one that is ours.
    static func create(_ path: String) throws(SluiceError) {
        // Made here and not by SQLite, which would leave the mode to the umask; -wal and -shm take the
        // mode of the file.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw StoreFailure.system("cannot write the state file", code: errno, path: path)
        }
        defer { _ = Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw StoreFailure.system("cannot look at the state file", code: errno, path: path)
        }
        if status.st_mode & 0o077 != 0, status.st_uid == geteuid() {
            _ = fchmod(descriptor, 0o600)
        }
        if status.st_size == 0 { syncFolder(of: path) }
    }

    /// A new name is durable once its folder is.
    private static func syncFolder(of path: String) {
        guard let name = path.split(separator: "/").last else { return }
        let folder = Glibc.open(
            String(path.dropLast(name.count)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        _ = fsync(folder)
        _ = Glibc.close(folder)
    }

    private static func canonical(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
