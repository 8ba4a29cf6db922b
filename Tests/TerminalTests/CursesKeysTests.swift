import Terminal
import Testing

extension CursesTests {
    @Suite struct Keys {
        /// What a terminal of this name sends, and another one that was said to be this.
        static let keys: [(sent: String, key: Key)] = [
            ("\u{1B}OA", .up), ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[B", .down),
            ("\u{1B}OC", .right), ("\u{1B}[C", .right), ("\u{1B}OD", .left), ("\u{1B}[D", .left),
            ("\u{1B}OH", .home), ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home),
            ("\u{1B}OF", .end), ("\u{1B}[F", .end), ("\u{1B}[4~", .end), ("\u{1B}[8~", .end),
            ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[3~", .delete),
            ("\u{1B}[Z", .backTab), ("\u{1B}", .escape), ("\t", .tab), ("\r", .enter),
            ("\n", .enter), ("\u{1B}OM", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace),
            ("\u{3}", .control("c")), ("\u{4}", .control("d")), ("\u{C}", .control("l")),
            ("\u{1A}", .control("z")), (" ", .character(" ")), ("q", .character("q")),
            ("[", .character("[")), ("é", .character("é")), ("漢", .character("漢")),
            ("🚀", .character("🚀")),
        ]

        /// The keys that come, until there are so many.
        private func keys(_ screen: CursesScreen, count: Int) -> [Key] {
            var keys: [Key] = []
            let deadline = ContinuousClock.now + .seconds(10)
            while keys.count < count, .now < deadline {
                if screen.wait(milliseconds: 100).contains(.keys) { keys += screen.readKeys() }
            }
            return keys
        }

        @Test(arguments: ["xterm-256color", "screen", "vt100", "linux"])
        func `Each key is told, whatever the terminal sends for it`(name: String) throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen(name)
            for (sent, key) in Self.keys {
                terminal.type(sent)
                #expect(keys(screen, count: 1) == [key], "\(sent.debugDescription)")
            }
        }

        @Test func `Keys that come together are told in their order`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            terminal.type("j\u{1B}OBü/ab\r\u{3}")
            #expect(
                keys(screen, count: 8) == [
                    .character("j"), .down, .character("ü"), .character("/"), .character("a"),
                    .character("b"), .enter, .control("c"),
                ])
        }

        @Test func `A character whose bytes come one by one is whole`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            for byte in "€".utf8 {
                #expect(screen.readKeys().isEmpty)
                terminal.type([byte])
                while !screen.wait(milliseconds: 10_000).contains(.keys) {}
                if byte == 0xAC { #expect(screen.readKeys() == [.character("€")]) }
            }
        }

        @Test func `What no terminal description knows is never taken for letters`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen("vt100")
            // Ctrl and right, Alt and page down, an F key, a focus report, half a character.
            terminal.type("\u{1B}[1;5C\u{1B}[6;3~\u{1B}[24~\u{1B}[I")
            terminal.type([0xE2, 0x82])
            terminal.type("k")
            #expect(keys(screen, count: 1) == [.character("k")])
        }

        @Test(arguments: ["xterm-256color", "screen", "vt100", "linux"])
        func `Pasted text is told as such, and the terminal is asked for it while we have it`(
            name: String
        ) throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen(name)
            #expect(terminal.read().holds("\u{1B}[?2004h"))
            terminal.type("j\u{1B}[200~qX\r\u{1B}[Bü\u{1B}[201~k")
            let keys = keys(screen, count: 3)
            #expect(keys.first == .character("j") && keys.last == .character("k"))
            #expect(keys.count == 3)
            guard case .paste(let text) = keys[1] else {
                Issue.record("\(keys)")
                return
            }
            // What curses takes for a key of its own is left out of it.
            #expect(text.hasPrefix("qX\r") && text.hasSuffix("ü"))
            screen.suspend {
                #expect(terminal.read().holds("\u{1B}[?2004l"))
            }
            #expect(terminal.read().holds("\u{1B}[?2004h"))
            screen.close()
            #expect(terminal.read().holds("\u{1B}[?2004l"))
        }

        @Test func `The mouse is told where it is on`() throws {
            let terminal = try PseudoTerminal()
            let screen = try terminal.screen()
            _ = terminal.read()
            screen.setMouse(isOn: true)
            #expect(terminal.read { $0.holds("1000") }.holds("h"))
            terminal.type("\u{1B}[<0;11;6M\u{1B}[<0;11;6m\u{1B}[<0;11;6M\u{1B}[<0;11;6m")
            terminal.type("\u{1B}[<64;1;1M\u{1B}[<65;2;3M\u{1B}[<0;12;6M")
            #expect(
                keys(screen, count: 5) == [
                    .mouse(MouseEvent(kind: .press, row: 5, column: 10)),
                    .mouse(MouseEvent(kind: .doublePress, row: 5, column: 10)),
                    .mouse(MouseEvent(kind: .wheelUp, row: 0, column: 0)),
                    .mouse(MouseEvent(kind: .wheelDown, row: 2, column: 1)),
                    .mouse(MouseEvent(kind: .press, row: 5, column: 11)),
                ])
            screen.setMouse(isOn: false)
            #expect(terminal.read { $0.holds("1000") }.holds("l"))
        }
    }
}
