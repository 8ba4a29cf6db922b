extension ErrorGroup {
    /// A message without how long it took: `failed to connect after 4 ms` is the same each time.
    ///
    /// Of a quarantine the cause stays as it is: a retry names it.
    static func cause(of message: String) -> String {
        guard message.contains(" ms") || message.contains(" milliseconds") else { return message }
        var words = message.split(separator: " ", omittingEmptySubsequences: false)
        var at = 1
        while at < words.count {
            let unit = words[at].prefix(while: \.isLetter)
            guard unit == "ms" || unit == "milliseconds", isNumber(words[at - 1]) else {
                at += 1
                continue
            }
            // What follows the unit, a colon most often, goes to the word before.
            let rest = words[at].dropFirst(unit.count)
            let start = at >= 2 && ["after", "in", "for"].contains(words[at - 2]) ? at - 2 : at - 1
            guard start > 0 else {
                at += 1
                continue
            }
            words[start - 1] += rest
            words.removeSubrange(start...at)
            at = start + 1
        }
        return words.joined(separator: " ")
    }

    private static func isNumber(_ word: Substring) -> Bool {
        !word.isEmpty
            && word.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
    }
}
