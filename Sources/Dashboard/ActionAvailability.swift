import RunModel

extension Action {
    /// Why it cannot be done now: one line for the message; nil where it can.
    package func whyUnavailable(_ context: PaneContext) -> String? {
        if isCommand {
            if context.view.isReadOnly {
                return "this screen is read-only: \(name) is not possible"
            }
            if context.snapshot.phase == .over { return "the run is over" }
        }
        if !entry.panes.isEmpty, !entry.panes.contains(context.view.focus) {
            let names = entry.panes.map { "\($0.rawValue) \($0.title)" }.joined(separator: " and ")
            return "\(label) works in \(names)"
        }
        return switch self {
        case .pause, .retry, .validate, .repair, .reset:
            whyNotOn(context.selection, context, group: context.errorGroup)
        case .begin: context.snapshot.phase == .waiting ? nil : "the run has begun already"
        case .pauseAll:
            context.snapshot.tables.contains { $0.canPause || $0.state == .paused }
                ? nil : "no table runs or is paused"
        case .retryAll:
            context.snapshot.tables.contains(where: \.canRetry)
                ? nil : "nothing has failed, and no row is in quarantine"
        case .search:
            context.view.focus == .flow ? "nothing to search here" : nil
        case .inFlightLess, .inFlightMore:
            context.inFlightLimit == nil ? "the limit is not known yet" : nil
        case .undo: whyNoUndo(context.view.undo)
        case .mark: context.cursorTable == nil ? "no table to mark here" : nil
        case .markAll: context.snapshot.tables.isEmpty ? "no tables yet" : nil
        case .item:
            context.view.isReadOnly
                ? "this screen is read-only: no row can be asked for"
                : context.cursorEntity == nil ? "no entity is selected: 1 goes to the tables" : nil
        case .exportErrors: context.model.errors.groups.isEmpty ? "no errors" : nil
        case .open:
            context.opening == nil && !context.canUnfold
                && (context.snapshot.phase != .waiting || context.view.isReadOnly)
                ? "nothing more to show here" : nil
        case .end: context.snapshot.isFinished ? nil : "the run is not at its end yet"
        case .copy, .copyRow: context.hasRow ? nil : "nothing to copy here"
        default: nil
        }
    }

    /// Why no command can be given here; nil where one can, and for what is no command.
    func whyReadOnlyOrOver(_ context: PaneContext) -> String? {
        guard isCommand else { return nil }
        if context.view.isReadOnly { return "this screen is read-only: \(name) is not possible" }
        return context.snapshot.phase == .over ? "the run is over" : nil
    }

    /// Why it makes sense for none of the tables; nil where it does for one of them.
    ///
    /// - `group`: the errors that a retry is about instead.
    func whyNotOn(_ tables: [String], _ context: PaneContext, group: ErrorGroup?) -> String? {
        if self == .retry, let group { return whyNot(group, context) }
        let standings = context.standings(of: tables)
        guard let first = standings.first else {
            guard tables.isEmpty, context.view.focus == .errors else {
                return "no table is selected"
            }
            let key = context.keys.title(of: .tables)
            guard let place = context.errorGroup?.place else {
                return context.errorGroup == nil
                    ? "no error is selected: \(key) goes to the tables"
                    : "this concerns no single table"
            }
            return "this concerns \(place): \(key) goes to the tables"
        }
        let isPossible: (RunSnapshot.TableSnapshot) -> Bool
        switch self {
        case .pause: isPossible = { $0.canPause || $0.state == .paused }
        case .retry: isPossible = \.canRetry
        case .validate: isPossible = \.canValidate
        case .repair: isPossible = context.canRepair
        default: isPossible = { _ in true }
        }
        if standings.contains(where: isPossible) { return nil }
        guard standings.count == 1 else {
            return "none of the \(standings.count) marked tables can \(phrase)"
        }
        return "\(first.name) \(why(first))"
    }

