/// A day and a minute of it, as SQLite's date functions write it.
struct SampleDate {
    var year: Int
    /// From 0; 29 February is passed over, so that every year has 365.
    var day: Int
    var minute = 0

    private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// `2021-03-09 14:05:00`.
    var text: String {
        var rest = day
        var month = 0
        while rest >= Self.monthLengths[month] {
            rest -= Self.monthLengths[month]
            month += 1
        }
        return "\(year)-\((month + 1).twoDigits)-\((rest + 1).twoDigits) "
            + "\((minute / 60).twoDigits):\((minute % 60).twoDigits):00"
    }
}

extension Int {
    fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}

extension String {
    /// The letters as an e-mail address has them: small, and none beyond ASCII.
    var folded: String {
        let plain: [Character: String] = [
            "å": "aa", "ä": "ae", "ã": "a", "á": "a", "č": "c", "ë": "e", "í": "i", "ï": "i",
            "ł": "l", "ń": "n",
            "ó": "o", "ø": "oe", "ö": "oe", "ü": "ue",
        ]
        return lowercased().map { plain[$0] ?? String($0) }.joined()
    }
}
