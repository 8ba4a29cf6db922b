import CNcurses

/// Makes keys of what curses reads: bytes, and the keys it knows.
///
/// Bytes are put together to characters here, since curses forgets the first half of a character whose
/// second half is still on its way. A sequence that curses does not know (Ctrl and an arrow, a terminal
/// other than TERM says) is never taken for the letters it is made of.
struct KeyDecoder {
    /// What has come: a byte or one of `sluice_key`, and where the mouse was.
    struct Code {
        var value: Int32
        var row = 0
        var column = 0
    }

    /// The first bytes of a character.
    private var unfinished: [UInt8] = []
    private var lastPress: (row: Int, column: Int, at: ContinuousClock.Instant)?
    private static let doublePress = Duration.milliseconds(400)
    private static let escape: Int32 = 27

    /// The keys of all that came at once.
    mutating func decode(_ codes: [Code], at now: ContinuousClock.Instant) -> [Key] {
        var keys: [Key] = []
        var rest = codes[...]
        while let code = rest.popFirst() {
            if code.value >= 256 {
                unfinished = []
                if let key = key(of: code, at: now) { keys.append(key) }
            } else if code.value == Self.escape, let key = Self.sequence(&rest) {
                if let known = key.known { keys.append(known) }
            } else if let key = key(of: UInt8(truncatingIfNeeded: code.value)) {
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

    /// The rest of a sequence that begins with ESC [ or ESC O: taken away whole, nil where it is none.
    private static func sequence(_ rest: inout ArraySlice<Code>) -> (known: Key?, Void)? {
        guard let kind = rest.first?.value, kind == 0x5B || kind == 0x4F else { return nil }
        var parameter = ""
        var looked = rest.dropFirst()
        while let code = looked.popFirst() {
            switch code.value {
            case 0x20...0x3F where kind == 0x5B:
                parameter.unicodeScalars.append(Unicode.Scalar(UInt8(code.value)))
            case 0x40...0x7E:
                rest = looked
                return (known(parameter, end: Unicode.Scalar(UInt8(code.value))), ())
            default: return nil
            }
        }
        return nil
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

    private mutating func key(of code: Code, at now: ContinuousClock.Instant) -> Key? {
        switch sluice_key(rawValue: code.value) {
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
        case SLUICE_KEY_PRESS: .mouse(press(code, at: now))
        case SLUICE_KEY_WHEEL_UP:
            .mouse(MouseEvent(kind: .wheelUp, row: code.row, column: code.column))
        case SLUICE_KEY_WHEEL_DOWN:
            .mouse(MouseEvent(kind: .wheelDown, row: code.row, column: code.column))
        default: nil
        }
    }

    /// Two presses of the same cell, one soon after the other, are a press and a double press.
    private mutating func press(_ code: Code, at now: ContinuousClock.Instant) -> MouseEvent {
        var event = MouseEvent(kind: .press, row: code.row, column: code.column)
        if let last = lastPress, last.row == code.row, last.column == code.column,
            last.at.duration(to: now) <= Self.doublePress
        {
            event.kind = .doublePress
            lastPress = nil
        } else {
            lastPress = (code.row, code.column, now)
        }
        return event
    }
}

extension CursesScreen {
    package func readKeys() -> [Key] {
        var codes: [KeyDecoder.Code] = []
        var row: Int32 = 0
        var column: Int32 = 0
        while true {
            let value = sluice_terminal_key(terminal, &row, &column)
            if value < 0 { break }
            codes.append(KeyDecoder.Code(value: value, row: Int(row), column: Int(column)))
        }
        return decoder.decode(codes, at: .now)
    }

    /// Lets the terminal tell of presses and the wheel; its own selection of text then needs Shift.
    package func setMouse(isOn: Bool) { sluice_terminal_mouse(terminal, isOn) }
}
