import DynamoItem
import Headless
import PlainText
import SQLiteSource

/// Risks of the values: what each column holds against what it declares and what DynamoDB takes.
struct DataRisks {
    private let analysis: SourceAnalysis

    init(_ analysis: SourceAnalysis, schema: SourceSchema) { self.analysis = analysis }

    var all: [Risk] {
        var risks: [Risk] = []
        for table in analysis.tables {
            risks += keyRisks(table)
            for column in table.table.columns {
                guard let measure = table.measure.column(column.name) else { continue }
                let place = "\(table.table.name).\(column.name)"
                risks += typeRisks(place, column, measure) + limitRisks(place, measure)
            }
        }
        return risks
    }

    private func typeRisks(
        _ place: String, _ column: SourceColumn, _ measure: ColumnMeasure
    ) -> [Risk] {
        let numbers = measure.integers + measure.reals
        let kinds = [
            (numbers, "number", "N"), (measure.texts, "text", "S"), (measure.blobs, "blob", "B"),
        ].filter { $0.0 > 0 }
        if column.declaresNumbers, measure.texts > 0 {
            let declared = column.declaredType
            let rows = HumanFormat.plural(measure.texts, "row")
            return [
                Risk(
                    .warning, .textInNumericColumn, place,
                    numbers == 0
                        ? "declared \(declared), but holds text throughout (\(rows))"
                        : "declared \(declared), but \(rows) of \(HumanFormat.count(measure.rows)) \(measure.texts == 1 ? "holds" : "hold") text: "
                            + "their items get S, the others N",
                    advice: "mend the rows in the source, or give the column one type with "
                        + "\"types\": {\"\(column.name)\": \"S\"}")
            ]
        }
        guard kinds.count > 1 else { return [] }
        let found = kinds.map { "\(HumanFormat.plural($0.0, $0.1)) (\($0.2))" }.joined(
            separator: ", ")
        return [
            Risk(
                .warning, .mixedTypes, place, "holds values of several types: \(found)",
                advice:
                    "give the column one type with \"types\": {\"\(column.name)\": \"S\"}, or mend the rows"
            )
        ]
    }

    private func limitRisks(_ place: String, _ measure: ColumnMeasure) -> [Risk] {
        var risks: [Risk] = []
        if measure.numbersOutOfRange > 0 {
            risks.append(
                Risk(
                    .warning, .numberOutOfRange, place,
                    "\(HumanFormat.plural(measure.numbersOutOfRange, "number")) beyond DynamoDB's range: infinite, "
                        + "or not within 1e-130 and 9.99e125",
                    advice:
                        "leave them out or write them as text: \"unstorable\": \"omit\" or \"string\""
                ))
        }
        if measure.invalidTexts > 0 {
            risks.append(
                Risk(
                    .warning, .invalidUTF8, place,
                    "\(HumanFormat.plural(measure.invalidTexts, "text")) of invalid UTF-8, which DynamoDB refuses as S",
                    advice:
                        "mend them in the source, or write the column as bytes: \"types\" with \"B\""
                ))
        }
        let largest = max(measure.largestText, measure.largestBlob)
        if largest > DynamoLimits.itemBytes {
            risks.append(
                Risk(
                    .warning, .valueOverItemLimit, place,
                    "its largest value is \(HumanFormat.bytes(largest)); a whole item holds 409,600 bytes",
                    advice:
                        "keep such values elsewhere, in S3 for instance, and leave the column out with \"columns\""
                ))
        }
        let beyond = max(measure.maxInteger?.magnitude ?? 0, measure.minInteger?.magnitude ?? 0)
        if beyond > 1 << 53 {
            risks.append(
                Risk(
                    .note, .integerBeyondDouble, place,
                    "integers up to \(beyond): exact in DynamoDB, but rounded by programs that read N as a double "
                        + "(JavaScript)",
                    advice: "read them as text there, or write the column as S"))
        }
        return risks
    }

    private func keyRisks(_ table: SourceAnalysis.Table) -> [Risk] {
        var risks: [Risk] = []
        let name = table.table.name
        for column in table.table.primaryKey {
            guard let measure = table.measure.column(column) else { continue }
            let empty = measure.emptyTexts + measure.emptyBlobs
            guard measure.nulls + empty > 0 else { continue }
            let found = [(measure.nulls, "NULL"), (empty, "an empty value")].filter { $0.0 > 0 }
                .map { "\(HumanFormat.plural($0.0, "row")) with \($0.1)" }.joined(
                    separator: " and ")
            risks.append(
                Risk(
                    .warning, .keyNullOrEmpty, "\(name).\(column)",
                    "a column of the primary key has \(found); as a key DynamoDB takes neither",
                    advice:
                        "mend the rows, or give a default in the key's template: {\(column)|none}"))
        }
        if table.table.primaryKey.isEmpty {
            let unique = table.table.uniqueKeys.first(where: \.isTotal)?.columns
            risks.append(
                Risk(
                    table.table.rowidName == nil ? .warning : .note, .noPrimaryKey, name,
                    table.table.rowidName == nil
                        ? "no primary key, and its columns hide every name of the rowid"
                        : "no primary key: rows are told apart by their rowid, which VACUUM may change",
                    advice: unique.map {
                        "make the key of \($0.joined(separator: ", ")), which is unique"
                    }
                        ?? "do not VACUUM before the migration is done, or make a key of columns that tell rows apart"
                ))
        }
        return risks
    }
}

extension SourceColumn {
    /// True where the declaration speaks of numbers.
    ///
    /// SQLite gives DATETIME, ENUM or BOOLEAN the affinity of
    /// numbers too, but text in them is what is meant.
    var declaresNumbers: Bool {
        let type = declaredType.uppercased()
        let words = ["INT", "REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL", "NUMBER"]
        return words.contains { type.contains($0) }
    }
}
