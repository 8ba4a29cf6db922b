import Glibc
import RunModel
import Synchronization

/// The lock that says which process owns a state file.
///
/// A `flock` on `<state>.lock`: the kernel gives it back when the process ends, however it ends. The pid in
/// the file is for the message only. The file stays when the lock is given back: removing it would let two
/// processes lock two files of one name.
final class OwnerLock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(statePath: String) throws(SluiceError) {
        let path = statePath + ".lock"
        // O_CLOEXEC: a child (a credential process) must not keep the lock alive.
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw StoreFailure.system(
                "cannot write the lock of the state file", code: errno, path: path)
        }
        var attempt = 0
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            // A reader's look (`holder`) takes a shared lock for an instant; an owner stays.
            if code == EINTR || (code == EWOULDBLOCK && attempt < Self.attempts) {
                attempt += 1
                usleep(Self.pauseMicroseconds)
                continue
            }
            let pid = Self.pid(in: file)
            _ = Glibc.close(file)
            if code == EWOULDBLOCK { throw Self.owned(statePath, by: pid) }
            throw StoreFailure.system(
                "cannot lock the state file", code: code, path: path,
                hint:
                    "put the state file on a local disk (state.path): this file system has no locks"
            )
        }
        let text = "\(getpid())\n"
        _ = ftruncate(file, 0)
        _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
        descriptor = Mutex(file)
    }

    deinit { release() }

    func release() {
        descriptor.withLock { held in
            guard let file = held else { return }
            _ = ftruncate(file, 0)
            _ = Glibc.close(file)
            held = nil
        }
    }

    private static let attempts = 5
    private static let pauseMicroseconds: UInt32 = 10_000

    /// Who holds the lock now: nil for nobody, 0 where the pid cannot be read.
    ///
    /// Creates nothing.
    static func holder(of statePath: String) -> Int32? {
        let file = Glibc.open(statePath + ".lock", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { _ = Glibc.close(file) }
        guard flock(file, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return pid(in: file) ?? 0
    }

    private static func pid(in file: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let digits = bytes[..<count].prefix { (0x30...0x39).contains($0) }
        return Int32(String(decoding: digits, as: UTF8.self))
    }

    private static func owned(_ path: String, by pid: Int32?) -> SluiceError {
        let process = pid.map { "process \($0)" } ?? "another process"
        return SluiceError(
            .ownedByAnotherProcess, "the state file is owned by \(process)",
            place: path.sanitised(),
            hint: pid.map { pid in
                "wait for it, or stop it with `kill \(pid)` (it checkpoints and can be resumed); "
                    + "`sluice status` shows how far it is"
            } ?? "wait for it to end; `sluice status` shows how far it is")
    }
}
