/// "Did you mean …?": the known name nearest to one that is not known.
package enum Suggestion {
    /// The nearest of the names, the first of equals; nil where none is near enough to be meant.
    ///
    /// Case does not count, and neighbours swapped count as one slip. A slip in three letters is near
    /// enough; so is a name of which at least three letters are the beginning.
    package static func closest(to name: String, among names: [String]) -> String? {
        let wanted = letters(name)
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        var extended: String?
        for candidate in names {
            let letters = letters(candidate)
            let allowed = max(1, max(wanted.count, letters.count) / 3)
            // A shorter candidate than the distance allowed would be near to any name.
            if abs(wanted.count - letters.count) <= allowed, letters.count > allowed {
                let distance = distance(wanted, letters)
                if distance <= allowed, distance < best?.distance ?? .max {
                    best = (candidate, distance)
                }
            }
            if extended == nil, wanted.count >= 3, letters.starts(with: wanted) {
                extended = candidate
            }
        }
        return best?.name ?? extended
    }

    /// `did you mean "load.maxInFlight"?`; nil where nothing is near.
    package static func hint(for name: String, among names: [String]) -> String? {
        closest(to: name, among: names).map { "did you mean \"\($0.sanitised(limit: 100))\"?" }
    }

    /// Names of data may be of any length: what is past 100 letters is no slip.
    private static func letters(_ name: String) -> [Character] {
        Array(name.prefix(100).lowercased())
    }

    /// Letters changed, put in, left out or swapped with their neighbour (optimal string alignment).
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i] + [Int](repeating: 0, count: right.count)
            for j in 1...right.count {
                let change = left[i - 1] == right[j - 1] ? 0 : 1
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
