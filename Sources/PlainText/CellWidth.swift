// Widths are counted by scalars, as terminals and the C library count them, not by what a reader takes
// for one character: a cluster that terminals disagree about (joined emoji, variation selectors) is as
// wide as its base character, which is all that is drawn of it.

extension StringProtocol {
    /// The columns a terminal gives the text: two for wide East Asian characters and emoji, none for marks
    /// that join the character before.
    package var cellWidth: Int {
        if let width = utf8.withContiguousStorageIfAvailable(asciiWidth), let width { return width }
        var cells = TextCells(unicodeScalars)
        var width = 0
        while let cell = cells.next() { width += cell.width }
        return width
    }

    /// The text cut to so many columns; `…` says that something is missing.
    package func clipped(to width: Int) -> String {
        if utf8.count <= width { return String(self) }
        guard width > 0 else { return "" }
        var cells = TextCells(unicodeScalars)
        var used = 0
        // Where the text is cut if it turns out to be too long.
        var cut = unicodeScalars.startIndex
        while let cell = cells.next() {
            if used + cell.width <= width - 1 { cut = cells.index }
            used += cell.width
            if used > width { return String(self[..<cut]) + "…" }
        }
        return String(self)
    }

    /// The text with spaces after it, or before it, up to so many columns.
    package func padded(to width: Int, atRight: Bool = false) -> String {
        let spaces = String(repeating: " ", count: Swift.max(0, width - cellWidth))
        return atRight ? spaces + self : self + spaces
    }
}

/// The width of a text of printable ASCII; nil where it holds anything else.
private func asciiWidth(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    for byte in bytes where byte &- 0x20 >= 0x5F { return nil }
    return bytes.count
}

extension Character {
    package var cellWidth: Int { String(self).cellWidth }
}

extension Unicode.Scalar {
    /// The columns of the scalar by itself: 0 for what joins the character before it or is not seen at all.
    ///
    /// Ambiguous width is 1, as everywhere outside old East Asian locales. A control, bidi or other format
    /// character counts 1: that is what its replacement takes.
    package var cellWidth: Int {
        // The common ones first: Latin, and the boxes, blocks and signs that screens are drawn with.
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        if 0x2500...0x25FC ~= value { return 1 }
        if isJoining { return 0 }
        return isWide ? 2 : 1
    }

    /// True for marks that are drawn over the character before them, and for what only joins or selects.
    package var isJoining: Bool {
        switch value {
        case 0..<0x300: value == 0xAD
        // Vowels and final consonants of Korean syllables: they join the consonant before.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: true
        case 0x200C...0x200D, 0xFE00...0xFE0F, 0xE0000...0xE01EF: true
        // Skin tones: part of the emoji before.
        case 0x1F3FB...0x1F3FF: true
        default:
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark: true
            default: false
            }
        }
    }

    /// East Asian Width W or F (UAX #11), as glibc 2.36 and Unicode 14 have it.
    fileprivate var isWide: Bool {
        switch value {
        case 0..<0x1100: false
        case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3,
            0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F, 0x2693, 0x26A1,
            0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE, 0x26D4, 0x26EA,
            0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728, 0x274C,
            0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x27B0, 0x27BF, 0x2B1B...0x2B1C,
            0x2B50, 0x2B55, 0x2E80...0x303E, 0x3041...0x31E3, 0x31F0...0x321E, 0x3220...0xA4C6,
            0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFE10...0xFE19, 0xFE30...0xFE6B,
            0xFF01...0xFF60, 0xFFE0...0xFFE6:
            true
        case 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A,
            0x1F200...0x1F265, 0x1F300...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C,
            0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4,
            0x1F3F8...0x1F43E, 0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E,
            0x1F550...0x1F567, 0x1F57A, 0x1F595...0x1F596, 0x1F5A4, 0x1F5FB...0x1F64F,
            0x1F680...0x1F6C5, 0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC,
            0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
            0x1F947...0x1F9FF, 0x1FA70...0x1FAF8, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
