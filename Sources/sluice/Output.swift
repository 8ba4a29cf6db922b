import Glibc
import RunModel

/// The two streams.
///
/// A stream that is gone is not written to again, and nothing else happens.
enum Output {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes to standard output; false where it is closed.
    @discardableResult
    static func line(_ text: String) -> Bool { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes a command's answer to standard output.
    ///
    /// A reader that has gone (`| head`) has what it wanted; what cannot be written for another reason is an
    /// error.
    static func document(_ text: String) throws(SluiceError) {
        if line(text) || errno == EPIPE { return }
        throw SluiceError(
            .stateUnavailable,
            "standard output cannot be written: \(String(cString: strerror(errno)))",
            hint: "is the disk full?")
    }

    /// Writes to standard error.
    @discardableResult
    static func error(_ text: String) -> Bool { write(text + "\n", to: STDERR_FILENO) }

    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0 {
                if errno == EINTR { continue }
                return false
            }
            bytes = bytes.dropFirst(written)
        }
        return true
    }

    /// Asks on the terminal; nil where there is none to ask.
    static func ask(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        write(question, to: STDERR_FILENO)
        return readLine(strippingNewline: true) ?? ""
    }
}
