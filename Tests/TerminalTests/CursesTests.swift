import Glibc
import Terminal
import Testing

/// All that draws by curses, one test after the other: curses has one screen.
@Suite(.serialized)
enum CursesTests {}

/// A file for a terminal: each byte can be counted.
final class FileTerminal {
    let screen: CursesScreen
    private let file: Int32
    private let keys: Int32
    private var seen = 0

    init(
        _ term: String = "xterm-256color", options: CursesScreen.Options = .test
    ) throws {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        keys = ends[1]
        var name = Array("/tmp/terminal.XXXXXX".utf8CString)
        file = mkstemp(&name)
        unlink(name)
        defer { close(ends[0]) }
        screen = try CursesScreen(input: ends[0], output: file, term: term, options: options)
    }

    deinit {
        screen.close()
        close(file)
        close(keys)
    }

    /// The bytes since the last call.
    func read() -> [UInt8] {
        let end = Int(lseek(file, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: end - seen)
        pread(file, &bytes, bytes.count, off_t(seen))
        seen = end
        return bytes
    }

    func bytes(of canvas: Canvas, _ theme: Theme = .test) -> [UInt8] {
        _ = read()
        screen.show(canvas, theme: theme)
        return read()
    }
}

extension Theme {
    /// A few colours at each level.
    static var test: Theme {
        var indexed: [Role: Style] = [:]
        for (number, role) in Role.allCases.enumerated() {
            indexed[role] = Style(foreground: .indexed(UInt8(1 + number % 6)))
        }
        let mono: [Role: Style] = [.title: Style(attributes: .bold)]
        return Theme(
            name: "test", styles: [.mono: mono, .sixteen: indexed, .indexed: indexed])
    }

    /// A colour of its own for each role.
    static var colourful: Theme {
        var styles: [Role: Style] = [:]
        for (number, role) in Role.allCases.enumerated() {
            styles[role] = Style(foreground: .indexed(UInt8(100 + number)))
        }
        return Theme(name: "colourful", styles: [.indexed: styles])
    }
}
