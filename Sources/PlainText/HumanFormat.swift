/// Numbers as people read them.
///
/// No locale, no Foundation: the same text everywhere.
package enum HumanFormat {
    /// A count with separators: `1,234,567`.
    package static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (at, digit) in digits.enumerated() {
            if at > 0, (digits.count - at).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `0`, `940`, `31.2k`, `4.13M`, `1.20G`: three figures.
    package static func short(_ number: Double) -> String {
        scaled(number, [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)], separator: "")
    }

    /// `0 B`, `940 B`, `12.3 MB`: decimal units, three figures.
    package static func bytes(_ number: Double) -> String {
        scaled(
            number, [("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15)],
            separator: " ")
    }

    package static func bytes(_ number: Int) -> String { bytes(Double(number)) }

    private static func scaled(
        _ number: Double, _ units: [(name: String, size: Double)], separator: String
    ) -> String {
        guard number.isFinite, number >= 0 else { return "–" }
        var at = 0
        // Not 1,000 but what would be rounded to it: 999.6 kB is 1.00 MB, not 1000 kB.
        while at + 1 < units.count, number / units[at].size >= 999.5 { at += 1 }
        let value = number / units[at].size
        let digits = at == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        return fixed(value, digits) + separator + units[at].name
    }

    /// A number with so many digits after the point, 0 to 3.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = [1.0, 10, 100, 1_000][min(3, max(0, digits))]
        let whole = (value * scale).rounded()
        guard whole.magnitude < 9e15 else { return "\(value)" }
        let units = Int(whole.magnitude)
        let sign = whole < 0 ? "-" : ""
        guard digits > 0 else { return sign + String(units) }
        let step = Int(scale)
        let fraction = String(units % step)
        return sign + String(units / step) + "."
            + String(repeating: "0", count: min(3, digits) - fraction.count) + fraction
    }

    /// `48.3%`.
    ///
    /// Never `100.0%` before it is: rule 7 of the design.
    package static func percent(_ share: Double) -> String {
        guard share < 1 else { return "100.0%" }
        return fixed(min(99.9, max(0, share * 100)), 1) + "%"
    }

    /// A sentence with its numbers of bytes as people read them: `the item is 440,284 bytes`.
    ///
    /// Numbers of anything else, such as keys, stay as they are.
    package static func readable(_ sentence: String) -> String {
        guard sentence.utf8.count < 10_000, sentence.contains("byte") else { return sentence }
        var words = sentence.split(separator: " ", omittingEmptySubsequences: false)
        for at in words.indices {
            let digits = words[at].prefix { $0.isASCII && $0.isNumber }
            guard (4...18).contains(digits.count), let number = Int(digits) else { continue }
            let isCounted =
                at + 1 < words.endIndex && digits.count == words[at].count
                && words[at + 1].hasPrefix("byte")
            // `DynamoDB holds 409600` goes without the word.
            let isLimit = at > 0 && words[at - 1] == "holds"
            guard isCounted || isLimit else { continue }
            words[at] = Substring(count(number) + words[at].dropFirst(digits.count))
        }
        return words.joined(separator: " ")
    }

    /// `340 ms`, `12 s`, `1m 20s`, `2h 05m`, `3d 04h`.
    package static func duration(milliseconds: Int64) -> String {
        let milliseconds = max(0, milliseconds)
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        let seconds = milliseconds / 1_000
        if seconds < 10 { return fixed(Double(milliseconds / 100) / 10, 1) + " s" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60)m \(two(seconds % 60))s" }
        if seconds < 86_400 { return "\(seconds / 3_600)h \(two(seconds / 60 % 60))m" }
        return "\(seconds / 86_400)d \(two(seconds / 3_600 % 24))h"
    }

    /// `1 row`, `3 rows`.
    package static func plural(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        count(number) + " " + (number == 1 ? one : many ?? one + "s")
    }

    private static func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }

    /// `2025-11-22T09:51:03Z`, with `.123` before the Z where asked.
    package static func time(milliseconds: Int64, fraction: Bool = false) -> String {
        let days = floorDivide(milliseconds, 86_400_000)
        let rest = milliseconds - days * 86_400_000
        let date = civil(days: days)
        let year = String(date.year)
        var text = String(repeating: "0", count: max(0, 4 - year.count)) + year
        text += "-" + two(date.month) + "-" + two(date.day) + "T" + two(rest / 3_600_000) + ":"
        text += two(rest / 60_000 % 60) + ":" + two(rest / 1_000 % 60)
        if fraction {
            let milli = String(rest % 1_000)
            text += "." + String(repeating: "0", count: 3 - milli.count) + milli
        }
        return text + "Z"
    }

    private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
        a / b - (a % b < 0 ? 1 : 0)
    }

    /// The Gregorian date of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level
    /// Date Algorithms", civil_from_days).
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
