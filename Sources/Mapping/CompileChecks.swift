import RunModel
import SQLiteSource

/// What the source must prove for the joins: a step that no unique key vouches for finds one row at most.
extension CompileProgram {
    func joinChecks(of attributes: [AttributeMapping]) -> [SourceCheck] {
        var checks: [SourceCheck] = []
        for attribute in attributes { collect(attribute.value, from: rootSource, into: &checks) }
        return checks
    }

    private var rootSource: String {
        switch root.kind {
        case .table(let name), .view(let name): "main." + name.quotedIdentifier
        case .query(let sql): "(\n\(sql)\n)"
        }
    }

    private func collect(
        _ value: AttributeSource, from source: String, into checks: inout [SourceCheck]
    ) {
        func note(_ path: ColumnPath) {
            var from = source
            for step in path.steps {
                if !step.isProvenUnique {
                    let check = check(step, from: from)
                    if !checks.contains(check) { checks.append(check) }
                }
                from = "main." + step.table.quotedIdentifier
            }
        }
        func note(_ template: Template) {
            for case .column(let path, _, _) in template.parts { note(path) }
        }
        switch value {
        case .column(let path, _): note(path)
        case .template(let template): note(template)
        case .joined(let paths): for path in paths { note(path) }
        case .computed, .constant: break
        case .list(let embedding): collect(embedding, into: &checks)
        case .map(let embedding, let key):
            for case .column(let path, _, _) in key.parts where !path.steps.isEmpty {
                collect(
                    .column(path, Conversion()), from: "main." + embedding.table.quotedIdentifier,
                    into: &checks)
            }
            collect(embedding, into: &checks)
        }
    }

    private func collect(_ embedding: Embedding, into checks: inout [SourceCheck]) {
        let source = "main." + embedding.table.quotedIdentifier
        switch embedding.element {
        case .map(let attributes):
            for attribute in attributes { collect(attribute.value, from: source, into: &checks) }
        case .value(let value): collect(value, from: source, into: &checks)
        }
    }

    /// Values that several rows of the step's table share and that a row on the way asks for.
    private func check(_ step: JoinStep, from source: String) -> SourceCheck {
        let theirs = step.toColumns.map(\.quotedIdentifier)
        let list = theirs.joined(separator: ", ")
        let present = theirs.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
        let equal = zip(theirs, step.fromColumns).map { "p.\($0) = +f.\($1.quotedIdentifier)" }
        let sql = """
            SELECT DISTINCT \(theirs.map { "p.\($0)" }.joined(separator: ", ")) FROM \
            (SELECT \(list) FROM main.\(step.table.quotedIdentifier) WHERE \(present) \
            GROUP BY \(list) HAVING count(*) > 1) AS p JOIN \(source) AS f ON \
            \(equal.joined(separator: " AND "))
            """
        return SourceCheck(
            sql: sql, place: place,
            message:
                "a lookup by (\(step.toColumns.joined(separator: ", "))) finds more than one row of "
                + "\(step.table) for some values",
            hint:
                "a path leads to one row at most: look up by columns that are unique in \(step.table), "
                + "or embed its rows as a list")
    }
}
