import DynamoItem
import SQLiteSource

/// Dates and times: SQLite keeps them as text, as Julian days (REAL) or as seconds since 1970 (INTEGER).
extension EncodePass {
    mutating func writeDate(
        _ field: EncodeField, _ row: SourceRow, _ storage: SourceRow.StorageClass
    ) -> Outcome {
        let milliseconds: Int64?
        switch storage {
        case .integer:
            milliseconds = SourceDate.milliseconds(seconds: row.integer(at: field.column))
        case .real:
            milliseconds = SourceDate.milliseconds(julianOrSeconds: row.real(at: field.column))
        case .text:
            guard let text = row.text(at: field.column) else { return outOfMemory(field) }
            milliseconds = SourceDate.milliseconds(text: text)
        case .blob, .null: milliseconds = nil
        }
        guard let milliseconds else { return problem(field, row, "not a date") }
        if field.target == .epochSeconds {
            return writeInteger(field, milliseconds.flooredQuotient(1_000))
        }
        open(field, .string)
        let start = writer.count
        SourceDate.append(milliseconds, to: writer)
        let bytes = writer.count - start
        close()
        count(field, bytes)
        return .written
    }
}

/// Dates of the proleptic Gregorian calendar, years 0 to 9999, as milliseconds since 1970 in UTC.
enum SourceDate {
    /// 9999-12-31T23:59:59.999Z and 0000-01-01T00:00:00Z.
    private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    static func milliseconds(seconds: Int64) -> Int64? {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        return overflow || !range.contains(milliseconds) ? nil : milliseconds
    }

    /// SQLite's own rule ('auto'): what can be a Julian day is one, anything else is seconds.
    static func milliseconds(julianOrSeconds number: Double) -> Int64? {
        guard number.isFinite else { return nil }
        let isJulian = number >= 0 && number < 5_373_484.5
        let milliseconds =
            (isJulian ? (number - 2_440_587.5) * 86_400_000 : number * 1_000).rounded()
        guard milliseconds.magnitude < 1e15 else { return nil }
        return range.contains(Int64(milliseconds)) ? Int64(milliseconds) : nil
    }

    /// `2024-05-01`, `2024-05-01 10:00`, `…T10:00:00.123`, with `Z` or `+02:00` at the end; without, UTC.
    static func milliseconds(text: UnsafeRawBufferPointer) -> Int64? {
        var scan = Scan(text: text)
        guard let year = scan.number(4), scan.take("-"), let month = scan.number(2), scan.take("-"),
            let day = scan.number(2), (1...12).contains(month),
            (1...days(of: month, in: year)).contains(day)
        else { return nil }
        var milliseconds = daysSince1970(year, month, day) * 86_400_000
        if scan.isAtEnd { return milliseconds }
        guard scan.take("T") || scan.take(" "), let hour = scan.number(2), scan.take(":"),
            let minute = scan.number(2), hour < 24, minute < 60
        else { return nil }
        milliseconds += (hour * 60 + minute) * 60_000
        if scan.take(":") {
            guard let second = scan.number(2), second < 60 else { return nil }
            milliseconds += second * 1_000
            if scan.take(".") {
                guard let fraction = scan.milliseconds() else { return nil }
                milliseconds += fraction
            }
        }
        if scan.take("Z") || scan.isAtEnd {
            return scan.isAtEnd && range.contains(milliseconds) ? milliseconds : nil
        }
        _ = scan.take(" ")
        let sign: Int64 = scan.take("+") ? 1 : scan.take("-") ? -1 : 0
        guard sign != 0, let hours = scan.number(2), scan.take(":"), let minutes = scan.number(2),
            hours < 15, minutes < 60, scan.isAtEnd
        else { return nil }
        milliseconds -= sign * (hours * 60 + minutes) * 60_000
        return range.contains(milliseconds) ? milliseconds : nil
    }

    /// Writes `2024-05-01T10:00:00Z`, with milliseconds where there are any.
    static func append(_ milliseconds: Int64, to writer: ByteWriter) {
        let days = milliseconds.flooredQuotient(86_400_000)
        let rest = milliseconds - days * 86_400_000
        let date = civil(days)
        func digits(_ number: Int64, _ count: Int) {
            var divisor: Int64 = 1
            for _ in 1..<count { divisor *= 10 }
            var number = number
            while divisor > 0 {
                writer.append(UInt8(ascii: "0") + UInt8(number / divisor))
                number %= divisor
                divisor /= 10
            }
        }
        digits(date.year, 4)
        writer.append(UInt8(ascii: "-"))
        digits(date.month, 2)
        writer.append(UInt8(ascii: "-"))
        digits(date.day, 2)
        writer.append(UInt8(ascii: "T"))
        digits(rest / 3_600_000, 2)
        writer.append(UInt8(ascii: ":"))
        digits(rest / 60_000 % 60, 2)
        writer.append(UInt8(ascii: ":"))
        digits(rest / 1_000 % 60, 2)
        if rest % 1_000 > 0 {
            writer.append(UInt8(ascii: "."))
            digits(rest % 1_000, 3)
        }
        writer.append(UInt8(ascii: "Z"))
    }

    private static func days(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Howard Hinnant's days_from_civil: years begin in March, in eras of 400 years.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year.flooredQuotient(400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = days + 719_468
        let era = days.flooredQuotient(146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private struct Scan {
        let text: UnsafeRawBufferPointer
        var at = 0

        var isAtEnd: Bool { at == text.count }

        mutating func take(_ sign: Unicode.Scalar) -> Bool {
            guard at < text.count, text[at] == UInt8(ascii: sign) else { return false }
            at += 1
            return true
        }

        mutating func number(_ count: Int) -> Int64? {
            guard at + count <= text.count else { return nil }
            var number: Int64 = 0
            for byte in text[at..<at + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + Int64(byte - 0x30)
            }
            at += count
            return number
        }

        /// A fraction's digits; past the third they are cut off.
        mutating func milliseconds() -> Int64? {
            let start = at
            var number: Int64 = 0
            while at < text.count, (0x30...0x39).contains(text[at]) {
                if at - start < 3 { number = number * 10 + Int64(text[at] - 0x30) }
                at += 1
            }
            guard at > start else { return nil }
            for _ in min(at - start, 3)..<3 { number *= 10 }
            return number
        }
    }
}

extension Int64 {
    /// Rounds towards minus infinity.
    func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
