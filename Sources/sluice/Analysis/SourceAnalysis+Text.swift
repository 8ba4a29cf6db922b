import Headless
import Mapping
import PlainText
import RunModel
import SQLiteSource

extension SourceAnalysis {
    /// Columns a line takes at most, names of data apart.
    static let width = 80

    /// For people, without a line end at the end: what matters most, the risks, stands last.
    var text: String {
        let parts =
            [sourceLines, overviewLines] + tables.map { $0.lines } + [
                otherLines, mappingLines, riskLines,
            ]
        return Self.joined(parts)
    }

    /// The risks alone.
    var riskText: String { Self.joined([riskLines]) }

    private static func joined(_ parts: [[String]]) -> String {
        parts.filter { !$0.isEmpty }.map { part in
            part.map { $0.sanitised() }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private var sourceLines: [String] {
        let wal =
            facts.walBytes > 0 ? " and \(HumanFormat.bytes(Int(facts.walBytes))) in its -wal" : ""
        let keys = tables.flatMap(\.relations)
        let broken = keys.count { $0.key.problem != nil }
        var relations = HumanFormat.plural(keys.count, "foreign key")
        if !keys.isEmpty { relations += broken == 0 ? ", all sound" : ", \(broken) broken" }
        let selfReferences = keys.count(where: \.isSelfReference)
        if selfReferences > 0 { relations += ", \(selfReferences) to the table itself" }
        var lines = [
            path,
            "  file       \(HumanFormat.bytes(Int(facts.fileBytes)))\(wal), pages of \(HumanFormat.count(facts.pageBytes)) B, \(facts.encoding), journal \(facts.journalMode)",
            "  looked at  "
                + (tables.count == tableCount
                    ? HumanFormat.plural(tableCount, "table")
                    : "\(tables.count) of \(HumanFormat.plural(tableCount, "table"))")
                + ", \(HumanFormat.plural(tables.reduce(0) { $0 + $1.table.columns.count }, "column")), "
                + "\(HumanFormat.plural(rows, "row")), \(HumanFormat.plural(views.count, "view"))",
            "  relations  \(relations)",
        ]
        for cycle in cycles {
            lines += "in a circle: \(cycle.joined(separator: ", "))".wrapped(to: Self.width - 13)
                .map { "             " + $0 }
        }
        return lines
    }

    private var overviewLines: [String] {
        guard tables.count > 1 else { return [] }
        var grid = AlignedTable([
            ("table", .left), ("rows", .right), ("bytes", .right), ("largest row", .right),
            ("key", .left),
        ])
        for table in tables {
            grid.add([
                table.table.name.clipped(to: 26), HumanFormat.count(table.measure.rows),
                HumanFormat.bytes(table.measure.bytes), HumanFormat.bytes(table.measure.largestRow),
                table.table.keyText.clipped(to: 24),
            ])
        }
        return grid.lines
    }

    /// Views, and what a migration does not look at.
    private var otherLines: [String] {
        var lines: [String] = []
        if !views.isEmpty {
            lines.append("Views: migrated only where a mapping names them")
            let width = min(26, views.map(\.name.cellWidth).max() ?? 0)
            lines += views.map { view in
                "  \(view.name.padded(to: width))  "
                    + (view.problem.map { "cannot be read: \($0)" }
                        ?? HumanFormat.plural(view.columns.count, "column"))
            }
        }
        if !leftOut.isEmpty {
            if !lines.isEmpty { lines.append("") }
            lines.append("Left out")
            lines += leftOutLines
        }
        return lines
    }

    private var leftOutLines: [String] {
        let virtual = leftOut.filter { $0.kind == .virtualTable }
        var groups = virtual.map {
            ($0.name, "virtual table" + ($0.detail.map { " (\($0))" } ?? ""))
        }
        for (kind, title) in [
            (LeftOutObject.Kind.shadowTable, "where virtual tables keep their rows"),
            (.internalTable, "SQLite's own"),
        ] {
            let names = leftOut.filter { $0.kind == kind }.map(\.name)
            if !names.isEmpty { groups.append((names.joined(separator: ", "), title)) }
        }
        return groups.flatMap { names, title in
            "\(title): \(names)".wrapped(to: Self.width - 4).enumerated().map { at, line in
                (at == 0 ? "  " : "    ") + line
            }
        }
    }

    private var riskLines: [String] {
        guard !risks.isEmpty else { return ["Risks: none found"] }
        let counts = Risk.Severity.allCases.compactMap { severity -> String? in
            let count = risks.count(severity)
            return count == 0 ? nil : HumanFormat.plural(count, severity.rawValue)
        }
        var lines = ["Risks: " + counts.joined(separator: ", ")]
        for (at, risk) in risks.enumerated() {
            let isFirst = at == 0 || !risk.isLike(risks[at - 1])
            if isFirst { lines.append("") }
            if isFirst || risk.place != risks[at - 1].place {
                lines.append((isFirst ? risk.severity.rawValue : "").padded(to: 9) + risk.place)
            }
            lines += risk.message.wrapped(to: Self.width - 11).map { "           " + $0 }
            // The same advice for several in a row is given once, after the last.
            if at + 1 < risks.count, risk.isLike(risks[at + 1]) { continue }
            for (at, line) in risk.advice.wrapped(to: Self.width - 12).enumerated() {
                lines.append((at == 0 ? "         → " : "           ") + line)
            }
        }
        return lines
    }
}

extension SourceTable {
    /// `PlaylistId, TrackId`, or what tells rows apart where no key is declared.
    var keyText: String {
        if !primaryKey.isEmpty { return primaryKey.joined(separator: ", ") }
        return rowidName == nil ? "none" : "none (rowid)"
    }
}
