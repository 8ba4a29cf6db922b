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
