import RunModel

/// Tables whose repair left items there that the source does not have: another would leave them too.
package struct RepairBook: Sendable, Equatable {
    private var keeping: Set<String> = []
    /// Items that the repair removed whose comparison is not told yet.
    private var removed: [String: Int] = [:]

    package init() {}

    package func isKeeping(_ table: String) -> Bool { keeping.contains(table) }

    mutating func apply(_ event: RunEvent) {
        switch event {
        case .repaired(let table, _, let removed): self.removed[table] = removed
        case .validationEnded(let table, let outcome):
            guard removed.removeValue(forKey: table) == 0, outcome.unexpected > 0 else { return }
            keeping.insert(table)
        case .tableStateChanged(let table, .queued, _): keeping.remove(table)
        default: break
        }
    }
}

/// What a repair would do with the items of a table that the source does not have.
enum ForeignItems {
    /// The run made the table: they go.
    case removed
    /// The table was there before: they are somebody's.
    case kept
    /// An earlier process knows whether the run made it, the engine too, but not the screen.
    case unknown
}

extension PaneContext {
    func foreignItems(in table: String) -> ForeignItems {
        let plan = snapshot.plan?.tables.first { $0.table == table }
        switch plan?.action {
        case .create, .recreate: return .removed
        case .use where snapshot.run?.isContinued == false && !wasReset(table): return .kept
        case .use, .refuse, .unknown, nil:
            return model.repairs.isKeeping(table) ? .kept : .unknown
        }
    }

    /// A table that was gone by then was made by the run.
    private func wasReset(_ table: String) -> Bool {
        model.commands.entries.contains {
            if case .reset = $0.command { $0.command.concerns(table) } else { false }
        }
    }

    /// True where a repair would change something.
    func canRepair(_ table: RunSnapshot.TableSnapshot) -> Bool {
        guard table.state == .differs, table.differing > 0 else { return false }
        guard let outcome = table.validation, !outcome.isSample else { return true }
        return outcome.missing + outcome.changed > 0 || foreignItems(in: table.name) != .kept
    }
}
