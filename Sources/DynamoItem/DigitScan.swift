/// One pass over a number's text: where its significant digits are and where its point is.
///
/// The value is 0.D × 10^point with D the significant digits, neither leading nor trailing zeros.
/// Grammar (AWS's, DYNAMODB.md 1.2): sign? digits[.digits]? ([eE] sign? digits)?, also `5.` and `.5`.
struct DigitScan {
    let isNegative: Bool
    /// Significant digits; 0 for zero.
    let digits: Int
    /// Digits before the decimal point, counted from the first significant one; may be negative.
    let point: Int
    /// The bytes from the first to the last significant digit; a decimal point may be among them.
    let significant: Range<Int>

    /// Exponents are cut here: far past any that DynamoDB takes, far from overflow.
    private static let exponentLimit = 1_000_000_000

    /// nil where the text is not a number.
    init?(_ text: UnsafeRawBufferPointer) {
        let count = text.count
        var at = 0
        var isNegative = false
        if at < count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        var seen = 0
        var beforePoint: Int?
        var first: (digit: Int, byte: Int)?
        var last = (digit: 0, byte: 0)
        mantissa: while at < count {
            switch text[at] {
            case UInt8(ascii: "0"): seen += 1
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                if first == nil { first = (seen, at) }
                last = (seen, at)
                seen += 1
            case UInt8(ascii: "."):
                guard beforePoint == nil else { return nil }
                beforePoint = seen
            default: break mantissa
            }
            at += 1
        }
        guard seen > 0 else { return nil }
        var exponent = 0
        if at < count {
            guard let read = Self.exponent(text, from: at) else { return nil }
            exponent = read
        }
        self.isNegative = isNegative
        if let first {
            digits = last.digit - first.digit + 1
            point = (beforePoint ?? seen) - first.digit + exponent
            significant = first.byte..<last.byte + 1
        } else {
            digits = 0
            point = 0
            significant = 0..<0
        }
    }

    private static func exponent(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var at = start
        guard text[at] == UInt8(ascii: "e") || text[at] == UInt8(ascii: "E") else { return nil }
        at += 1
        var isNegative = false
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        guard at < text.count else { return nil }
        var exponent = 0
        while at < text.count {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[at]) else { return nil }
            exponent = min(exponent * 10 + Int(text[at] - 48), exponentLimit)
            at += 1
        }
        return isNegative ? -exponent : exponent
    }

    /// Why DynamoDB refuses the number; nil where it takes it.
    var problem: NumberProblem? {
        if digits == 0 { return nil }
        if digits > DynamoLimits.numberDigits { return .tooManyDigits(digits) }
        if point > 126 { return .tooLarge }
        if point < -129 { return .tooSmall }
        return nil
    }

    /// Stored bytes: 1, half a byte a digit on each side of the point rounded up, 1 for a minus.
    var storedBytes: Int {
        let whole = min(max(point, 0), digits)
        return ItemSize.ofNumber(
            wholeDigits: whole, decimals: digits - whole, isNegative: isNegative && digits > 0)
    }
}

/// Why DynamoDB refuses a number.
package enum NumberProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case notANumber
    /// Significant digits there are; 38 are held.
    case tooManyDigits(Int)
    /// 1E+126 or more, either sign; infinity.
    case tooLarge
    /// Nearer to zero than 1E-130, and not zero.
    case tooSmall

    package var description: String {
        switch self {
        case .notANumber: "not a number"
        case .tooManyDigits(let digits): "\(digits) significant digits; DynamoDB holds 38"
        case .tooLarge: "larger than DynamoDB's 9.99…E+125"
        case .tooSmall: "nearer to zero than DynamoDB's 1E-130"
        }
    }
}
