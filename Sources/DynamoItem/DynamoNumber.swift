/// A number as DynamoDB has it: decimal, exact, compared by value (`1.50` is `1.5`, `-0` is `0`).
package struct DynamoNumber: Sendable, Hashable {
    package let isNegative: Bool
    /// Significant digits as ASCII, neither leading nor trailing zeros; empty for zero.
    let digits: [UInt8]
    /// The value is 0.digits × 10^point.
    let point: Int

    /// nil where the text is not a number; one out of DynamoDB's range is read, see `problem`.
    package init?(_ text: UnsafeRawBufferPointer) {
        guard let scan = DigitScan(text) else { return nil }
        isNegative = scan.isNegative && scan.digits > 0
        point = scan.point
        digits = text[scan.significant].filter { $0 != UInt8(ascii: ".") }
    }

    package init?(_ text: String) {
        var text = text
        guard let number = text.withUTF8({ DynamoNumber(UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = number
    }

    package var isZero: Bool { digits.isEmpty }

    /// Why DynamoDB refuses it; nil where it takes it.
    package var problem: NumberProblem? {
        if digits.isEmpty { return nil }
        if digits.count > DynamoLimits.numberDigits { return .tooManyDigits(digits.count) }
        if point > 126 { return .tooLarge }
        if point < -129 { return .tooSmall }
        return nil
    }

    /// Why DynamoDB refuses the text as a number; nil where it takes it.
    ///
    /// It allocates nothing.
    package static func problem(of text: UnsafeRawBufferPointer) -> NumberProblem? {
        guard let scan = DigitScan(text) else { return .notANumber }
        return scan.problem
    }

    package static func problem(of text: String) -> NumberProblem? {
        var text = text
        return text.withUTF8 { problem(of: UnsafeRawBufferPointer($0)) }
    }

    /// The double that reads back from 1e126.
    ///
    /// By its bits: the compiler's literal `1e126` is the double above it.
    @usableFromInline static let leastTooLarge = Double(bitPattern: 0x5A17_A2EC_C414_A03F)

    /// Why DynamoDB refuses a double; nil where it takes it.
    ///
    /// Its digits need no check: a double's shortest text has 17 digits at most.
    @inlinable package static func problem(of number: Double) -> NumberProblem? {
        if number.isNaN { return .notANumber }
        if number.magnitude >= leastTooLarge { return .tooLarge }
        if number != 0 && number.magnitude < 1e-130 { return .tooSmall }
        return nil
    }

    /// The text as DynamoDB gives it back: no exponent, no needless zeros.
    ///
    /// Only for a number without a `problem`: any other may be as long as its exponent says, so it is
    /// written with one.
    package var normalised: String {
        if digits.isEmpty { return "0" }
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        let zero = UInt8(ascii: "0")
        let dot = UInt8(ascii: ".")
        if point > 126 || point < -129 {
            text += [zero, dot] + digits + Array("E\(point)".utf8)
        } else if point <= 0 {
            text += [zero, dot] + [UInt8](repeating: zero, count: -point) + digits
        } else if point >= digits.count {
            text += digits + [UInt8](repeating: zero, count: point - digits.count)
        } else {
            text += digits[..<point] + [dot] + digits[point...]
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension DynamoNumber: Comparable {
    package static func < (left: DynamoNumber, right: DynamoNumber) -> Bool {
        if left.sign != right.sign { return left.sign < right.sign }
        return left.isNegative ? left.exceeds(right) : right.exceeds(left)
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// True where this one's magnitude is the greater.
    private func exceeds(_ other: DynamoNumber) -> Bool {
        if point != other.point { return point > other.point }
        return other.digits.lexicographicallyPrecedes(digits)
    }
}

extension DynamoNumber: CustomStringConvertible {
    package var description: String { normalised }
}
