package import RunModel

/// What the selection is, and what of it a command makes sense for.
extension PaneContext {
    /// True where the focused pane's rows are of tables: a command goes to these and to no other.
    var hasOwnTables: Bool {
        switch view.focus {
        case .tables, .errors, .validate: true
        case .schema, .flow, .log: false
        }
    }

    /// The panes whose cursors say what is meant, the foremost first.
    private var meant: [PaneID] { hasOwnTables ? [view.focus] : [view.focus, .tables] }

    /// The table that the cursor of the focused pane is in; of the Tables pane where that one is not of tables.
    package var cursorTable: String? {
        for pane in meant {
            if let table = view.cursors[pane]?.table, snapshot.table(table) != nil { return table }
        }
        return nil
    }

    /// The tables a command goes to, in the order of the mapping: the marked ones, else the cursor's.
    package var selection: [String] {
        if !view.marks.isEmpty {
            return snapshot.tables.map(\.name).filter { view.marks.contains($0) }
        }
        return cursorTable.map { [$0] } ?? []
    }

    func standings(of names: [String]) -> [RunSnapshot.TableSnapshot] {
        names.compactMap(snapshot.table)
    }

    /// The error group the cursor is on or whose text is shown.
    package var errorGroup: ErrorGroup? {
        if case .error(let id, _) = view.overlays.last { return model.errors.group(id) }
        guard view.focus == .errors, case .errorGroup(let id) = view.cursors[.errors] else {
            return nil
        }
        return model.errors.group(id)
    }

    /// The entity a source row can be shown of: the cursor's, or its table's first.
    package var cursorEntity: EntityID? {
        for pane in meant {
            switch view.cursors[pane] {
            case .entity(let id): return id
            case .segment(let id): return id.entity
            case .schemaTable(let name), .column(let name, _), .relation(let name, _):
                return snapshot.schema?.tables.first { $0.name == name }?.entities.first
            case .errorGroup(let id):
                if let entity = model.errors.group(id)?.samples.lazy.compactMap(\.entity).first {
                    return entity
                }
                if let entity = id.table.flatMap(firstEntity) { return entity }
            case .table(let name), .validation(let name), .difference(let name, _):
                if let entity = firstEntity(of: name) { return entity }
            case .risk, nil: continue
            }
        }
        return nil
    }

    private func firstEntity(of table: String) -> EntityID? {
        snapshot.table(table)?.entities.first.map {
            EntityID(table: table, entity: $0.name)
        }
    }
}

extension RowID {
    /// The target table it belongs to.
    package var table: String? {
        switch self {
        case .table(let name), .validation(let name), .difference(let name, _): name
        case .entity(let id): id.table
        case .segment(let id): id.entity.table
        case .errorGroup(let id): id.table
        case .risk, .schemaTable, .column, .relation: nil
        }
    }

    /// The row it lies in where rows fold.
    package var parent: RowID? {
        switch self {
        case .entity(let id): .table(id.table)
        case .segment(let id): .entity(id.entity)
        case .column(let table, _), .relation(let table, _): .schemaTable(table)
        case .difference(let table, _): .validation(table)
        case .errorGroup(let id): id.table == nil ? nil : .errorGroup(id.overTables)
        case .table, .schemaTable, .risk, .validation: nil
        }
    }
}

extension RunSnapshot.TableSnapshot {
    var canPause: Bool {
        switch state {
        case .queued, .preparing, .copying, .verifying, .validating: true
        case .pausing, .paused, .done, .differs, .failed: false
        }
    }

    var canRetry: Bool {
        switch state {
        case .failed: true
        case .done, .differs, .paused, .queued: counts.quarantined > 0
        case .preparing, .copying, .pausing, .verifying, .validating: false
        }
    }

    var canValidate: Bool { state == .done || state == .differs || isValidationStopped }
}
