/// Numbers as DynamoDB takes them, without Foundation.
extension ByteWriter {
    package func appendInteger(_ number: Int64) {
        // 20 bytes hold any Int64 with its sign.
        let room = reserve(20)
        var at = 0
        if number < 0 {
            room.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
            at = 1
        }
        commit(at + Self.writeDigits(number.magnitude, to: room + at))
    }

    /// Writes the shortest text that reads back the same: `0.99`, `12`, `1e+20`; both zeros are `0`.
    ///
    /// The number must be finite. Whether DynamoDB's range holds it, says `DynamoNumber.problem(of:)`.
    /// - Returns: its stored bytes, as `ItemSize` counts them.
    @discardableResult
    package func appendReal(_ number: Double) -> Int {
        assert(number.isFinite, "DynamoDB has no infinity and no NaN")
        if let size = appendShortDecimal(number) { return size }
        let start = count
        var text = number.description
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
        // Large integers come with a needless fraction.
        if text.hasSuffix(".0") { truncate(to: count - 2) }
        return ItemSize.ofNumber(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    /// Writes a number of at most 15 digits, six of them decimals: nearly all there are in databases.
    ///
    /// A decimal of 15 digits or fewer that reads back the same is the shortest one: two such decimals
    /// never share a Double. Scaling back divides two exact numbers, so it rounds as reading does.
    /// - Returns: its stored bytes; nil where it is another number, and nothing is written.
    private func appendShortDecimal(_ number: Double) -> Int? {
        let magnitude = number.magnitude
        guard magnitude < 1e15 else { return nil }
        var scale: Int64 = 1
        var decimals = 0
        // Rounded by hand: the standard library's rounding is a call into libm.
        var scaled = Int64(magnitude + 0.5)
        while Double(scaled) / Double(scale) != magnitude {
            guard decimals < 6, scaled < 100_000_000_000_000 else { return nil }
            decimals &+= 1
            scale &*= 10
            scaled = Int64(magnitude * Double(scale) + 0.5)
        }
        guard scaled < 1_000_000_000_000_000 else { return nil }
        guard decimals > 0 else {
            let whole = number < 0 ? -scaled : scaled
            appendInteger(whole)
            return ItemSize.ofInteger(whole)
        }
        if number < 0 { append(UInt8(ascii: "-")) }
        let digits = UInt64(bitPattern: scaled)
        let divisor = UInt64(bitPattern: scale)
        let room = reserve(32)
        let whole = digits / divisor
        var at = Self.writeDigits(whole, to: room)
        room.storeBytes(of: UInt8(ascii: "."), toByteOffset: at, as: UInt8.self)
        at &+= 1
        var fraction = digits &- whole &* divisor
        var place = at &+ decimals
        while place > at {
            place &-= 1
            room.storeBytes(
                of: UInt8(truncatingIfNeeded: 48 &+ fraction % 10), toByteOffset: place,
                as: UInt8.self)
            fraction /= 10
        }
        commit(at &+ decimals)
        // Neither end has a zero: one more decimal was needed than the last, and digits begin with the first.
        let significant = DecimalDigits.count(digits)
        return ItemSize.ofNumber(
            wholeDigits: max(0, significant &- decimals), decimals: min(significant, decimals),
            isNegative: number < 0)
    }

    /// Writes the decimal digits of a number; says how many.
    @inline(__always)
    private static func writeDigits(_ number: UInt64, to target: UnsafeMutableRawPointer) -> Int {
        let count = DecimalDigits.count(number)
        var rest = number
        var at = count
        while at > 0 {
            at &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            target.storeBytes(
                of: UInt8(truncatingIfNeeded: 48 &+ digit), toByteOffset: at, as: UInt8.self)
            rest = quotient
        }
        return count
    }
}

/// Counts decimal digits.
enum DecimalDigits {
    /// 1 for zero.
    @inline(__always)
    static func count(_ number: UInt64) -> Int {
        var count = 1
        var rest = number
        while rest >= 10_000 {
            rest /= 10_000
            count &+= 4
        }
        if rest >= 1_000 { return count &+ 3 }
        if rest >= 100 { return count &+ 2 }
        if rest >= 10 { return count &+ 1 }
        return count
    }
}
