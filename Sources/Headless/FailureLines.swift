import RunModel

/// Why tables failed, for people: each reason once, with the tables that it stopped, and what to do about it.
enum FailureLines {
    static func of(_ failures: [(table: String, failure: RunFailure)]) -> [String] {
        var groups: [(tables: [String], failure: RunFailure)] = []
        for (table, failure) in failures {
            if let at = groups.firstIndex(where: { $0.failure == failure }) {
                groups[at].tables.append(table)
            } else {
                groups.append(([table], failure))
            }
        }
        return groups.flatMap { tables, failure in
            // A failure's message can hold several lines, one for each problem.
            var lines = failure.message.split(separator: "\n").map { "    \($0)" }
            if let first = lines.first {
                lines[0] = "  " + tables.joined(separator: ", ") + ": " + first.dropFirst(4)
            }
            return lines + (failure.hint.map { ["    hint: \($0)"] } ?? [])
        }
    }
}
