import RunModel

/// What the palette offers for what is typed.
package enum Palette {
    /// One line of it.
    package struct Entry: Sendable, Equatable {
        package var action: Action
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

    /// The actions whose name or summary holds what is typed, those that begin with it first; after an
    /// action's name and a space, its arguments.
    package static func entries(_ text: String, _ context: PaneContext) -> [Entry] {
        let text = text.drop { $0 == " " }
        let name = text.prefix { $0 != " " }.lowercased()
        if name.count < text.count, let action = Action(rawValue: name) {
            let rest = String(text.dropFirst(name.count).drop { $0 == " " })
            return arguments(of: action, rest, context)
        }
        let wanted = text.lowercased()
        var ranked: [(rank: Int, action: Action)] = []
        for action in Action.allCases {
            if let rank = rank(action, wanted) { ranked.append((rank, action)) }
        }
        // Of two that begin alike the shorter name is nearer.
        return ranked.sorted {
            ($0.rank, $0.rank == 1 ? $0.action.name.count : 0)
                < ($1.rank, $1.rank == 1 ? $1.action.name.count : 0)
        }.map {
            entry($0.action, .none, $0.action.name, context)
        }
    }

    private static func rank(_ action: Action, _ wanted: String) -> Int? {
        if wanted.isEmpty { return 0 }
        if action.name == wanted { return 0 }
        if action.name.hasPrefix(wanted) { return 1 }
        if action.name.contains(wanted) { return 2 }
        return action.summary.lowercased().contains(wanted) ? 3 : nil
    }

    private static func entry(
        _ action: Action, _ argument: Argument, _ completion: String, _ context: PaneContext
    ) -> Entry {
        var why = action.whyUnavailable(context)
        if case .tables(let names) = argument {
            why = action.whyReadOnlyOrOver(context) ?? action.whyNotOn(names, context, group: nil)
        }
        return Entry(
            action: action, argument: argument, completion: completion, summary: action.summary,
            why: why)
    }

    private static func arguments(
        of action: Action, _ rest: String, _ context: PaneContext
    ) -> [Entry] {
        func choices(_ names: [String], _ argument: (String) -> Argument) -> [Entry] {
            best(names, rest).prefix(limit).map {
                entry(action, argument($0), "\(action.name) \($0)", context)
            }
        }
        if action.takesTables { return tables(of: action, rest, context) }
        switch action {
        case .theme: return choices(context.view.themes) { .theme($0) }
        case .sort: return choices(TableSort.allCases.map(\.rawValue)) { .sort($0) }
        case .writeLimit where !rest.isEmpty:
            return [entry(action, .limit(rest), "\(action.name) \(rest)", context)]
        default: return rest.isEmpty ? [entry(action, .none, action.name, context)] : []
        }
    }

    /// Names parted by spaces; the last one is still being typed.
    private static func tables(of action: Action, _ rest: String, _ context: PaneContext) -> [Entry]
    {
        let all = context.snapshot.tables.map(\.name)
        var words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let last = words.popLast() ?? ""
        let chosen = words.compactMap { word in all.first { $0.lowercased() == word.lowercased() } }
        guard chosen.count == words.count else { return [] }
        let start = ([action.name] + chosen).joined(separator: " ")
        var entries: [Entry] = []
        if last.isEmpty {
            entries.append(entry(action, chosen.isEmpty ? .none : .tables(chosen), start, context))
        }
        entries += best(all.filter { !chosen.contains($0) }, last).prefix(limit).map {
            entry(action, .tables(chosen + [$0]), start + " " + $0, context)
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
