import SQLiteSource

/// Tables that lead back to themselves along foreign keys of others.
enum RelationCycles {
    /// Each cycle's tables in the order of their creation; a table that only refers to itself is none.
    static func of(_ tables: [SourceTable]) -> [[String]] {
        let parents = tables.map { table in
            Set(
                table.foreignKeys.compactMap { key in
                    tables.firstIndex { $0.name.isSameIdentifier(as: key.parentTable) }
                })
        }
        let reached = tables.indices.map { reachable(from: $0, parents) }
        var cycles: [[String]] = []
        var seen: Set<Int> = []
        for at in tables.indices where !seen.contains(at) {
            let cycle = tables.indices.filter {
                reached[at].contains($0) && reached[$0].contains(at)
            }
            guard cycle.count > 1 else { continue }
            seen.formUnion(cycle)
            cycles.append(cycle.map { tables[$0].name })
        }
        return cycles
    }

    private static func reachable(from start: Int, _ parents: [Set<Int>]) -> Set<Int> {
        var found: Set<Int> = []
        var open = Array(parents[start])
        while let next = open.popLast() {
            if found.insert(next).inserted { open.append(contentsOf: parents[next]) }
        }
        return found
    }
}
