import Glibc
import Terminal
import Testing

extension CursesTests {
    @Suite struct Crash {
        private func given(back terminal: PseudoTerminal, _ modes: [UInt32]) {
            #expect(terminal.modes == modes)
            let bytes = terminal.read { $0.holds("\u{1B}[?1049l") }
            #expect(bytes.holds("\u{1B}[?1049l") && bytes.holds("\u{1B}[?25h"))
            #expect(bytes.holds("\u{1B}[?2004l"))
        }

        @Test func `A trap gives the terminal back`() async throws {
            let terminal = try PseudoTerminal()
            let modes = terminal.modes
            await #expect(processExitsWith: .failure) { [path = terminal.path as String] in
                let descriptor = open(path, O_RDWR | O_NOCTTY)
                let screen = try CursesScreen.open(
                    input: descriptor, output: descriptor, term: "xterm-256color", options: .test)
                screen.setMouse(isOn: true)
                screen.redraw()
                screen.show(Canvas(size: screen.size), theme: .test)
                let numbers: [Int] = []
                _ = numbers[screen.size.rows]
            }
            given(back: terminal, modes)
        }

        @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGFPE])
        func `A signal that kills gives the terminal back and kills`(signal: Int32) async throws {
            let terminal = try PseudoTerminal()
            let modes = terminal.modes
            let result = try await #require(
                processExitsWith: .failure, observing: [\.exitStatus]
            ) { [path = terminal.path as String, signal = signal as Int32] in
                let descriptor = open(path, O_RDWR | O_NOCTTY)
                let screen = try CursesScreen.open(
                    input: descriptor, output: descriptor, term: "xterm-256color", options: .test)
                screen.show(Canvas(size: screen.size), theme: .test)
                kill(getpid(), signal)
                while true { _ = screen.wait(milliseconds: 1000) }
            }
            #expect(result.exitStatus == .signal(signal))
            given(back: terminal, modes)
        }

        @Test func `An exit from anywhere gives the terminal back and tells what was said`()
            async throws
        {
            let terminal = try PseudoTerminal()
            let modes = terminal.modes
            let result = try await #require(
                processExitsWith: .exitCode(3), observing: [\.standardErrorContent]
            ) { [path = terminal.path as String] in
                let descriptor = open(path, O_RDWR | O_NOCTTY)
                let screen = try CursesScreen.open(
                    input: descriptor, output: descriptor, term: "xterm-256color", options: .test)
                let errors = try DivertedErrors()
                screen.show(Canvas(size: screen.size), theme: .test)
                let words = Array("letzte\u{1B}[31m Worte\n".utf8)
                write(STDERR_FILENO, words, words.count)
                withExtendedLifetime((screen, errors)) { exit(3) }
            }
            #expect(result.standardErrorContent.text.contains("letzte?[31m Worte\n"))
            given(back: terminal, modes)
        }

        @Test func `An exit gives back a terminal that the operator stopped`() async throws {
            let terminal = try PseudoTerminal()
            let modes = terminal.modes
            terminal.type("\u{13}")
            await #expect(processExitsWith: .exitCode(3)) { [path = terminal.path as String] in
                let descriptor = open(path, O_RDWR | O_NOCTTY)
                let screen = try CursesScreen.open(
                    input: descriptor, output: descriptor, term: "xterm-256color", options: .test)
                screen.show(Canvas(size: screen.size), theme: .test)
                #expect(!screen.isWritable)
                withExtendedLifetime(screen) { exit(3) }
            }
            given(back: terminal, modes)
        }

        @Test func `The last words of a trap are told`() async throws {
            let result = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                let errors = try DivertedErrors()
                let terminal = try PseudoTerminal()
                let screen = try terminal.screen()
                screen.show(Canvas(size: screen.size), theme: .test)
                withExtendedLifetime((screen, errors)) { fatalError("das war es") }
            }
            let isTold = result.standardErrorContent.text.contains("das war es")
            #expect(isTold)
        }

        @Test func `Standard error is kept from the screen and given back`() async throws {
            let result = try await #require(
                processExitsWith: .exitCode(0), observing: [\.standardErrorContent]
            ) {
                func say(_ text: String) { write(STDERR_FILENO, text, text.utf8.count) }
                let errors = try DivertedErrors()
                say("eins\n")
                #expect(errors.read() == "eins\n")
                say("zwei\n")
                #expect(errors.read() == "zwei\n")
                #expect(errors.read() == "")
                #expect(errors.finish() == "eins\nzwei\n")
                say("drei\n")
                #expect(errors.finish() == "")
                exit(0)
            }
            #expect(result.standardErrorContent.text == "drei\n")
        }
    }
}
