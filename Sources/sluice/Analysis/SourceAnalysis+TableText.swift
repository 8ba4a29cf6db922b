import Headless
import PlainText
import RunModel
import SQLiteSource

extension SourceAnalysis.Table {
    /// The table's own lines: its columns as declared and as they are, and where its keys lead.
    var lines: [String] {
        var kinds: [String] = []
        if table.isStrict { kinds.append("STRICT") }
        if table.isWithoutRowid { kinds.append("WITHOUT ROWID") }
        var lines = [
            ([table.name, HumanFormat.plural(measure.rows, "row"), "key " + table.keyText] + kinds)
                .joined(separator: " · ")
        ]
        if !uses.isEmpty {
            let text = "feeds " + uses.map { $0.text.sanitised() }.joined(separator: ", ")
            for (at, line) in text.wrapped(to: SourceAnalysis.width - 4).enumerated() {
                lines.append((at == 0 ? "  " : "    ") + line)
            }
        }
        lines += columnLines.map { "  " + $0 }
        lines += relations.flatMap { relation in
            relation.text.wrapped(to: SourceAnalysis.width - 6).enumerated().map { at, line in
                (at == 0 ? "  → " : "    ") + line
            }
        }
        return lines
    }

    private var columnLines: [String] {
        var grid = AlignedTable([
            ("column", .left), ("declared", .left), ("holds", .left), ("NULL", .right),
            ("largest", .right),
        ])
        for column in table.columns {
            guard let measure = measure.column(column.name) else { continue }
            let declared = (column.declaredType.isEmpty ? "–" : column.declaredType)
            grid.add([
                column.name.clipped(to: 20), declared.clipped(to: 17),
                measure.holds.clipped(to: 22),
                measure.nulls == 0 ? "–" : HumanFormat.count(measure.nulls),
                measure.largest,
            ])
        }
        return grid.lines
    }
}

extension ColumnMeasure {
    /// `integer`, `text`, or both with their counts; `–` where there is no value.
    fileprivate var holds: String {
        let kinds = [(integers, "integer"), (reals, "real"), (texts, "text"), (blobs, "blob")]
            .filter { $0.0 > 0 }
        guard kinds.count > 1 else { return kinds.first?.1 ?? "–" }
        return kinds.map { HumanFormat.short(Double($0.0)) + " " + $0.1 }.joined(separator: ", ")
    }

    /// The largest text or blob, or the number of the greatest magnitude.
    fileprivate var largest: String {
        if texts + blobs > 0 { return HumanFormat.bytes(max(largestText, largestBlob)) }
        if reals > 0, let low = minReal, let high = maxReal {
            let real = -low > high ? low : high
            let integer = [minInteger, maxInteger].compactMap { $0 }.max {
                $0.magnitude < $1.magnitude
            }
            if let integer, Double(integer).magnitude > real.magnitude {
                return Self.grouped(integer)
            }
            return "\(real)"
        }
        guard let low = minInteger, let high = maxInteger else { return "" }
        return Self.grouped(low.magnitude > high.magnitude ? low : high)
    }

    private static func grouped(_ number: Int64) -> String { HumanFormat.count(Int(number)) }
}

extension SourceAnalysis.Relation {
    /// `ArtistId to Artist.ArtistId`.
    fileprivate var text: String {
        let parent = isSelfReference ? "itself" : key.parentTable
        let columns = key.columns.joined(separator: ", ")
        let target =
            switch key.problem {
            case nil, .parentNotUnique:
                key.parentColumns.isEmpty
                    ? parent : "\(parent) (\(key.parentColumns.joined(separator: ", ")))"
            case .missingTable, .missingColumn, .columnCount: parent
            }
        let trouble =
            switch key.problem {
            case nil:
                orphans.flatMap {
                    $0 > 0 ? ": \(HumanFormat.plural($0, "row")) without a parent" : nil
                } ?? ""
            case .missingTable: ": no such table"
            case .missingColumn: ": no such column"
            case .columnCount: ": another number of columns"
            case .parentNotUnique: ": not unique"
            }
        return "\(columns) to \(target)\(trouble)"
    }
}
