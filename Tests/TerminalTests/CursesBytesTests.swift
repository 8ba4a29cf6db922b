import Terminal
import Testing

extension CursesTests {
    @Suite struct Bytes {
        static let terminals = [
            "xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "vt100",
            "linux",
        ]

        private func canvas(_ clock: String, size: Size = Size(columns: 80, rows: 24)) -> Canvas {
            var canvas = Canvas(size: size)
            canvas.put(clock, row: 0, column: 70, in: canvas.bounds, .header)
            for row in 2..<20 {
                canvas.put("Tisch \(row) ████░░", row: row, column: 3, in: canvas.bounds, .text)
            }
            return canvas
        }

        @Test(arguments: terminals)
        func `An unchanged frame costs no byte and a clock's tick a few`(name: String) throws {
            let terminal = try FileTerminal(name)
            #expect(!terminal.bytes(of: canvas("12:03:11")).isEmpty)
            #expect(terminal.bytes(of: canvas("12:03:11")).isEmpty)
            // The cursor's way there, the colour, the digit, the colour's end.
            #expect((1...32).contains(terminal.bytes(of: canvas("12:03:12")).count))
            #expect((1...32).contains(terminal.bytes(of: canvas("12:03:13")).count))
        }
    }
}
