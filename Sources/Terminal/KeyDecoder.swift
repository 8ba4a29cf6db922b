import CNcurses

/// Makes keys of what curses reads: bytes, and the keys it knows.
///
/// Bytes are put together to characters here, since curses forgets the first half of a character whose
/// second half is still on its way. A sequence that curses does not know (Ctrl and an arrow, a terminal
/// other than TERM says) is never taken for the letters it is made of.
struct KeyDecoder {
    /// The first bytes of a character.
    private var unfinished: [UInt8] = []
    private var lastPress: (row: Int, column: Int, at: ContinuousClock.Instant)?
    private static let doublePress = Duration.milliseconds(400)
    private static let escape: Int32 = 27
    private var paste: PasteDecoder?

    /// The keys of all that came at once: bytes, and keys as `sluice_key` numbers them.
    mutating func decode(_ codes: [Int32], at now: ContinuousClock.Instant) -> [Key] {
        var keys: [Key] = []
        var rest = codes[...]
        if let left = paste?.takeUnended(at: now) {
            paste = nil
            keys.append(.paste(left))
        }
        while let code = rest.popFirst() {
            if paste != nil {
                if let text = paste?.take(code, at: now) {
                    paste = nil
                    keys.append(.paste(text))
                }
            } else if code >= 256 {
                unfinished = []
                if let key = Self.key(of: code) { keys.append(key) }
            } else if code == Self.escape, let sequence = Sequence(&rest) {
                unfinished = []
                if sequence.beginsPaste {
                    paste = PasteDecoder(at: now)
                } else if let key = key(of: sequence, at: now) {
                    keys.append(key)
                }
            } else if let key = key(of: UInt8(truncatingIfNeeded: code)) {
                keys.append(key)
            }
        }
        return keys
    }

    private mutating func key(of byte: UInt8) -> Key? {
        if byte >= 0x80 {
            unfinished.append(byte)
            return character()
        }
        unfinished = []
        switch byte {
        case 9: return .tab
        case 10, 13: return .enter
        case 27: return .escape
        case 8, 127: return .backspace
        case 1...26: return .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x20...0x7E: return .character(Character(Unicode.Scalar(byte)))
        default: return nil
        }
    }

    /// The character of the bytes so far, once they are whole; what cannot become one is forgotten.
    private mutating func character() -> Key? {
        let length =
            switch unfinished[0] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard unfinished.count >= length else { return nil }
        defer { unfinished = [] }
        guard let text = String(validating: unfinished, as: UTF8.self), let character = text.first,
            // C1 controls come as two bytes.
            character.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return .character(character)
    }

    /// What follows ESC where it begins a sequence.
    private struct Sequence {
        var parameters = ""
        var end: UInt8 = 0
        /// Of the mouse's old manner: a button, a column and a row.
        var cell: [Int]?

        var beginsPaste: Bool { parameters == "200" && end == UInt8(ascii: "~") }

        /// Takes the whole sequence away; nil where it is none.
        init?(_ rest: inout ArraySlice<Int32>) {
            guard let kind = rest.first, kind == 0x5B || kind == 0x4F else { return nil }
            var looked = rest.dropFirst()
            while let code = looked.popFirst() {
                switch code {
                case 0x20...0x3F where kind == 0x5B:
                    parameters.unicodeScalars.append(
                        Unicode.Scalar(UInt8(truncatingIfNeeded: code)))
                case 0x40...0x7E:
                    end = UInt8(truncatingIfNeeded: code)
                    if kind == 0x5B, end == UInt8(ascii: "M"), parameters.isEmpty {
                        cell = looked.prefix(3).map { Int($0) - 32 }
                        looked = looked.dropFirst(3)
                    }
                    rest = looked
                    return
                default: return nil
                }
            }
            return nil
        }
    }

    private mutating func key(of sequence: Sequence, at now: ContinuousClock.Instant) -> Key? {
        if let cell = sequence.cell {
            guard cell.count == 3 else { return nil }
            return mouse(button: cell[0], column: cell[1], row: cell[2], at: now)
        }
        if sequence.parameters.first == "<" {
            let numbers = sequence.parameters.dropFirst().split(separator: ";").compactMap {
                Int($0)
            }
            // A small m is a release.
            guard numbers.count == 3, sequence.end == UInt8(ascii: "M") else { return nil }
            return mouse(button: numbers[0], column: numbers[1], row: numbers[2], at: now)
        }
        return Self.known(sequence.parameters, end: Unicode.Scalar(sequence.end))
    }

    /// Arrows and their like as they are sent where TERM says otherwise.
    private static func known(_ parameter: String, end: Unicode.Scalar) -> Key? {
        switch (parameter, end) {
        case ("", "A"): .up
        case ("", "B"): .down
        case ("", "C"): .right
        case ("", "D"): .left
        case ("", "H"), ("1", "~"), ("7", "~"): .home
        case ("", "F"), ("4", "~"), ("8", "~"): .end
        case ("5", "~"): .pageUp
        case ("6", "~"): .pageDown
        case ("3", "~"): .delete
        case ("", "Z"): .backTab
        case ("", "M"): .enter
        default: nil
        }
    }

    private static func key(of code: Int32) -> Key? {
        switch sluice_key(rawValue: code) {
        case SLUICE_KEY_UP: .up
        case SLUICE_KEY_DOWN: .down
        case SLUICE_KEY_LEFT: .left
        case SLUICE_KEY_RIGHT: .right
        case SLUICE_KEY_PAGE_UP: .pageUp
        case SLUICE_KEY_PAGE_DOWN: .pageDown
        case SLUICE_KEY_HOME: .home
        case SLUICE_KEY_END: .end
        case SLUICE_KEY_ENTER: .enter
        case SLUICE_KEY_BACKSPACE: .backspace
        case SLUICE_KEY_DELETE: .delete
        case SLUICE_KEY_BACK_TAB: .backTab
        case SLUICE_KEY_SUSPEND: .control("z")
        default: nil
        }
    }

    /// A press or a turn of the wheel; cells are counted from 1.
    private mutating func mouse(
        button: Int, column: Int, row: Int, at now: ContinuousClock.Instant
    ) -> Key? {
        let kind: MouseEvent.Kind
        switch button {
        case 0: kind = press(row, column, at: now)
        case 64: kind = .wheelUp
        case 65: kind = .wheelDown
        default: return nil
        }
        return .mouse(MouseEvent(kind: kind, row: max(0, row - 1), column: max(0, column - 1)))
    }

    /// Two presses of the same cell, one soon after the other, are a press and a double press.
    private mutating func press(
        _ row: Int, _ column: Int, at now: ContinuousClock.Instant
    ) -> MouseEvent.Kind {
        if let last = lastPress, last.row == row, last.column == column,
            last.at.duration(to: now) <= Self.doublePress
        {
            lastPress = nil
            return .doublePress
        }
        lastPress = (row, column, now)
        return .press
    }
}

extension CursesScreen {
    package func readKeys() -> [Key] {
        var codes: [Int32] = []
        // In the background, reading would stop the process.
        while isOpen, !isSuspended {
            let code = sluice_terminal_key(terminal)
            if code < 0 { break }
            codes.append(code)
        }
        return decoder.decode(codes, at: .now)
    }

    /// Lets the terminal tell of presses and the wheel; its own selection of text then needs Shift.
    package func setMouse(isOn: Bool) {
        if isOpen { sluice_terminal_mouse(terminal, isOn) }
    }
}
