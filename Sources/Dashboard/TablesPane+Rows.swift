import PlainText
import RunModel
import Terminal

/// A row of the Tables tree by its places in the snapshot: cheap for 10,000 tables.
struct TableRow: Equatable {
    var table: Int
    var entity: Int?
    var segment: Int?
}

extension TablesPane {
    /// The rows of the tree, filtered and sorted.
    static func tree(_ context: PaneContext) -> [TableRow] {
        let tables = context.snapshot.tables
        let opensAll = opensAll(context)
        var rows: [TableRow] = []
        rows.reserveCapacity(tables.count)
        for index in order(context, shown(context)) {
            rows.append(TableRow(table: index))
            guard opensAll || !context.view.expanded.isEmpty else { continue }
            let table = tables[index]
            guard isOpen(.table(table.name), context, opensAll: opensAll) else { continue }
            for (place, entity) in table.entities.enumerated() {
                rows.append(TableRow(table: index, entity: place))
                let id = EntityID(table: table.name, entity: entity.name)
                guard context.view.expanded.contains(.entity(id)) else { continue }
                for segment in entity.segments.keys.sorted() {
                    rows.append(TableRow(table: index, entity: place, segment: segment))
                }
            }
        }
        return rows
    }

    static func id(_ row: TableRow, _ snapshot: RunSnapshot) -> RowID {
        let table = snapshot.tables[row.table]
        guard let entity = row.entity else { return .table(table.name) }
        let id = EntityID(table: table.name, entity: table.entities[entity].name)
        return row.segment.map { .segment(SegmentID(entity: id, number: $0)) } ?? .entity(id)
    }

    /// True where a row shows what is inside it: opened, or on a screen large enough for all.
    package static func isOpen(_ row: RowID, _ context: PaneContext) -> Bool {
        isOpen(row, context, opensAll: opensAll(context))
    }

    private static func isOpen(_ row: RowID, _ context: PaneContext, opensAll: Bool) -> Bool {
        guard opensAll, case .table = row else { return context.view.expanded.contains(row) }
        return !context.view.collapsed.contains(row)
    }

    /// True where the screen is so large that every table's entities are shown without asking.
    private static func opensAll(_ context: PaneContext) -> Bool {
        guard Layout.Kind(context.view.size) == .full,
            let area = Layout.areas(
                size: context.view.size, view: context.view, snapshot: context.snapshot)[.tables]
        else { return false }
        var rows = 0
        let tables = context.snapshot.tables
        for index in tables.indices {
            rows += 1 + tables[index].entities.count
            if rows > area.rows - 3 { return false }
        }
        return true
    }

    /// The tables that the filter leaves, by place.
    private static func shown(_ context: PaneContext) -> [Int] {
        let tables = context.snapshot.tables
        guard let filter = context.view.filters[.tables], !filter.isEmpty else {
            return Array(tables.indices)
        }
        let match = TextMatch(filter)
        let states = Set(
            TableState.allCases.filter { match.isWhole(TableWords.Group($0).rawValue) })
        return tables.indices.filter { index in
            match.isFound(in: tables[index].name)
                || tables[index].entities.contains { match.isFound(in: $0.name) }
                || states.contains(tables[index].state)
        }
    }

    /// Each key is worked out once; equal ones stay in the mapping's order.
    private static func order(_ context: PaneContext, _ places: [Int]) -> [Int] {
        let tables = context.snapshot.tables
        let rates = context.model.rates
        let isReversed = context.view.isSortReversed
        func sorted(by key: (Int) -> Double) -> [Int] {
            places.map { (key: key($0), place: $0) }
                .sorted {
                    if $0.key != $1.key { return ($0.key < $1.key) != isReversed }
                    return $0.place < $1.place
                }
                .map(\.place)
        }
        switch context.view.sort {
        case .plan: return isReversed ? places.reversed() : places
        case .name:
            let byName = places.map { (name: tables[$0].name, place: $0) }
                .sorted { ($0.name, $0.place) < ($1.name, $1.place) }.map(\.place)
            return isReversed ? byName.reversed() : byName
        case .state: return sorted { gravity(tables[$0]) }
        case .progress:
            return sorted { place in
                let table = tables[place]
                return TableWords.share(
                    TableWords.counts(table).counts, isWhole: TableWords.isWhole(table)) ?? -1
            }
        case .items: return sorted { -Double(tables[$0].expected ?? 0) }
        case .rate: return sorted { -(rates.rate(of: tables[$0].name) ?? -1) }
        case .left:
            return sorted {
                -(rates.left(of: tables[$0].name, in: context.snapshot)?.likely ?? -1)
            }
        }
    }

    /// What needs attention comes first.
    private static func gravity(_ table: RunSnapshot.TableSnapshot) -> Double {
        switch table.state {
        case .failed: 0
        case .differs: 1
        case .done: table.counts.quarantined > 0 ? 2 : 9
        case .paused: 3
        case .pausing: 4
        case .copying, .verifying: table.counts.quarantined > 0 ? 5 : 6
        case .preparing: 6
        case .validating: 7
        case .queued: 8
        }
    }
}

/// A text that is searched for; case does not matter.
struct TextMatch {
    private let needle: String
    private let bytes: [UInt8]
    private let isASCII: Bool

    init(_ text: String) {
        needle = text.lowercased()
        bytes = Array(needle.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    func isWhole(_ text: String) -> Bool { text.lowercased() == needle }

    func isFound(in text: String) -> Bool {
        guard let first = bytes.first else { return true }
        guard isASCII else { return text.lowercased().contains(needle) }
        let found = text.utf8.withContiguousStorageIfAvailable { text in
            guard text.count >= bytes.count else { return false }
            for start in 0...(text.count - bytes.count) where lower(text[start]) == first {
                if (1..<bytes.count).allSatisfy({ lower(text[start + $0]) == bytes[$0] }) {
                    return true
                }
            }
            return false
        }
        return found ?? text.lowercased().contains(needle)
    }

    private func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
