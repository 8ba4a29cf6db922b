import Glibc
import Synchronization
import Terminal
import Testing

extension CursesTests {
    @Suite struct Loop {
        private func canvas(_ text: String, _ size: Size) -> Canvas {
            var canvas = Canvas(size: size)
            for row in 0..<size.rows {
                canvas.put("\(text) Reihe \(row)", row: row, column: 0, in: canvas.bounds, .text)
            }
            return canvas
        }

        /// Waits until one of the events comes, ten seconds at the most.
        @discardableResult
        private func wait(_ screen: CursesScreen, for event: TerminalEvents) -> TerminalEvents {
            let deadline = ContinuousClock.now + .seconds(10)
            while .now < deadline {
                let events = screen.wait(milliseconds: 100)
                if events.contains(event) { return events }
            }
            return []
        }

        @Test func `The terminal is as it was once the screen is closed`() throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try terminal.screen()
            #expect(terminal.isRaw)
            screen.show(canvas("Tabelle", screen.size), theme: .test)
            #expect(terminal.read { $0.holds("Reihe 23") }.holds("\u{1B}[?1049h"))
            screen.close()
            #expect(terminal.modes == before)
            let last = terminal.read { $0.holds("\u{1B}[?1049l") }
            #expect(last.holds("\u{1B}[?1049l"))
            #expect(last.holds("\u{1B}[?12l\u{1B}[?25h") || last.holds("\u{1B}[?25h"))
            #expect(fcntl(terminal.slave, F_GETFL) & O_NONBLOCK == 0)
        }

