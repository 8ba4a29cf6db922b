import DynamoItem

/// A number on its way into storage: checked, normalised, and as bytes that sort like numbers.
enum NumberText {
    /// Appends the normalised text; returns the stored size.
    static func append(_ text: UnsafeRawBufferPointer, to out: ByteWriter) throws -> Int {
        if let problem = DynamoNumber.problem(of: text) { throw refusal(problem, text) }
        if isNormal(text) {
            out.append(text)
        } else if let number = DynamoNumber(text) {
            out.append(number.normalised)
        }
        return ItemSize.ofNumber(text)
    }

    static func normalised(_ text: UnsafeRawBufferPointer) throws -> [UInt8] {
        let out = ByteWriter(capacity: 64)
        _ = try append(text, to: out)
        return out.array
    }

    private static func refusal(
        _ problem: NumberProblem, _ text: UnsafeRawBufferPointer
    ) -> ServiceError {
        switch problem {
        case .notANumber:
            text.isEmpty
                ? .validation("The parameter cannot be converted to a numeric value")
                : .validation(
                    "The parameter cannot be converted to a numeric value: "
                        + String(decoding: text, as: UTF8.self))
        case .tooManyDigits:
            .validation("Attempting to store more than 38 significant digits in a Number")
        case .tooLarge:
            .validation(
                "Number overflow. Attempting to store a number with magnitude larger than supported range"
            )
        case .tooSmall:
            .validation(
                "Number underflow. Attempting to store a number with magnitude smaller than supported range"
            )
        }
    }

    /// True for what `normalised` would give back unchanged: the common case, told without allocating.
    private static func isNormal(_ text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        if text[0] == UInt8(ascii: "-") { at = 1 }
        guard at < text.count, isDigit(text[at]) else { return false }
        if text[at] == UInt8(ascii: "0") {
            if text.count == 1 { return true }
            guard at + 1 < text.count, text[at + 1] == UInt8(ascii: ".") else { return false }
        }
        var hasPoint = false
        while at < text.count {
            if text[at] == UInt8(ascii: ".") {
                if hasPoint { return false }
                hasPoint = true
            } else if !isDigit(text[at]) {
                return false
            }
            at &+= 1
        }
        let last = text[text.count - 1]
        return !hasPoint || (last != UInt8(ascii: "0") && last != UInt8(ascii: "."))
    }

    /// Bytes whose memcmp order is the numbers' order, from normalised text.
    ///
    /// Sign class (0x40 negative, 0x80 zero, 0xC0 positive), the decimal exponent as one byte
    /// (-130…125 are 256 values), then two digits a byte. A negative number has exponent and digits
    /// complemented, and a last 0xFF so that the shorter of two sorts as the greater.
    static func sortable(_ text: [UInt8]) -> [UInt8] {
        let isNegative = text.first == UInt8(ascii: "-")
        var digits: [UInt8] = []
        var exponent = 0
        var afterPoint = false
        for byte in text {
            if byte == UInt8(ascii: ".") { afterPoint = true }
            guard isDigit(byte) else { continue }
            if digits.isEmpty {
                if byte == UInt8(ascii: "0") {
                    if afterPoint { exponent -= 1 }
                    continue
                }
                exponent = afterPoint ? exponent - 1 : 0
            } else if !afterPoint {
                exponent += 1
            }
            digits.append(byte - 0x30)
        }
        guard !digits.isEmpty else { return [0x80] }
        while digits.last == 0 { digits.removeLast() }
        let biased = UInt8(clamping: exponent + 130)
        var out: [UInt8] = isNegative ? [0x40, 255 - biased] : [0xC0, biased]
        var at = 0
        while at < digits.count {
            let pair = digits[at] * 10 + (at + 1 < digits.count ? digits[at + 1] : 0) + 1
            out.append(isNegative ? 101 - pair : pair)
            at += 2
        }
        if isNegative { out.append(0xFF) }
        return out
    }
}
