import Headless
import PlainText
import SQLiteSource

/// Risks of the file and its schema.
struct SourceRisks {
    private let analysis: SourceAnalysis

    init(_ analysis: SourceAnalysis) { self.analysis = analysis }

    var all: [Risk] { fileRisks + analysis.tables.flatMap(relationRisks) + viewRisks }

    private var fileRisks: [Risk] {
        var risks: [Risk] = []
        if analysis.facts.walBytes > 0 {
            risks.append(
                Risk(
                    .warning, .liveWriter, analysis.path,
                    "its -wal holds \(HumanFormat.bytes(Int(analysis.facts.walBytes))): a program writes to it, or left "
                        + "without closing it. Rows that change behind the copy are not copied again",
                    advice:
                        "stop the writer for the last run, or migrate a copy made with `sqlite3 SOURCE '.backup COPY'`"
                ))
        }
        if analysis.facts.isImmutable {
            risks.append(
                Risk(
                    .note, .readWithoutLocks, analysis.path,
                    "its folder cannot be written to, so the file is read without locks",
                    advice: "see that nobody writes to the file meanwhile"))
        }
        return risks
    }

    private func relationRisks(_ table: SourceAnalysis.Table) -> [Risk] {
        table.relations.compactMap { relation in
            let key = relation.key
            let place = "\(table.table.name).\(key.columns.joined(separator: "+"))"
            switch key.problem {
            case .missingTable:
                return broken(place, "refers to \(key.parentTable), which does not exist")
            case .missingColumn:
                return broken(place, "refers to a column that \(key.parentTable) does not have")
            case .columnCount:
                return broken(
                    place,
                    "has another number of columns than what it refers to in \(key.parentTable)")
            case .parentNotUnique:
                let columns =
                    key.parentColumns.isEmpty
                    ? "a primary key it does not have" : key.parentColumns.joined(separator: ", ")
                return Risk(
                    .warning, .foreignKeyNotUnique, place,
                    "refers to \(columns) of \(key.parentTable), which is not unique: a path along it may find several rows",
                    advice: "a mapping that follows it is checked row by row before the first write"
                )
            case nil:
                guard let orphans = relation.orphans, orphans > 0 else { return nil }
                return Risk(
                    .warning, .orphanedRows, place,
                    "\(HumanFormat.plural(orphans, "row")) \(orphans == 1 ? "refers" : "refer") to no row of \(key.parentTable): "
                        + "paths along it find nothing there, and no parent embeds them",
                    advice: "PRAGMA foreign_key_check(\(table.table.name)) lists them")
            }
        }
    }

    private func broken(_ place: String, _ message: String) -> Risk {
        Risk(
            .warning, .foreignKeyBroken, place, message + "; it cannot be followed",
            advice: "name another way in the mapping with \"lookups\", or correct the schema")
    }

    private var viewRisks: [Risk] {
        analysis.views.compactMap { view in
            view.problem.map { problem in
                Risk(
                    .note, .viewBroken, view.name, "the view cannot be read: \(problem)",
                    advice: "leave it out of the mapping, or correct it in the source")
            }
        }
    }
}
