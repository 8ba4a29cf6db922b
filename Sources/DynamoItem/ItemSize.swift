/// Stored sizes as DynamoDB counts them against its 409,600 bytes (DYNAMODB.md 1.1).
public enum ItemSize {
    /// What a list or a map takes besides its elements.
    package static let listOverhead = 3
    package static let mapOverhead = 3
    /// What each element of a list or member of a map takes besides itself.
    package static let perElement = 1
    /// Of BOOL and of NULL.
    package static let ofFlag = 1

    package static func ofInteger(_ number: Int64) -> Int {
        var rest = number.magnitude
        if rest == 0 { return 1 }
        while rest % 10 == 0 { rest /= 10 }
        return 1 + (DecimalDigits.count(rest) + 1) / 2 + (number < 0 ? 1 : 0)
    }

    /// Of a number by its significant digits on each side of the point.
    static func ofNumber(wholeDigits: Int, decimals: Int, isNegative: Bool) -> Int {
        1 + (wholeDigits + 1) / 2 + (decimals + 1) / 2 + (isNegative ? 1 : 0)
    }

    /// Of a number's text; 0 where it is none.
    package static func ofNumber(_ text: UnsafeRawBufferPointer) -> Int {
        DigitScan(text)?.storedBytes ?? 0
    }

    package static func ofNumber(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { ofNumber(UnsafeRawBufferPointer($0)) }
    }

    package static func of(_ value: AttributeValue) -> Int {
        switch value {
        case .string(let text): text.utf8.count
        case .number(let text): ofNumber(text)
        case .binary(let bytes): bytes.count
        case .bool, .null: ofFlag
        case .list(let elements):
            elements.reduce(listOverhead) { $0 + perElement + of($1) }
        case .map(let item):
            item.attributes.reduce(mapOverhead) {
                $0 + perElement + $1.name.utf8.count + of($1.value)
            }
        case .stringSet(let elements): elements.reduce(0) { $0 + $1.utf8.count }
        case .numberSet(let elements): elements.reduce(0) { $0 + ofNumber($1) }
        case .binarySet(let elements): elements.reduce(0) { $0 + $1.count }
        }
    }

    package static func of(_ item: Item) -> Int {
        item.attributes.reduce(0) { $0 + $1.name.utf8.count + of($1.value) }
    }

    /// The write units of one put: a kilobyte each, rounded up, one at least.
    @inlinable public static func writeUnits(bytes: Int) -> Int {
        max(1, (bytes &+ 1_023) / 1_024)
    }
}