        @Test func `Wakes of many threads are told once`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            #expect(screen.wait(milliseconds: 0) == [])
            let waker = screen.waker
            for _ in 0..<1000 { waker.wake() }
            #expect(screen.wait(milliseconds: 10_000) == .woken)
            #expect(screen.wait(milliseconds: 0) == [])
            waker.wake()
            #expect(screen.wait(milliseconds: nil) == .woken)
        }

        @Test func `After fifty sizes in a row the frame has the last one`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            screen.show(canvas("Anfang", screen.size), theme: .test)
            for number in 0..<50 {
                terminal.resize(columns: 1 + number * 37 % 200, rows: 1 + number * 13 % 60)
                kill(getpid(), SIGWINCH)
                if screen.wait(milliseconds: 0).contains(.resized) {
                    screen.show(canvas("\(number)", screen.size), theme: .test)
                }
                _ = terminal.read()
            }
            terminal.resize(columns: 91, rows: 31)
            kill(getpid(), SIGWINCH)
            let last = ContinuousClock.now
            #expect(wait(screen, for: .resized).contains(.resized))
            #expect(screen.size == Size(columns: 91, rows: 31))
            screen.show(canvas("Ende", screen.size), theme: .test)
            let isShown = terminal.read { $0.holds("Ende Reihe 30") }.holds("Ende Reihe 30")
            #expect(isShown)
            #expect(ContinuousClock.now - last < .seconds(2))
        }

        @Test func `A terminal that hangs up is told at once and not written to`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            screen.show(canvas("Tabelle", screen.size), theme: .test)
            terminal.hangUp()
            #expect(screen.wait(milliseconds: 10_000).contains(.hungUp))
            let taken = screen.bytesTaken
            screen.show(canvas("Danach", screen.size), theme: .test)
            #expect(screen.bytesTaken == taken)
            let start = ContinuousClock.now
            screen.close()
            #expect(ContinuousClock.now - start < .seconds(1))
        }

        @Test func `A terminal that takes nothing holds up nobody and is painted once afterwards`()
            throws
        {
            let terminal = try PseudoTerminal(columns: 200, rows: 60)
            let screen = try terminal.screen()
            // Nobody reads: the kernel's buffer is full after a few frames.
            let start = ContinuousClock.now
            for number in 0..<500 {
                screen.show(canvas("Bild \(number)", screen.size), theme: .test)
                _ = screen.wait(milliseconds: 0)
            }
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(!screen.isWritable)
            let taken = screen.bytesTaken
            for number in 500..<1000 {
                screen.show(canvas("Bild \(number)", screen.size), theme: .test)
            }
            #expect(screen.bytesTaken == taken)
            var picture = TerminalPicture(columns: 200, rows: 60)
            let deadline = ContinuousClock.now + .seconds(10)
            var bytes = 0
            while picture.text.last != "Bild 999 Reihe 59", .now < deadline {
                _ = screen.wait(milliseconds: 1)
                let read = terminal.read()
                bytes += read.count
                picture.take(read)
            }
            #expect(picture.text.last == "Bild 999 Reihe 59")
            #expect(picture.text.first == "Bild 999 Reihe 0")
            // What the kernel held, and one frame.
            #expect(bytes <= Int(taken) + 20_000)
        }

        @Test func `A terminal that the operator stopped is given back all the same`() throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try terminal.screen()
            terminal.type("\u{13}")
            screen.show(canvas("Tabelle", screen.size), theme: .test)
            // Ctrl-S takes its way through the kernel.
            var number = 0
            let deadline = ContinuousClock.now + .seconds(10)
            while screen.isWritable, .now < deadline {
                number += 1
                screen.show(canvas("Bild \(number)", screen.size), theme: .test)
            }
            _ = terminal.read()
            #expect(!screen.isWritable)
            screen.close()
            #expect(terminal.modes == before)
            #expect(terminal.read { $0.holds("\u{1B}[?1049l") }.holds("\u{1B}[?1049l"))
        }

        @Test func `Stopped, the terminal is the shell's; afterwards the screen is painted anew`()
            throws
        {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try terminal.screen()
            let canvas = canvas("Tabelle", screen.size)
            screen.show(canvas, theme: .test)
            _ = terminal.read { $0.holds("Reihe 23") }
            var modes: [UInt32] = []
            screen.suspend {
                modes = terminal.modes
                #expect(terminal.read { $0.holds("\u{1B}[?1049l") }.holds("\u{1B}[?1049l"))
                terminal.resize(columns: 100, rows: 30)
                screen.show(canvas, theme: .test)
                kill(getpid(), SIGCONT)
            }
            #expect(modes == before)
            #expect(terminal.isRaw)
            #expect(wait(screen, for: .resized).contains(.resized))
            #expect(screen.size == Size(columns: 100, rows: 30))
            screen.show(self.canvas("Wieder", screen.size), theme: .test)
            let bytes = terminal.read { $0.holds("Wieder Reihe 29") }
            #expect(bytes.holds("\u{1B}[?1049h") && bytes.holds("Wieder Reihe 0"))
        }

        @Test func `Closed before the first frame after a stop, the terminal is as it was`() throws
        {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try terminal.screen()
            screen.show(canvas("Tabelle", screen.size), theme: .test)
            screen.suspend {}
            #expect(terminal.isRaw)
            screen.close()
            #expect(terminal.modes == before)
            screen.suspend {}
            #expect(terminal.modes == before)
        }

        @Test func `A stop that others ask for is told, and one that nobody heard of is mended`()
            throws
        {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            screen.show(canvas("Tabelle", screen.size), theme: .test)
            kill(getpid(), SIGTSTP)
            #expect(wait(screen, for: .suspend).contains(.suspend))
            _ = terminal.read { $0.holds("Reihe 23") }
            // As a shell does when its job stops.
            var modes = termios()
            tcgetattr(terminal.slave, &modes)
            modes.c_lflag |= UInt32(ICANON | ECHO)
            tcsetattr(terminal.slave, TCSANOW, &modes)
            kill(getpid(), SIGCONT)
            #expect(wait(screen, for: .continued).contains(.resized))
            #expect(terminal.isRaw)
            screen.show(canvas("Tabelle", screen.size), theme: .test)
            #expect(terminal.read { $0.holds("Reihe 23") }.holds("Reihe 23"))
        }
    }
}
