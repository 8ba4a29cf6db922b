import Testing

@testable import Terminal

@Suite struct CursesDecodingTests {
    private func codes(_ text: String) -> [Int32] { text.utf8.map(Int32.init) }

    @Test func `Two presses of a cell are a double press when they are close in time`() {
        let start = ContinuousClock.now
        func kinds(_ presses: [(cell: String, at: Int)]) -> [MouseEvent.Kind] {
            var decoder = KeyDecoder()
            return presses.flatMap { press in
                decoder.decode(
                    codes("\u{1B}[<0;\(press.cell)M"), at: start + .milliseconds(press.at))
            }.compactMap { key in
                if case .mouse(let event) = key { event.kind } else { nil }
            }
        }
        #expect(kinds([("4;4", 0), ("4;4", 400)]) == [.press, .doublePress])
        #expect(kinds([("4;4", 0), ("4;4", 401)]) == [.press, .press])
        #expect(kinds([("4;4", 0), ("4;5", 10)]) == [.press, .press])
        // The third begins anew.
        #expect(kinds([("4;4", 0), ("4;4", 9), ("4;4", 18)]) == [.press, .doublePress, .press])
    }

    @Test func `The mouse's old manner is understood`() {
        var decoder = KeyDecoder()
        let press = codes("\u{1B}[M") + [32, 33 + 10, 33 + 5]
        let release = codes("\u{1B}[M") + [35, 33 + 10, 33 + 5]
        #expect(
            decoder.decode(press + release + codes("k"), at: .now)
                == [.mouse(MouseEvent(kind: .press, row: 5, column: 10)), .character("k")])
        // Columns beyond 94 are no ASCII.
        #expect(
            decoder.decode(codes("\u{1B}[M") + [96, 0xF0, 33], at: .now)
                == [.mouse(MouseEvent(kind: .wheelUp, row: 0, column: 207))])
    }

    @Test func `What is pasted is one key, however it is cut`() {
        let text = "q\r\u{1B}[A\u{1B}[201\u{3}ü\u{1B}\u{1B}[20"
        let sent = codes("a\u{1B}[200~" + text + "\u{1B}[201~z")
        let wanted: [Key] = [.character("a"), .paste(text), .character("z")]
        var decoder = KeyDecoder()
        #expect(decoder.decode(sent, at: .now) == wanted)
        // The mark of its beginning comes whole; curses waits for that.
        for cut in 7..<sent.count {
            let first = decoder.decode(Array(sent[..<cut]), at: .now)
            #expect(first + decoder.decode(Array(sent[cut...]), at: .now) == wanted)
        }
    }

    @Test func `A paste without an end is over after a second, and a huge one is cut`() {
        var decoder = KeyDecoder()
        let start = ContinuousClock.now
        #expect(decoder.decode(codes("\u{1B}[200~lost"), at: start) == [])
        #expect(decoder.decode(codes(" and"), at: start + .milliseconds(900)) == [])
        #expect(
            decoder.decode(codes("q"), at: start + .milliseconds(2_000))
                == [.paste("lost and"), .character("q")])
        let long = String(repeating: "x", count: 200_000)
        guard
            case .paste(let kept)? = decoder.decode(
                codes("\u{1B}[200~" + long + "\u{1B}[201~"), at: start
            ).first
        else {
            Issue.record("no paste")
            return
        }
        #expect((1...10_000).contains(kept.utf8.count))
        #expect(decoder.decode(codes("k"), at: start) == [.character("k")])
    }

    @Test func `GNU screen is told to pass on what is copied, in pieces`() {
        typealias Passage = CursesScreen.Passage
        let bytes = (0..<1_000).map { UInt8(0x30 + $0 % 60) }
        #expect(Passage(term: "xterm-256color", environment: [:]) == .direct)
        #expect(Passage(term: "screen-256color", environment: ["TMUX": "x"]) == .direct)
        #expect(Passage(term: "screen", environment: ["STY": "1.x"]) == .screen)
        #expect(Passage(term: "screen.xterm", environment: ["TMUX": ""]) == .unknown)
        #expect(Passage.direct.sequence(bytes) == bytes)
        let wrapped = Passage.screen.sequence(bytes)
        let text = String(decoding: wrapped, as: UTF8.self)
        #expect(text.hasPrefix("\u{1B}P") && text.hasSuffix("\u{1B}\\"))
        // What screen takes off again leaves what was wrapped.
        let pieces = text.replacing("\u{1B}P", with: "").split(separator: "\u{1B}\\")
        #expect(pieces.allSatisfy { $0.utf8.count <= 250 })
        #expect(Array(pieces.joined().utf8) == bytes)
        #expect(Passage.unknown.sequence(bytes) == wrapped + bytes)
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC2, 0x9B],
            [0x80],
            [0xE2, 0x82], [0x1B, 0x5B, 0x3C, 0x39, 0x39, 0x39, 0x4D], [0x1B, 0x5B, 0x4D, 0x20],
            [0], [0x1C], [0x1F], [Int32.max],
        ] as [[Int32]])
    func `What is no key is passed over`(bytes: [Int32]) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(bytes, at: .now) == [])
        #expect(decoder.decode(codes("k"), at: .now) == [.character("k")])
    }

    @Test func `With eight colours the bright ones are bold, and grey is never black on black`() {
        let eight = TerminalColours(count: 8)
        #expect(eight.level == .sixteen)
        let red = eight.style(Style(foreground: .indexed(9), background: .indexed(12)))
        #expect(red.foreground == 1 && red.background == 4 && red.attributes == .bold)
        let grey = eight.style(Style(foreground: .indexed(8)))
        #expect(grey.foreground == -1 && grey.attributes == .dim)
        let bright = TerminalColours(count: 16).style(Style(foreground: .indexed(9)))
        #expect(bright.foreground == 9 && bright.attributes == [])
    }

    @Test(arguments: [8, 16, 256]) func `Black on a colour is black, not the grey of bold`(
        count: Int
    ) {
        let colours = TerminalColours(count: count)
        let tab = colours.style(
            Style(foreground: .indexed(0), background: .indexed(6), attributes: .bold))
        #expect(tab.foreground == 0 && tab.background == 6 && tab.attributes == [])
        let shout = colours.style(
            Style(foreground: .indexed(7), background: .indexed(1), attributes: .bold))
        #expect(shout.attributes == .bold)
    }

    @Test func `A terminal of direct colours gets shades and never an index by accident`() {
        let direct = TerminalColours(count: 1 << 24)
        func number(_ colour: Colour) -> Int32 {
            direct.style(Style(foreground: colour)).foreground
        }
        #expect(direct.level == .direct)
        #expect(number(.standard) == -1)
        #expect(number(.direct(0x2E3440)) == 0x2E3440)
        #expect(number(.direct(0x000003)) == 8)
        #expect(number(.indexed(4)) == 4)
        #expect(number(.indexed(196)) == 0xFF0000)
        #expect(number(.indexed(244)) == 0x808080)
        #expect(number(.indexed(9)) == 0xFF0000)
    }

    @Test func `A terminal without colours gets none`() {
        let mono = TerminalColours(count: 0)
        let style = mono.style(
            Style(foreground: .indexed(1), background: .direct(1), attributes: .bold))
        #expect(style.foreground == -1 && style.background == -1 && style.attributes == .bold)
    }
}
