import Glibc
import Terminal

/// Both ends of a pseudo-terminal in this process: the test is the terminal, a screen draws on `slave`.
final class PseudoTerminal {
    let slave: Int32
    let path: String
    private var master: Int32

    init(columns: Int = 80, rows: Int = 24) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var number: Int32 = 0
        var unlocked: Int32 = 0
        // TIOCSPTLCK and TIOCGPTN.
        guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0,
            ioctl(master, 0x8004_5430, &number) == 0
        else { throw TerminalFailure.system("a pseudo-terminal", errno) }
        path = "/dev/pts/\(number)"
        slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw TerminalFailure.system("its other end", errno) }
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(slave)
    }

    /// Sets the size; a process that it controls would now hear SIGWINCH.
    func resize(columns: Int, rows: Int) {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) { type(Array(text.utf8)) }

    func type(_ bytes: [UInt8]) { write(master, bytes, bytes.count) }

    /// What was drawn since the last call and has arrived.
    func read() -> [UInt8] {
        var found: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(master, &bytes, bytes.count)
            if count <= 0 { return found }
            found += bytes.prefix(count)
        }
    }

    /// Reads until something holds of all that came, ten seconds at the most.
    func read(until holds: ([UInt8]) -> Bool) -> [UInt8] {
        var found: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(10)
        while !holds(found), .now < deadline {
            var looked = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            poll(&looked, 1, 100)
            found += read()
        }
        return found
    }

    func hangUp() {
        if master >= 0 { close(master) }
        master = -1
    }

    /// The modes, as a value that can be compared.
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(slave, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }

    var isRaw: Bool { modes[3] & UInt32(ICANON | ECHO) == 0 }

    func screen(
        _ term: String = "xterm-256color", options: CursesScreen.Options = .test
    ) throws -> CursesScreen {
        try .open(input: slave, output: slave, term: term, options: options)
    }
}

extension CursesScreen.Options {
    /// The locale that every host has.
    static var test: CursesScreen.Options { CursesScreen.Options(locale: "C.UTF-8") }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }

    func holds(_ text: String) -> Bool { self.text.contains(text) }
}
