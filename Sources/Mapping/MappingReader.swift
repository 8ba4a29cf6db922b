package import JSONText
package import RunModel
package import SQLiteSource

/// Reads the mapping language (docs/mapping.md): `tables` of config.json, bound to a source.
///
/// Whatever is not understood is refused, and all of it at once: unknown and repeated keys, wrong types,
/// tables, columns and lookups that are not there, SQL that does not compile, names and numbers beyond
/// DynamoDB's limits, keys that an entity lacks.
package enum MappingReader {
    package struct Reading: Sendable {
        /// nil where there are problems, and where the configuration has no `tables`.
        package var mapping: Mapping?
        package var problems: [Problem]
    }

    /// True where the configuration has a mapping; else `DefaultMapping` says what happens.
    package static func hasTables(_ config: JSONNode) -> Bool {
        config["tables"].map { !$0.isNull } ?? false
    }

    /// Reads and binds `tables` of a configuration; nothing else of it is looked at, and no row is read.
    ///
    /// `describe` gives the columns of a SELECT, as SQLite sees them when it prepares it, and throws
    /// where it does not compile (`SourceDatabase.describe`). `file` is for messages.
    package static func read(
        config: JSONNode, file: String, schema: SourceSchema,
        describe: (String) throws -> [SourceColumn]
    ) -> Reading {
        withoutActuallyEscaping(describe) { describe in
            read(config, MappingContext(file: file, schema: schema, describe: describe))
        }
    }

    private static func read(_ config: JSONNode, _ context: MappingContext) -> Reading {
        let members = config.object?.filter { $0.name == "tables" } ?? []
        guard let first = members.first, !first.node.isNull else {
            return Reading(mapping: nil, problems: [])
        }
        let place = ConfigPlace(first.node, path: "tables")
        for member in members.dropFirst() {
            let second = JSONNode(.null, line: member.nameLine, column: member.nameColumn)
            context.report(
                "\"tables\" stands twice", at: ConfigPlace(second, path: "tables"),
                hint: "the first is in line \(first.nameLine): make one of the two")
        }
        let drafts = context.tables(place)
        let tables = drafts.compactMap { TableBinder($0, context: context).bind() }
        let problems = context.problems.sorted { a, b in
            (a.line ?? 0, a.column ?? 0) < (b.line ?? 0, b.column ?? 0)
        }
        guard problems.isEmpty else { return Reading(mapping: nil, problems: problems) }
        return Reading(mapping: Mapping(tables: tables, isDefault: false), problems: [])
    }
}

extension Mapping {
    /// A mapping whose fingerprint is taken from its tables.
    init(tables: [TableMapping], isDefault: Bool) {
        self.init(tables: tables, isDefault: isDefault, fingerprint: MappingFingerprint.of(tables))
    }
}
