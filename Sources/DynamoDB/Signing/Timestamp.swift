import Glibc

/// A moment of the wall clock, in whole seconds since 1970-01-01 UTC.
///
/// What a signature, an expiry and the `Date` header speak of. Read without Foundation: one is made for
/// every request.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    package static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec))
    }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

    package static func + (time: Timestamp, seconds: Int64) -> Timestamp {
        Timestamp(seconds: time.seconds + seconds)
    }

    /// Seconds from `b` to `a`.
    package static func - (a: Timestamp, b: Timestamp) -> Int64 { a.seconds - b.seconds }
}

extension Timestamp {
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard
            (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        // Days since 1970 of the proleptic Gregorian calendar; a year begins in March, so that the leap
        // day is its last.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// Year, month, day of the date in UTC.
    private var civil: (year: Int, month: Int, day: Int) {
        let days = Int((Double(seconds) / 86_400).rounded(.down)) + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The 16 bytes of `20150830T123600Z`.
    var basicFormat: [UInt8] {
        let date = civil
        let time = Int(((seconds % 86_400) + 86_400) % 86_400)
        var text: [UInt8] = []
        text.reserveCapacity(16)
        func put(_ number: Int, _ digits: Int) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
                divisor /= 10
            }
        }
        put(date.year, 4)
        put(date.month, 2)
        put(date.day, 2)
        text.append(UInt8(ascii: "T"))
        put(time / 3_600, 2)
        put(time / 60 % 60, 2)
        put(time % 60, 2)
        text.append(UInt8(ascii: "Z"))
        return text
    }

    /// Reads the `Date` header, `Sun, 30 Aug 2015 12:36:00 GMT`.
    package init?(httpDate text: String) {
        let words = text.split(whereSeparator: { $0 == " " || $0 == ":" })
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard
            words.count == 8, words[7] == "GMT",
            let month = months.firstIndex(of: String(words[2])),
            let day = Int(words[1]), let year = Int(words[3]), let hour = Int(words[4]),
            let minute = Int(words[5]), let second = Int(words[6])
        else { return nil }
        self.init(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    }

    /// Reads an ISO 8601 time in UTC or with an offset: `2026-05-01T12:00:00Z`, `…12:00:00.5+02:00`.
    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var result = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                result = result * 10 + Int(byte - 48)
            }
            return result
        }
        guard
            bytes.count >= 20, let year = number(0..<4), let month = number(5..<7),
            let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let local = Timestamp(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        var at = 19
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
        }
        let zone = bytes[at...]
        switch zone.first {
        case UInt8(ascii: "Z") where zone.count == 1: self = local
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let hasColon = zone.count == 6 && zone[at + 3] == UInt8(ascii: ":")
            guard
                hasColon || zone.count == 5, let hours = number(at + 1..<at + 3),
                let minutes = number(at + (hasColon ? 4 : 3)..<at + (hasColon ? 6 : 5))
            else { return nil }
            let offset = Int64(hours * 3_600 + minutes * 60)
            self = local + (zone.first == UInt8(ascii: "-") ? offset : -offset)
        default: return nil
        }
    }
}
