package import RunModel

extension RunCommand {
    /// The command with what it is about: `pause CustomerData`.
    package var sentence: String {
        switch self {
        case .begin(let selection), .pause(let selection), .resume(let selection),
            .retry(let selection), .validate(let selection), .repair(let selection):
            "\(verb) \(selection)"
        case .reset(let selection, let emptyTarget):
            "\(verb) \(selection)" + (emptyTarget ? ", target table made anew" : "")
        case .retryCause(let table, let cause): "\(verb) \(table), rows with: \(cause)"
        case .inspect(let entity, _): "\(verb) \(entity)"
        case .limitWriteUnits(let limit): "\(verb) " + (limit.map(String.init) ?? "off")
        case .limitInFlight(let limit): "\(verb) \(limit)"
        case .endWhenSettled: verb
        case .stop(let now): now ? "stop at once" : "stop"
        }
    }
}

extension RunCommand.Selection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .all: "all"
        case .tables(let names): names.joined(separator: ", ")
        }
    }
}
