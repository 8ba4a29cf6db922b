import PlainText
package import RunModel

extension RunCommand {
    /// The command as a person says it: `pause CustomerData`, `write limit 500/s`.
    package var phrase: String {
        switch self {
        case .begin(let tables), .pause(let tables), .resume(let tables), .retry(let tables),
            .validate(let tables), .repair(let tables):
            verb + " " + tables.phrase
        case .reset(let tables, let emptyTarget):
            "reset " + tables.phrase + (emptyTarget ? " and empty the target" : "")
        case .retryCause(let table, let cause):
            "retry \(table.sanitised(limit: 100)): \(cause.sanitised(limit: 200))"
        case .inspect(let entity, _):
            "inspect a row of \(entity.description.sanitised(limit: 100))"
        case .limitWriteUnits(let limit):
            limit.map { "write limit \(HumanFormat.count($0))/s" } ?? "no write limit"
        case .limitInFlight(let limit): "in flight at most \(HumanFormat.count(limit))"
        case .endWhenSettled: "end when nothing is left to do"
        case .stop(let now): now ? "stop now" : "stop after what is in flight"
        }
    }

    /// The tables it is about; nil where it is about none.
    private var selection: Selection? {
        switch self {
        case .begin(let tables), .pause(let tables), .resume(let tables), .retry(let tables),
            .validate(let tables), .repair(let tables), .reset(let tables, _):
            tables
        case .retryCause(let table, _): .tables([table])
        case .inspect, .limitWriteUnits, .limitInFlight, .endWhenSettled, .stop: nil
        }
    }

    func concerns(_ table: String) -> Bool { selection?.contains(table) ?? false }

    /// The table, where it is about exactly one.
    var onlyTable: String? {
        guard case .tables(let names)? = selection, names.count == 1 else { return nil }
        return names.first
    }
}

extension RunCommand.Selection {
    /// `all`, `Genres, Archive`, `Genres, Archive and 5 more`.
    package var phrase: String {
        guard case .tables(let names) = self else { return "all" }
        let shown = names.prefix(3).map { $0.sanitised(limit: 60) }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}
