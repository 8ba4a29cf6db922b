import Glibc
import JSONText
import PlainText
package import Terminal

/// Files that the operator asks for: the errors, the screen.
package enum Exports {
    /// All errors, each group a line of JSON.
    package static func errorLines(_ book: ErrorBook) -> [UInt8] {
        var bytes: [UInt8] = []
        for group in book.groups {
            var writer = JSONWriter()
            writer.beginObject()
            writer.write(group)
            writer.endObject()
            bytes += writer.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// The screen as plain text.
    package static func screen(_ canvas: Canvas) -> [UInt8] {
        var text = ""
        for row in 0..<canvas.size.rows { text += canvas.text(row: row) + "\n" }
        return Array(text.utf8)
    }

    /// Writes a new file for this user only, named by the time; never over another.
    ///
    /// - `time`: milliseconds since 1970.
    /// - Returns: its path, or why there is none.
    package static func write(
        _ bytes: [UInt8], name: String, ending: String, folder: String, time: Int64
    ) -> Result<String, WriteFailure> {
        let stamp = HumanFormat.time(milliseconds: time).filter { $0 != ":" && $0 != "-" }
        for number in 0..<100 {
            let again = number == 0 ? "" : "-\(number)"
            let path = "\(folder)/sluice-\(name)-\(stamp)\(again).\(ending)"
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if file < 0, errno == EEXIST { continue }
            guard file >= 0 else { return .failure(WriteFailure(path: path, number: errno)) }
            defer { close(file) }
            var at = 0
            while at < bytes.count {
                let count = bytes[at...].withUnsafeBytes {
                    Glibc.write(file, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    let failure = WriteFailure(path: path, number: errno)
                    unlink(path)
                    return .failure(failure)
                }
                at += count
            }
            return .success(path)
        }
        return .failure(WriteFailure(path: folder, number: EEXIST))
    }

    package struct WriteFailure: Error, Equatable {
        package var path: String
        package var number: Int32

        /// For the message line.
        package var text: String { "\(path): \(String(cString: strerror(number)))" }
    }
}
