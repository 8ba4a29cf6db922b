import Dispatch
import Glibc
import Headless
import PlainText
import RunModel
import Synchronization

/// A log file that is turned over by size and never in the way.
///
/// What always holds:
/// 1. `append` neither waits nor fails: lines wait in a bounded buffer for a thread of their own. Past the
///    bound, and while the disk is full, lines are lost, counted, and the count is logged when it works again.
/// 2. The file and its predecessors are readable by their owner only (0600).
/// 3. A line is never split over two files.
final class LogFile: Sendable {
    struct Limits: Sendable {
        /// A file is turned over before it would grow past this.
        ///
        /// 10 MB opens at once in any editor.
        var fileBytes = 10_000_000
        /// `sluice.log.1` … are kept, the highest number the oldest.
        var keptFiles = 4
        /// Bytes of lines that may wait: seconds of debug output.
        var waitingBytes = 1_000_000
    }

    private struct Waiting {
        var bytes: [UInt8] = []
        var lost = 0
        var isScheduled = false
    }

    /// Touched on `queue` only, but at opening.
    private struct File {
        var descriptor: Int32 = -1
        var size = 0
        var isRegular = false
    }

    let path: String
    private let limits: Limits
    private let queue = DispatchQueue(label: "sluice.log")
    private let waiting = Mutex(Waiting())
    private let file: Mutex<File>

    /// Opens the file for appending; makes it and its folder (0700) where they are missing.
    /// - Throws: `.configuration` where it cannot be opened: better said at the start than found out later.
    init(path: String, limits: Limits = Limits()) throws(SluiceError) {
        self.path = path
        self.limits = limits
        Self.makeFolder(of: path)
        guard let file = Self.open(path) else {
            throw SluiceError(
                .configuration, "cannot write the log: \(String(cString: strerror(errno)))",
                place: path.sanitised(), hint: "name another file with --log-file or log.path")
        }
        self.file = Mutex(file)
        Self.flushAtExit(self)
    }

    /// The files of this process, few and open until it ends: however it exits, their last lines are written.
    private static let opened = Mutex<[LogFile]>([])

    private static func flushAtExit(_ file: LogFile) {
        let isFirst = opened.withLock { opened in
            opened.append(file)
            return opened.count == 1
        }
        guard isFirst else { return }
        atexit { for file in LogFile.opened.withLock({ $0 }) { file.flush() } }
    }

    /// Takes in a line with its line end.
    func append(_ line: String) {
        let mustSchedule = waiting.withLock { waiting -> Bool in
            guard waiting.bytes.count + line.utf8.count <= limits.waitingBytes else {
                waiting.lost += 1
                return false
            }
            waiting.bytes += line.utf8
            defer { waiting.isScheduled = true }
            return !waiting.isScheduled
        }
        if mustSchedule { queue.async { self.drain() } }
    }

    /// Waits until all that was appended is written, or lost; happens by itself when the process exits.
    func flush() { queue.sync { drain() } }

    private func drain() {
        let (bytes, lost) = waiting.withLock { waiting -> ([UInt8], Int) in
            defer { waiting = Waiting() }
            return (waiting.bytes, waiting.lost)
        }
        file.withLock { file in
            var lost = lost
            var from = bytes.startIndex
            while from < bytes.endIndex {
                let end = bytes[from...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
                if !write(bytes[from..<end], to: &file) { lost += 1 }
                from = end
            }
            guard lost > 0 else { return }
            let text =
                "\(HumanFormat.plural(lost, "line was", "lines were")) lost here: no room for them\n"
            if !write(Array(text.utf8)[...], to: &file) {
                let stillLost = lost
                waiting.withLock { $0.lost += stillLost }
            }
        }
    }

    private func write(_ line: ArraySlice<UInt8>, to file: inout File) -> Bool {
        if file.isRegular, file.size > 0, file.size + line.count > limits.fileBytes {
            turnOver(&file)
        }
        guard file.descriptor >= 0 else { return false }
        let start = file.size
        var rest = line
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(file.descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                // Half a line would be glued to the next one.
                if file.isRegular, file.size > start, ftruncate(file.descriptor, start) == 0 {
                    file.size = start
                }
                return false
            }
            rest = rest.dropFirst(count)
            file.size += count
        }
        return true
    }

    private func turnOver(_ file: inout File) {
        _ = unlink("\(path).\(limits.keptFiles)")
        for number in stride(from: limits.keptFiles - 1, through: 1, by: -1) {
            _ = rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        if limits.keptFiles > 0 { _ = rename(path, "\(path).1") } else { _ = unlink(path) }
        guard let fresh = Self.open(path) else { return }  // goes on in the old one
        _ = Glibc.close(file.descriptor)
        file = fresh
    }

    private static func open(_ path: String) -> File? {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        var file = File(descriptor: descriptor)
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            file.isRegular = true
            file.size = Int(status.st_size)
            if status.st_mode & 0o077 != 0 { _ = fchmod(descriptor, 0o600) }
        }
        return file
    }

    private static func makeFolder(of path: String) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").dropLast() {
            made += part + "/"
            _ = mkdir(made, 0o700)
        }
    }
}
