import PlainText
import RunModel
import Terminal

// The limits that can be changed while it runs.
extension Turn {
    /// The limits that keys go through: few keys go far, and one back undoes one forth.
    private static let steps = [
        1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024,
    ]

    mutating func setInFlight(_ direction: Int) {
        guard var now = context.inFlightLimit else { return }
        // Keys come faster than the engine's answer: go on from what was asked for last.
        if let asked = view.memory.askedInFlight, view.now - asked.at < 2_000 { now = asked.limit }
        let step =
            direction > 0 ? Self.steps.first { $0 > now } : Self.steps.last { $0 < now }
        guard let wanted = step else {
            return say("in flight \(now): \(direction > 0 ? "no more" : "no fewer") is possible")
        }
        view.memory.askedInFlight = .init(limit: wanted, at: view.now)
        send(
            .limitInFlight(wanted),
            undo: UndoStep(.limit(.limitInFlight(now)), "in flight back to \(now)"))
        say("in flight \(now) → \(wanted) batches")
    }

    mutating func setWriteLimit(_ text: String) {
        let before = snapshot.limits?.writeUnits
        let wanted: Int?
        switch WriteLimit(text) {
        case .wrong(let why): return say(why, .warning)
        case .none: wanted = nil
        case .units(let units): wanted = units
        }
        guard wanted != before else { return say("that is the limit already") }
        let back =
            before.map { "write limit back to \(HumanFormat.count($0))" }
            ?? "write limit lifted again"
        send(.limitWriteUnits(wanted), undo: UndoStep(.limit(.limitWriteUnits(before)), back))
        say(
            wanted.map { "write limit \(HumanFormat.count($0)) units a second" }
                ?? "write limit lifted")
    }
}

/// A write limit as it is typed: a number, or nothing for none.
enum WriteLimit: Equatable {
    case none
    case units(Int)
    case wrong(String)

    /// The most that `load.maxWriteUnits` takes.
    static let most = 100_000_000

    init(_ text: String) {
        let text = text.lowercased().filter { $0 != "," && $0 != " " }
        if text.isEmpty || text == "off" {
            self = .none
        } else if let units = Int(text), units > 0, text.count < 12 {
            self =
                units <= Self.most
                ? .units(units)
                : .wrong("at most \(HumanFormat.count(Self.most)) write units a second")
        } else {
            self = .wrong(
                "write units a second are a whole number from 1; nothing or off lifts the limit")
        }
    }
}
