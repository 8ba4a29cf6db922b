import Headless
import Mapping
import PlainText
import RunModel
import SQLiteSource

/// Looks at a source as a whole: file, schema, each column's values, and what the mapping makes of them.
///
/// Everything is read, nothing is written. Reads are short, page by page, so that no writer waits long.
struct SourceAnalyser {
    let workspace: Workspace
    let source: SourceDatabase
    /// Says how far it is.
    let progress: (String) -> Void

    /// Looks at the source tables and views named, in any ASCII case; at all where none is.
    func run(tables names: [String]) throws(SluiceError) -> SourceAnalysis {
        let schema = try source.schema()
        try Self.check(names, in: schema)
        func isChosen(_ name: String) -> Bool {
            names.isEmpty || names.contains { $0.isSameIdentifier(as: name) }
        }
        let (mapping, problems) = try self.mapping(schema)
        let uses = mapping.map { SourceUses(of: $0) }
        var analysis = SourceAnalysis(
            path: source.path, facts: try source.facts(), tables: [],
            tableCount: schema.tables.count,
            views: schema.views.filter { isChosen($0.name) },
            leftOut: names.isEmpty ? schema.leftOut : [],
            cycles: RelationCycles.of(schema.tables), mapping: .init(config: mappedConfig),
            risks: [])
        for table in schema.tables where isChosen(table.name) {
            let measure = try source.measure(table.name) { rows in
                progress("\(table.name): \(HumanFormat.count(rows)) rows measured")
            }
            analysis.tables.append(
                .init(
                    table: table, measure: measure, relations: try relations(of: table),
                    uses: uses?.of(table.name) ?? []))
        }
        analysis.mapping.fingerprint = mapping?.fingerprint
        if let mapping { analysis.mapping.tables = try trials(mapping, schema, names, isChosen) }
        analysis.risks =
            (problems
            + MappingRisks(analysis, mapping: mapping, uses: uses, schema: schema).all
            + DataRisks(analysis, schema: schema).all + SourceRisks(analysis).all).graded
        return analysis
    }

    private static func check(_ names: [String], in schema: SourceSchema) throws(SluiceError) {
        let known = schema.tables.map(\.name) + schema.views.map(\.name)
        for name in names where !known.contains(where: { $0.isSameIdentifier(as: name) }) {
            throw SluiceError(
                .usage, "the source has no table or view \(name.sanitised(limit: 200))",
                place: "--tables",
                hint: Suggestion.hint(for: name, among: known)
                    ?? "there are " + known.prefix(20).joined(separator: ", ").sanitised(limit: 600)
            )
        }
    }

    /// The configuration's path where it holds a mapping.
    private var mappedConfig: String? {
        workspace.config.map(MappingReader.hasTables) == true ? workspace.configPath : nil
    }

    /// The mapping; where it does not fit the source, what is wrong with it, as risks: the source is worth
    /// looking at all the same.
    private func mapping(_ schema: SourceSchema) throws(SluiceError) -> (Mapping?, [Risk]) {
        do throws(SluiceError) {
            progress("reading the mapping")
            return (try workspace.mapping(of: source, schema: schema), [])
        } catch {
            guard error.code == .configuration else { throw error }
            let hint = error.hint ?? "docs/mapping.md has the language"
            if error.problems.isEmpty {
                return (
                    nil,
                    [
                        Risk(
                            .error, .mappingProblem, error.place ?? "mapping", error.message,
                            advice: hint)
                    ]
                )
            }
            return (
                nil,
                error.problems.map { problem in
                    var place = problem.file
                    if let line = problem.line { place += ":\(line)" }
                    if let column = problem.column { place += ":\(column)" }
                    if !problem.path.isEmpty { place += " " + problem.path }
                    return Risk(
                        .error, .mappingProblem, place, problem.message,
                        advice: problem.hint ?? hint)
                }
            )
        }
    }

    private func trials(
        _ mapping: Mapping, _ schema: SourceSchema, _ names: [String], _ isChosen: (String) -> Bool
    ) throws(SluiceError) -> [TableTrial] {
        func isLookedAt(_ entity: EntityMapping) -> Bool {
            switch entity.root.kind {
            case .table(let name), .view(let name): isChosen(name)
            case .query: names.isEmpty
            }
        }
        let runner = TableTrialRunner(source: source, schema: schema)
        var trials: [TableTrial] = []
        for table in mapping.tables where table.entities.contains(where: isLookedAt) {
            trials.append(
                try runner.run(table, isLookedAt: isLookedAt) { entity, rows in
                    progress("\(entity): \(HumanFormat.count(rows)) rows converted")
                })
        }
        return trials
    }

    /// Where the table's foreign keys lead, and how many of its rows lead nowhere.
    func relations(of table: SourceTable) throws(SluiceError) -> [SourceAnalysis.Relation] {
        var relations: [SourceAnalysis.Relation] = []
        for key in table.foreignKeys {
            progress("\(table.name): following \(key.columns.joined(separator: ", "))")
            relations.append(
                .init(
                    key: key, isSelfReference: key.parentTable.isSameIdentifier(as: table.name),
                    orphans: key.problem == nil
                        ? try OrphanCount(table: table, key: key).run(on: source) : nil))
        }
        return relations
    }
}
