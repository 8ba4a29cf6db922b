/// One cause over several tables: to the operator one thing, with one remedy.
extension ErrorBook {
    /// The groups as they are read: what stands open of one cause is one, over however many tables.
    ///
    /// One of several tables has none in its identity, and stands where its last seen part stood.
    package var merged: [ErrorGroup] {
        var result: [ErrorGroup] = []
        result.reserveCapacity(groups.count)
        var places: [ErrorGroup.ID: Int] = [:]
        for group in groups {
            guard group.isMergeable else {
                result.append(group)
                continue
            }
            if let at = places[group.id.overTables] {
                result[at].merge(group)
            } else {
                places[group.id.overTables] = result.count
                result.append(group)
            }
        }
        return result
    }

    /// A group of one table, or of all that have a cause.
    package func group(_ id: ErrorGroup.ID) -> ErrorGroup? {
        if let group = groups.first(where: { $0.id == id }) { return group }
        guard id.table == nil else { return nil }
        return merged.first { $0.isMergeable && $0.id.overTables == id }
    }
}

extension ErrorGroup {
    /// How much of it is one table's.
    package struct Part: Sendable, Equatable {
        package var table: String
        package var count: Int
    }

    /// The tables it is of; none where it concerns the run.
    package var tables: [String] {
        parts.isEmpty ? [id.table].compactMap(\.self) : parts.map(\.table)
    }

    /// What a line says of where it is: a name, or how many tables.
    var place: String? { parts.isEmpty ? id.table : "\(parts.count) tables" }

    fileprivate var isMergeable: Bool {
        switch id.kind {
        case .failure, .quarantine, .retried: !isResolved
        case .refused, .notice: false
        }
    }

    fileprivate mutating func merge(_ other: ErrorGroup) {
        if parts.isEmpty { parts = tables.map { Part(table: $0, count: count) } }
        parts += other.tables.map { Part(table: $0, count: other.count) }
        id = id.overTables
        count += other.count
        firstAt = min(firstAt, other.firstAt)
        lastAt = max(lastAt, other.lastAt)
        remedy = remedy ?? other.remedy
        isLasting = isLasting || other.isLasting
        for sample in other.samples { take(sample) }
    }
}

extension ErrorGroup.ID {
    /// The same cause, whatever the table.
    var overTables: Self { Self(table: nil, kind: kind, cause: cause) }
}
