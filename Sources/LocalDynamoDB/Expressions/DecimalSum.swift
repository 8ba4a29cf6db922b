import DynamoItem

/// Exact sums of decimal texts: 38 digits are more than a Double or Foundation's Decimal keeps.
enum DecimalSum {
    static func text(_ left: String, _ right: String, isMinus: Bool) throws -> String {
        var a = Decimal(left)
        var b = Decimal(right)
        if isMinus { b.isNegative.toggle() }
        let scale = max(a.scale, b.scale)
        a.rescale(to: scale)
        b.rescale(to: scale)
        let count = max(a.digits.count, b.digits.count)
        a.pad(to: count)
        b.pad(to: count)
        var sum = Decimal(digits: [], scale: scale, isNegative: a.isNegative)
        if a.isNegative == b.isNegative {
            sum.digits = added(a.digits, b.digits)
        } else if !a.digits.lexicographicallyPrecedes(b.digits) {
            sum.digits = subtracted(a.digits, b.digits)
        } else {
            sum.digits = subtracted(b.digits, a.digits)
            sum.isNegative = b.isNegative
        }
        let out = ByteWriter(capacity: 320)
        _ = try Array(sum.text.utf8).withUnsafeBytes { try NumberText.append($0, to: out) }
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// Digits from the greatest down, `scale` of them after the point.
    private struct Decimal {
        var digits: [UInt8]
        var scale: Int
        var isNegative: Bool

        init(digits: [UInt8], scale: Int, isNegative: Bool) {
            self.digits = digits
            self.scale = scale
            self.isNegative = isNegative
        }

        /// From normalised text: no exponent.
        init(_ text: String) {
            let normal = DynamoNumber(text)?.normalised ?? "0"
            isNegative = normal.hasPrefix("-")
            digits = normal.utf8.filter(isDigit).map { $0 - 0x30 }
            let point = normal.utf8.firstIndex(of: UInt8(ascii: "."))
            scale = point.map { normal.utf8.distance(from: $0, to: normal.utf8.endIndex) - 1 } ?? 0
        }

        mutating func rescale(to scale: Int) {
            digits += [UInt8](repeating: 0, count: scale - self.scale)
            self.scale = scale
        }

        mutating func pad(to count: Int) {
            digits.insert(contentsOf: [UInt8](repeating: 0, count: count - digits.count), at: 0)
        }

        var text: String {
            var text = digits.map { $0 + 0x30 }
            while text.count <= scale { text.insert(0x30, at: 0) }
            if scale > 0 { text.insert(UInt8(ascii: "."), at: text.count - scale) }
            return (isNegative ? "-" : "") + String(decoding: text, as: UTF8.self)
        }
    }

    private static func added(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var sum = left
        var carry: UInt8 = 0
        for at in left.indices.reversed() {
            let digit = left[at] + right[at] + carry
            sum[at] = digit % 10
            carry = digit / 10
        }
        return carry > 0 ? [carry] + sum : sum
    }

    /// `left` must not be the lesser.
    private static func subtracted(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var difference = left
        var borrow: UInt8 = 0
        for at in left.indices.reversed() {
            let taken = right[at] + borrow
            borrow = left[at] < taken ? 1 : 0
            difference[at] = left[at] + borrow * 10 - taken
        }
        return difference
    }
}
