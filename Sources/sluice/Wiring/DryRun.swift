import Engine
import EventBus
import Headless
import JSONText
import PlainText
import RunModel
import SQLiteSource

/// `migrate --dry-run`: every row converted, nothing written: not the target, not the state, no log.
struct DryRun {
    let workspace: Workspace

    struct Report {
        var tables: [DryRunner.TableReport]

        var counts: EntityCounts {
            tables.flatMap(\.entities).lazy.map(\.counts).total()
        }

        /// 0 where a migration would write every row, 1 where some would be quarantined, 2 where a table
        /// would be refused.
        var status: ExitStatus {
            if tables.contains(where: { $0.refusal != nil }) { return .usage }
            return counts.quarantined == 0 ? .success : .incomplete
        }
    }

    func run(tables names: [String]) async throws -> Report {
        let source = try workspace.openSource()
        let schema = try source.schema()
        let mapping = try workspace.mapping(of: source, schema: schema)
        try TableSelection.check(names, in: mapping)
        let planned = try RunPlanner(
            workspace: workspace, mapping: mapping, schema: schema
        ).planned(names)
        let runner = DryRunner(database: source, schema: schema)
        var reports: [DryRunner.TableReport] = []
        let progress = ProgressNote()
        for table in planned {
            reports.append(
                try await runner.run(table) { entity, rows in
                    progress.show("\(entity): \(HumanFormat.count(rows)) rows converted")
                })
        }
        progress.clear()
        return Report(tables: reports)
    }
}

extension DryRun.Report {
    var text: String {
        var lines = ["Dry run: nothing was written."]
        var grid = AlignedTable([
            ("table", .left), ("entity", .left), ("rows", .right), ("items", .right),
            ("quarantine", .right), ("excluded", .right), ("size", .right), ("largest", .right),
            ("WCU", .right),
        ])
        for table in tables {
            for entity in table.entities {
                let counts = entity.counts
                grid.add([
                    table.table.sanitised(limit: 40), entity.name.sanitised(limit: 40),
                    HumanFormat.count(counts.read),
                    HumanFormat.count(counts.acknowledged), HumanFormat.count(counts.quarantined),
                    HumanFormat.count(counts.excluded), HumanFormat.bytes(counts.bytes),
                    HumanFormat.bytes(entity.largest), HumanFormat.count(counts.writeUnits),
                ])
            }
        }
        lines += grid.lines
        for table in tables {
            if let refusal = table.refusal { lines.append("refused: \(refusal)") }
            for entity in table.entities {
                for (cause, found) in entity.causes.sorted(by: { $0.value.count > $1.value.count })
                {
                    lines.append(
                        "quarantine: \(table.table)/\(entity.name) ×\(found.count): \(cause), first row \(found.sample.key): \(found.sample.message)"
                    )
                }
            }
        }
        let total = counts
        lines.append(
            "\(HumanFormat.plural(total.acknowledged, "item")), \(HumanFormat.bytes(total.bytes)), "
                + "\(HumanFormat.count(total.writeUnits)) write units (indexes counted), "
                + "\(HumanFormat.plural(total.quarantined, "row")) for quarantine.")
        return lines.map { $0.sanitised() }.joined(separator: "\n")
    }

    var json: String {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.name("tables")
        writer.beginArray()
        for table in tables { write(table, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.terminalSafeText
    }

    private func write(_ table: DryRunner.TableReport, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("table", table.table)
        writer.field("wireName", table.wireName)
        if let refusal = table.refusal {
            writer.field("refusal", refusal.message)
        }
        writer.name("entities")
        writer.beginArray()
        for entity in table.entities {
            writer.beginObject()
            writer.field("entity", entity.name)
            writer.field("read", entity.counts.read)
            writer.field("items", entity.counts.acknowledged)
            writer.field("quarantined", entity.counts.quarantined)
            writer.field("excluded", entity.counts.excluded)
            writer.field("bytes", entity.counts.bytes)
            writer.field("writeUnits", entity.counts.writeUnits)
            writer.field("largestItemBytes", entity.largest)
            writer.name("causes")
            writer.beginArray()
            for (cause, found) in entity.causes.sorted(by: { $0.key < $1.key }) {
                writer.beginObject()
                writer.field("cause", cause)
                writer.field("count", found.count)
                writer.field("firstRow", found.sample.key.description)
                writer.field("message", found.sample.message)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
