import DynamoItem
import Headless
import PlainText
import RunModel

extension SourceAnalysis {
    /// What the mapping makes of the rows, as converted just now.
    var mappingLines: [String] {
        let origin = mapping.config ?? "the default, each source table a target table"
        guard mapping.fingerprint != nil else {
            return ["Mapping: \(origin)", "  cannot be used as it is; the risks below say why"]
        }
        guard !mapping.tables.isEmpty else {
            return ["Mapping: \(origin)", "  makes no items of what was looked at"]
        }
        var grid = AlignedTable([
            ("target", .left), ("from", .left), ("items", .right), ("not", .right),
            ("largest", .right),
            ("in all", .right),
        ])
        for table in mapping.tables {
            for entity in table.entities {
                let name = Self.place(of: entity.name, in: table.name)
                let lost = entity.counts.quarantined + entity.counts.excluded
                grid.add([
                    name.clipped(to: 32), entity.root.clipped(to: 14),
                    HumanFormat.count(entity.counts.acknowledged),
                    lost == 0 ? "–" : HumanFormat.count(lost),
                    HumanFormat.bytes(entity.largestItem), HumanFormat.bytes(entity.counts.bytes),
                ])
            }
        }
        var lines = ["Mapping: \(origin)"] + grid.lines.map { "  " + $0 }
        lines += mapping.tables.flatMap(\.keyLines)
        let items = mapping.tables.reduce(0) { $0 + $1.items }
        let bytes = mapping.tables.reduce(0) { $0 + $1.bytes }
        let units = mapping.tables.reduce(0) { $0 + $1.writeUnits }
        lines.append(
            "  \(HumanFormat.plural(items, "item")), \(HumanFormat.bytes(bytes)), "
                + "\(HumanFormat.plural(units, "write unit")) without indexes")
        return lines
    }
}

extension TableTrial {
    /// The table's key and indexes, and how the items spread over them; empty for a plain key.
    fileprivate var keyLines: [String] {
        var lines: [String] = []
        if let spread {
            lines.append("  \(name): \(Self.text(definition.key)); \(Self.text(spread, of: items))")
        }
        for (index, spread) in zip(definition.indexes, indexSpreads) {
            lines.append(
                "    \(index.name): \(Self.text(index.key)); \(Self.text(spread, of: items))")
        }
        return lines.flatMap { line in
            let indent = String(line.prefix { $0 == " " })
            return line.wrapped(to: SourceAnalysis.width - indent.count).map { indent + $0 }
        }
    }

    private static func text(_ key: KeySchema) -> String {
        key.attributes.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
    }

    private static func text(_ spread: KeySpread, of items: Int) -> String {
        guard let top = spread.top else { return "no items" }
        let some = spread.total == items ? "" : "\(HumanFormat.count(spread.total)) items, "
        let values = spread.values.map { HumanFormat.plural($0, "partition") } ?? "many partitions"
        if top.items == 1, spread.values == spread.total {
            return "\(some)each a partition of its own"
        }
        let share = Double(top.items) / Double(max(1, spread.total))
        return
            "\(some)\(values), the largest \(KeySpread.text(of: top.key)) with \(HumanFormat.percent(share))"
    }
}