    private func whyNot(_ group: ErrorGroup, _ context: PaneContext) -> String? {
        guard let place = group.place else { return "this concerns no single table" }
        switch group.id.kind {
        case .quarantine: return group.isResolved ? "these rows were tried again already" : nil
        case .failure:
            let isFailed = context.standings(of: group.tables).contains { $0.state == .failed }
            return isFailed
                ? nil : "\(place) \(group.parts.isEmpty ? "was" : "were") tried again already"
        case .retried: return "what was retried has landed: nothing to do"
        case .refused, .notice: return "this is a notice: nothing to try again"
        }
    }

    private var phrase: String {
        switch self {
        case .pause: "pause or resume"
        case .retry: "be retried: nothing failed there"
        case .validate: "be validated yet"
        case .repair: "be fixed: no differences found that a fix would mend"
        default: name
        }
    }

    private func why(_ table: RunSnapshot.TableSnapshot) -> String {
        switch self {
        case .pause:
            switch table.state {
            case .pausing: "is still pausing: \(table.inFlight) batches in flight"
            case .failed: "has failed: retry starts it again"
            default: "is done: nothing to pause"
            }
        case .retry:
            table.state == .done || table.state == .differs || table.state == .paused
                || table.state == .queued
                ? "has nothing failed or in quarantine"
                : "is still running: retry is for what failed"
        case .validate: "is not done yet: finished tables are compared"
        case .repair:
            table.state == .differs
                ? "has nothing to fix: what it has beyond the source stays, it was there before the run"
                : table.validation == nil ? "was not validated yet" : "has no differences"
        default: "cannot \(name)"
        }
    }
}

extension PaneContext {
    /// Batches in flight that are allowed now.
    var inFlightLimit: Int? { snapshot.limits?.inFlight ?? snapshot.flow?.inFlightLimit }

    /// The window that Enter opens on the cursor's row; nil where the row says it all.
    var opening: Overlay? {
        switch view.cursors[view.focus] {
        case .errorGroup(let id): .error(id, top: 0)
        case .difference(let table, let number): .difference(table: table, number: number, top: 0)
        case .validation(let name):
            standings(of: [name]).first?.differences.isEmpty == false
                ? .difference(table: name, number: 0, top: 0) : nil
        case .table(let name): errorWindow(of: name)
        case .entity(let id): errorWindow(of: id.table)
        case .segment(let id): errorWindow(of: id.entity.table)
        case .schemaTable(let name):
            view.isReadOnly
                ? nil
                : snapshot.schema?.tables.first { $0.name == name }?.entities.first
                    .map { .item($0, top: 0) }
        default: nil
        }
    }

    /// True where the cursor's row has something inside it.
    var canUnfold: Bool { view.cursors[view.focus].map(canUnfold) ?? false }

    func canUnfold(_ row: RowID) -> Bool {
        switch row {
        case .table(let name):
            snapshot.table(name)?.entities.isEmpty == false
        case .entity(let id):
            snapshot.table(id.table)?.entities
                .first { $0.name == id.entity }?.segments.isEmpty == false
        case .schemaTable, .risk, .relation: true
        case .validation(let name):
            snapshot.table(name)?.differences.isEmpty == false
        case .segment, .column, .errorGroup, .difference: false
        }
    }

    /// Why a table failed or has rows in quarantine, or how it differs.
    private func errorWindow(of name: String) -> Overlay? {
        let groups = model.errors.groups.filter { $0.id.table == name && !$0.isResolved }
        for kind in [ErrorGroup.Kind.failure, .quarantine] {
            if let group = groups.first(where: { $0.id.kind == kind }) {
                return .error(group.id, top: 0)
            }
        }
        if let table = standings(of: [name]).first, table.state == .differs,
            !table.differences.isEmpty
        {
            return .difference(table: name, number: 0, top: 0)
        }
        return groups.first.map { .error($0.id, top: 0) }
    }

    /// True where the cursor is on something.
    var hasRow: Bool { view.cursors[view.focus] != nil }
}
