import CNcurses
import Glibc

/// Keeps standard error off the screen: what is written there stands in memory until the screen is closed.
///
/// A crash shows it, last words and all, once the terminal is given back.
package final class DivertedErrors {
    private let descriptor: Int32
    private var seen: off_t = 0
    private var isOn = true

    package init() throws(TerminalFailure) {
        descriptor = sluice_errors_divert()
        if descriptor < 0 { throw .system("diverting standard error", errno) }
    }

    deinit { if isOn { sluice_errors_restore() } }

    /// What was written since the last call, as it came: to be sanitised where it is shown.
    package func read() -> String {
        var found: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while isOn {
            let count = pread(descriptor, &bytes, bytes.count, seen)
            if count <= 0 { break }
            found += bytes.prefix(count)
            seen += off_t(count)
        }
        return String(decoding: found, as: UTF8.self)
    }

    /// Gives standard error back; the whole of what was written meanwhile, to be sanitised and told.
    package func finish() -> String {
        seen = 0
        let text = read()
        if isOn { sluice_errors_restore() }
        isOn = false
        return text
    }
}
