/// What one request meets.
struct FaultVerdict {
    enum Whole: Equatable {
        case none
        case throttle(reason: String?)
        case error500
        case error503
        case dropBefore
        case dropAfter
        case badCRC
        case expired
    }

    var whole = Whole.none
    var delayMicroseconds = 0
    /// The chance of each item to come back unprocessed.
    var unprocessed = 0.0
    var isInScope = false
}

/// Rolls the dice of a plan, one request after the other, and keeps its budgets.
struct FaultInjector {
    private(set) var plan: FaultPlan
    private var dice: FaultDice
    private var spoiled = 0
    private var budgets: [String: Budget] = [:]

    private struct Budget {
        var units: Double
        var at: Double
    }

    /// Operations that a plan without `operations=` may touch.
    private static let itemOperations: Set<String> = [
        "BatchWriteItem", "BatchGetItem", "PutItem", "GetItem", "UpdateItem", "DeleteItem", "Query",
        "Scan",
    ]

    init(_ plan: FaultPlan) {
        self.plan = plan
        dice = FaultDice(seed: plan.seed)
    }

    /// The whole-request faults, decided before anything is applied.
    mutating func verdict(operation: String, tables: [String]) -> FaultVerdict {
        var verdict = FaultVerdict()
        if plan.isEmpty { return verdict }
        let operations = plan.operations.isEmpty ? Self.itemOperations : plan.operations
        guard operations.contains(operation),
            plan.tables.isEmpty || tables.contains(where: plan.tables.contains)
        else { return verdict }
        verdict.delayMicroseconds =
            plan.delay.lowerBound == plan.delay.upperBound
            ? plan.delay.lowerBound : Int.random(in: plan.delay, using: &dice)
        if let times = plan.times, spoiled >= times { return verdict }
        verdict.isInScope = true
        verdict.unprocessed = plan.unprocessed
        let isThrottled =
            plan.throttledTables.isEmpty || tables.contains(where: plan.throttledTables.contains)
        let faults: [(Double, FaultVerdict.Whole)] = [
            (isThrottled ? plan.throttle : 0, .throttle(reason: plan.throttleReason)),
            (plan.error500, .error500),
            (plan.error503, .error503),
            (plan.drop, plan.dropMoment == .before ? .dropBefore : .dropAfter),
            (plan.badCRC, .badCRC), (plan.expired, .expired),
        ]
        for (probability, fault) in faults
        where dice.hits(probability) && verdict.whole == .none { verdict.whole = fault }
        if verdict.whole != .none { spoiled += 1 }
        return verdict
    }

    /// True where an item of the request is handed back.
    mutating func handsBack(_ verdict: FaultVerdict) -> Bool {
        verdict.unprocessed > 0 && dice.hits(verdict.unprocessed)
    }

    /// A request some of whose items were handed back counts as spoiled once.
    mutating func noteSpoiled() { spoiled += 1 }

    /// Takes write units from the table's budget; false where they are not there.
    ///
    /// The budget fills up to one second's worth. An item dearer than that passes on a full budget
    /// and leaves a debt, or it could never be written.
    mutating func spend(_ units: Int, table: String, verdict: FaultVerdict, now: Double) -> Bool {
        guard verdict.isInScope, let rate = plan.writeUnits else { return true }
        var budget = budgets[table] ?? Budget(units: Double(rate), at: now)
        budget.units = min(Double(rate), budget.units + max(0, now - budget.at) * Double(rate))
        budget.at = now
        let fits = budget.units >= min(Double(units), Double(rate))
        if fits { budget.units -= Double(units) }
        budgets[table] = budget
        return fits
    }
}
