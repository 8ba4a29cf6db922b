import RunModel

/// What the palette offers for what is typed.
package enum Palette {
    /// One line of it.
    package struct Entry: Sendable, Equatable {
        package var action: Action
        /// For a pause: which way.
        package var way: Pausing?
        package var argument: Argument
        /// What Tab makes of the line: `pause CustomerData`.
        package var completion: String
        package var summary: String
        /// Why it cannot be done now; nil where it can.
        package var why: String?
    }

    package enum Argument: Sendable, Equatable {
        case none
        case tables([String])
        case theme(String)
        case sort(String)
        case limit(String)
    }

    /// As many as anybody reads.
    package static let limit = 200

    /// What can be asked for by name: an action; of pausing each of its two ways.
    private struct Phrase {
        var action: Action
        var way: Pausing?

        var name: String { way?.rawValue ?? action.name }
        var summary: String { way?.summary ?? action.summary }

        static let all = Action.allCases.flatMap { action in
            action == .pause
                ? Pausing.allCases.map { Phrase(action: action, way: $0) }
                : [Phrase(action: action)]
        }
    }

    /// The actions whose name or summary holds what is typed, those that begin with it first; after an
    /// action's name and a space, its arguments.
    package static func entries(_ text: String, _ context: PaneContext) -> [Entry] {
        let text = text.drop { $0 == " " }
        let name = text.prefix { $0 != " " }.lowercased()
        if name.count < text.count, let phrase = Phrase.all.first(where: { $0.name == name }) {
            let rest = String(text.dropFirst(name.count).drop { $0 == " " })
            return arguments(of: phrase, rest, context)
        }
        let wanted = text.lowercased()
        var ranked: [(rank: Int, phrase: Phrase)] = []
        for phrase in Phrase.all {
            if let rank = rank(phrase, wanted) { ranked.append((rank, phrase)) }
        }
        // Of two that begin alike the shorter name is nearer.
        return ranked.sorted {
            ($0.rank, $0.rank == 1 ? $0.phrase.name.count : 0)
                < ($1.rank, $1.rank == 1 ? $1.phrase.name.count : 0)
        }.map {
            entry($0.phrase, .none, $0.phrase.name, context)
        }
    }

    private static func rank(_ phrase: Phrase, _ wanted: String) -> Int? {
        if wanted.isEmpty { return 0 }
        if phrase.name == wanted { return 0 }
        if phrase.name.hasPrefix(wanted) { return 1 }
        if phrase.name.contains(wanted) { return 2 }
        return phrase.summary.lowercased().contains(wanted) ? 3 : nil
    }

    private static func entry(
        _ phrase: Phrase, _ argument: Argument, _ completion: String, _ context: PaneContext
    ) -> Entry {
        let action = phrase.action
        let why: String?
        switch (argument, phrase.way) {
        case (.tables(let names), let way?): why = context.whyNot(way, names)
        case (_, let way?): why = context.whyNot(way, context.selection)
        case (.tables(let names), nil):
            why = action.whyReadOnlyOrOver(context) ?? action.whyNotOn(names, context, group: nil)
        case (_, nil): why = action.whyUnavailable(context)
        }
        return Entry(
            action: action, way: phrase.way, argument: argument, completion: completion,
            summary: phrase.summary, why: why)
    }

    private static func arguments(
        of phrase: Phrase, _ rest: String, _ context: PaneContext
    ) -> [Entry] {
        func choices(_ names: [String], _ argument: (String) -> Argument) -> [Entry] {
            best(names, rest).prefix(limit).map {
                entry(phrase, argument($0), "\(phrase.name) \($0)", context)
            }
        }
        if phrase.action.takesTables { return tables(of: phrase, rest, context) }
        switch phrase.action {
        case .theme: return choices(context.view.themes) { .theme($0) }
        case .sort: return choices(TableSort.allCases.map(\.rawValue)) { .sort($0) }
        case .writeLimit where !rest.isEmpty:
            return [entry(phrase, .limit(rest), "\(phrase.name) \(rest)", context)]
        default: return rest.isEmpty ? [entry(phrase, .none, phrase.name, context)] : []
        }
    }

    /// Names parted by spaces; the last one is still being typed.
    private static func tables(of phrase: Phrase, _ rest: String, _ context: PaneContext) -> [Entry]
    {
        let all = context.snapshot.tables.map(\.name)
        var words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let last = words.popLast() ?? ""
        let chosen = words.compactMap { word in all.first { $0.lowercased() == word.lowercased() } }
        guard chosen.count == words.count else { return [] }
        let start = ([phrase.name] + chosen).joined(separator: " ")
        var entries: [Entry] = []
        if last.isEmpty {
            entries.append(entry(phrase, chosen.isEmpty ? .none : .tables(chosen), start, context))
        }
        entries += best(all.filter { !chosen.contains($0) }, last).prefix(limit).map {
            entry(phrase, .tables(chosen + [$0]), start + " " + $0, context)
        }
        return entries
    }

    /// The names that hold the text, those that begin with it first.
    private static func best(_ names: [String], _ text: String) -> [String] {
        let wanted = text.lowercased()
        let found = names.filter { $0.lowercased().contains(wanted) }
        return found.filter { $0.lowercased().hasPrefix(wanted) }
            + found.filter { !$0.lowercased().hasPrefix(wanted) }
    }
}
