import ArgumentParser
import CheckpointStore
import DynamoDB
import Engine
import EventBus
import Headless
import JSONText
import Logging
import PlainText
import RunModel
import SQLiteSource

struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Compares the target with what the source yields now, item by item; writes nothing.",
        discussion: """
            Examples:
              sluice validate
              sluice validate --tables MusicCatalog
              sluice validate --sample 1000     a thousand rows of each entity
              sluice validate --json

            The whole target is scanned, which consumes read capacity. Rows in quarantine
            are not missed. A sample reads those items only; it finds missing and changed
            items, not unexpected ones. Exit status 0 equal, 4 different.
            """)

    @OptionGroup var tables: TableOptions
    @Option(help: "Compare only so many rows of each entity.")
    var sample: Int?
    @Flag(help: "The outcome as JSON (docs/events.md).")
    var json = false
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func validate() throws {
        if let sample, sample < 1 { throw ValidationError("--sample takes a number from 1") }
    }

    func run() async throws {
        let workspace = try Workspace.open(common, flags: target.flags())
        let report = try await Self.report(
            workspace, tables: tables.tables, sample: sample, isTargetNamed: !target.flags().isEmpty
        )
        try Output.document(json ? report.json : report.text)
        try CommandStatus.leave(report.isEqual ? .success : .differences)
    }

    static func report(
        _ workspace: Workspace, tables: [String], sample: Int?, isTargetNamed: Bool = false
    ) async throws -> ValidationRun.Report {
        let target = try workspace.target()
        let source = try workspace.openSource()
        let schema = try source.schema()
        let mapping = try workspace.mapping(of: source, schema: schema)
        try TableSelection.check(tables, in: mapping)
        let planned = try RunPlanner(
            workspace: workspace, mapping: mapping, schema: schema
        ).planned(tables)
        // Reads leave no log (DESIGN §8).
        let client = try DynamoDBClient(
            workspace.clientConfiguration(target),
            logger: Logger(label: "sluice") { _ in SwiftLogNoOpLogHandler() })
        defer { client.close() }
        let store = try CheckpointStore.openIfPresent(path: workspace.settings.statePath)
        let run = try store?.run(forConfig: workspace.runOwner())
        let identity = workspace.identity(of: target)
        // Scanning another table than the run wrote to would cost money and compare nothing.
        if let run, run.target != identity, !isTargetNamed {
            throw SluiceError(
                .mappingChanged,
                "the run wrote to \(run.target.text), the settings now say \(identity.text)",
                hint: "set the target back; or name the one you mean with --endpoint or --region")
        }
        let validation = ValidationRun(
            client: client, database: source, store: store,
            run: run?.target == identity ? run?.id : nil, sample: sample)
        return try await validation.run(planned)
    }
}

/// Validates tables outside of a run, collecting what is found.
struct ValidationRun {
    let client: DynamoDBClient
    let database: SourceDatabase
    let store: CheckpointStore?
    let run: String?
    let sample: Int?

    struct Report {
        struct Table {
            var name: String
            var outcome: ValidationOutcome
            var differences: [ItemDifference]
            var notices: [Notice]
        }

        var tables: [Table]

        var isEqual: Bool { tables.allSatisfy(\.outcome.isEqual) }
    }

    func run(_ planned: [PlannedTable]) async throws(SluiceError) -> Report {
        var report = Report(tables: [])
        for table in planned {
            report.tables.append(try await run(table))
        }
        return report
    }

    private func run(_ table: PlannedTable) async throws(SluiceError) -> Report.Table {
        let bus = EventBus()
        let events = await bus.subscribe(capacity: 4_096)
        let collecting = Task { () -> ([ItemDifference], [Notice]) in
            let progress = ProgressNote()
            var differences: [ItemDifference] = []
            var notices: [Notice] = []
            for await delivery in events {
                guard case .event(let numbered) = delivery else { continue }
                switch numbered.event {
                case .differenceFound(let difference): differences.append(difference)
                case .noticed(let notice): notices.append(notice)
                case .validationProgressed(let table, let compared, _):
                    progress.show("\(table): \(HumanFormat.count(compared)) items compared")
                default: break
                }
            }
            progress.clear()
            return (differences, notices)
        }
        let outlet = EventOutlet(bus)
        let validator = TableValidator(
            planned: table, database: database, client: client,
            quarantined: { [store, run] () throws(SluiceError) in
                guard let store, let run else { return [:] }
                return try quarantinedKeys(of: table, store: store, run: run)
            }, outlet: outlet, control: TableControl())
        let result: Result<ValidationOutcome?, SluiceError>
        do throws(SluiceError) {
            result = .success(try await validator.run(sample: sample))
        } catch {
            result = .failure(error)
        }
        await outlet.finish()
        await bus.finish()
        let (differences, notices) = await collecting.value
        let outcome = try result.get()
        return Report.Table(
            name: table.name,
            outcome: outcome
                ?? ValidationOutcome(
                    compared: 0, missing: 0, unexpected: 0, changed: 0, isSample: false),
            differences: differences, notices: notices)
    }
}

extension ValidationRun.Report {
    var text: String {
        var lines: [String] = []
        for table in tables {
            let outcome = table.outcome
            let digest = table.notices.filter { $0.level == .info }.map { ", " + $0.text }
            lines.append("\(table.name): \(EventLine.validation(outcome))" + digest.joined())
            for difference in table.differences {
                lines.append("  " + EventLine.difference(difference))
            }
            let unnamed = outcome.differences - Set(table.differences.map(\.key)).count
            if unnamed > 0 {
                lines.append("  and \(HumanFormat.plural(unnamed, "more item")) not named here")
            }
            for notice in table.notices where notice.level == .warning {
                lines.append("  " + notice.text)
            }
        }
        lines.append(isEqual ? "Equal." : "Differences found.")
        return lines.joined(separator: "\n")
    }

    var json: String {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.field("equal", isEqual)
        writer.name("tables")
        writer.beginArray()
        for table in tables {
            writer.beginObject()
            writer.field("table", table.name)
            writer.field("compared", table.outcome.compared)
            writer.field("missing", table.outcome.missing)
            writer.field("unexpected", table.outcome.unexpected)
            writer.field("changed", table.outcome.changed)
            writer.field("isSample", table.outcome.isSample)
            writer.name("differences")
            writer.beginArray()
            for difference in table.differences { write(difference, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.terminalSafeText
    }

    private func write(_ difference: ItemDifference, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", difference.kind.rawValue)
        writer.field("key", difference.key)
        if let attribute = difference.attribute { writer.field("attribute", attribute) }
        if let expected = difference.expected { writer.field("expected", expected) }
        if let found = difference.found { writer.field("found", found) }
        writer.endObject()
    }
}
