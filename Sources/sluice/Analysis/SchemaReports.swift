import Mapping
import PlainText
import RunModel
import SQLiteSource

/// The analysis of a source as front ends get it: first from the schema alone, then fuller with each table
/// that was measured.
struct SchemaReports: Sendable {
    private(set) var report = SchemaReport()
    /// Where a table stands in the report, by its name without cases.
    private var places: [String: Int] = [:]

    private static let nameLimit = 200

    /// What the schema and the mapping tell; no row is read for it.
    init(_ schema: SourceSchema, mapping: Mapping) {
        let uses = SourceUses(of: mapping)
        var entities: [String: [EntityID]] = [:]
        for table in mapping.tables {
            for entity in table.entities {
                switch entity.root.kind {
                case .table(let name), .view(let name):
                    entities[name.withoutCases, default: []].append(
                        EntityID(table: table.name, entity: entity.name))
                case .query: break
                }
            }
        }
        for table in schema.tables {
            var told = SchemaReport.Table(name: table.name.sanitised(limit: Self.nameLimit))
            told.primaryKey = table.primaryKey.map { $0.sanitised(limit: Self.nameLimit) }
            told.columns = table.columns.map(Self.column)
            told.relations = table.foreignKeys.map { Self.relation($0, orphans: nil) }
            told.uses = uses.of(table.name).map { $0.text.sanitised(limit: Self.nameLimit) }
            told.entities = entities[table.name.withoutCases] ?? []
            places[table.name.withoutCases] = report.tables.count
            report.tables.append(told)
        }
        for view in schema.views {
            var told = SchemaReport.Table(name: view.name.sanitised(limit: Self.nameLimit))
            told.isView = true
            told.columns = view.columns.map(Self.column)
            told.entities = entities[view.name.withoutCases] ?? []
            told.uses = told.entities.map {
                SourceAnalysis.place(of: $0.entity, in: $0.table).sanitised(limit: Self.nameLimit)
            }
            report.tables.append(told)
        }
        report.cycles = RelationCycles.of(schema.tables).map { cycle in
            cycle.map { $0.sanitised(limit: Self.nameLimit) }
        }
    }

    /// Takes in a table that was measured.
    mutating func add(_ measured: SourceAnalysis.Table) {
        guard let at = places[measured.table.name.withoutCases] else { return }
        report.tables[at].rows = measured.measure.rows
        report.tables[at].bytes = measured.measure.bytes
        for (place, column) in measured.table.columns.enumerated() {
            guard report.tables[at].columns.indices.contains(place),
                let measure = measured.measure.column(column.name)
            else { continue }
            report.tables[at].columns[place].stored = measure.storedText
            report.tables[at].columns[place].nulls = measure.nulls
            report.tables[at].columns[place].isMixed = measure.isMixed(in: column)
        }
        report.tables[at].relations = measured.relations.map {
            Self.relation($0.key, orphans: $0.orphans)
        }
        report.measuredTables += 1
    }

    /// - `trouble`: why no more will be known.
    mutating func set(_ risks: [Risk], trouble: SluiceError? = nil) {
        report.risks = risks.graded.map(SchemaReport.Risk.init)
        guard let trouble else { return }
        report.risks.insert(
            SchemaReport.Risk(
                .warning, place: (trouble.place ?? "source").sanitised(limit: 300),
                message: "the analysis ended early: \(trouble.message.sanitised(limit: 600))",
                advice: (trouble.hint ?? "`sluice analyze` looks at the source again")
                    .sanitised(limit: 600)),
            at: report.risks.firstIndex { $0.severity != .error } ?? report.risks.endIndex)
    }

    /// Nothing more will be measured: views have no values of their own to read.
    mutating func complete() { report.measuredTables = report.tables.count }

    private static func column(_ column: SourceColumn) -> SchemaReport.Column {
        var told = SchemaReport.Column(
            name: column.name.sanitised(limit: nameLimit),
            declared: column.declaredType.sanitised(limit: nameLimit))
        told.isKey = column.primaryKeyPlace != nil
        told.isNotNull = column.isNotNull
        return told
    }

    private static func relation(_ key: ForeignKey, orphans: Int?) -> SchemaReport.Relation {
        SchemaReport.Relation(
            columns: key.columns.map { $0.sanitised(limit: nameLimit) },
            parent: key.parentTable.sanitised(limit: nameLimit),
            parentColumns: key.parentColumns.map { $0.sanitised(limit: nameLimit) },
            orphans: orphans, problem: key.problem?.text)
    }
}

extension SchemaReport.Risk {
    init(_ risk: Risk) {
        let severity: Severity =
            switch risk.severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        self.init(
            severity, place: risk.place.sanitised(limit: 300),
            message: risk.message.sanitised(limit: 1_000),
            advice: risk.advice.sanitised(limit: 1_000))
    }
}

extension ForeignKeyProblem {
    fileprivate var text: String {
        switch self {
        case .missingTable: "there is no such table"
        case .missingColumn: "it has no such column"
        case .parentNotUnique: "what it refers to is not unique"
        case .columnCount: "the numbers of columns differ"
        }
    }
}

extension ColumnMeasure {
    /// `integer 3,500, text 3`; `nothing` where there is no value but NULL.
    fileprivate var storedText: String {
        let kinds = [(integers, "integer"), (reals, "real"), (texts, "text"), (blobs, "blob")]
            .filter { $0.0 > 0 }
            .map { "\($0.1) \(HumanFormat.count($0.0))" }
        return kinds.isEmpty ? "nothing" : kinds.joined(separator: ", ")
    }

    /// Integers and reals are of one type, N.
    fileprivate func isMixed(in column: SourceColumn) -> Bool {
        let kinds = [integers + reals, texts, blobs].count { $0 > 0 }
        return kinds > 1 || (column.declaresNumbers && texts > 0)
    }
}
