import DynamoItem
import JSONText
import RunModel
package import SQLiteSource

/// The configuration that `sluice init` writes, to be edited.
///
/// It is complete: each setting with its default, each source table a target table written out in the
/// mapping language. JSON has no comments; what can be set is shown by standing there. Taken as it is, it gives the items of the default mapping: the fingerprints are equal.
package enum ConfigTemplate {
    /// The text for a source and its default mapping.
    package static func write(
        _ mapping: Mapping, schema: SourceSchema, sourcePath: String, region: String
    ) -> String {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writeSettings([.sourcePath: sourcePath, .targetRegion: region], to: &writer)
        writer.object("tables") { writer in
            for table in mapping.tables {
                writer.object(table.name) { write(table, schema, to: &$0) }
            }
        }
        writer.endObject()
        return writer.text + "\n"
    }

    /// Every setting there is, with its default; null where it is not set unless someone sets it.
    private static func writeSettings(_ chosen: [SettingKey: String], to writer: inout JSONWriter) {
        var sections: [String] = []
        for key in SettingKey.allCases where !sections.contains(key.section) {
            sections.append(key.section)
        }
        for section in sections {
            writer.object(section) { writer in
                for key in SettingKey.allCases where key.section == section {
                    switch chosen[key].map(SettingValue.text) ?? key.definition.standard {
                    case .text(let text): writer.field(key.name, text)
                    case .integer(let number): writer.field(key.name, number)
                    case .boolean(let isTrue): writer.field(key.name, isTrue)
                    case nil: writer.field(key.name, nil as String?)
                    }
                }
            }
        }
    }

    private static func write(
        _ table: TableMapping, _ schema: SourceSchema, to writer: inout JSONWriter
    ) {
        let key = table.definition.key
        writer.key("partitionKey", key.partition)
        if let sort = key.sort {
            writer.key("sortKey", sort)
        } else {
            writer.field("sortKey", nil as String?)
        }
        writer.field("billing", "onDemand")
        writer.field("warmThroughput", nil as String?)
        writer.object("tags") { _ in }
        writer.field("deletionProtection", false)
        writer.field("pointInTimeRecovery", false)
        writer.field("timeToLive", nil as String?)
        writer.object("indexes") { _ in }
        writer.object("entities") { writer in
            for entity in table.entities {
                writer.object(entity.name) { write(entity, schema, to: &$0) }
            }
        }
    }

    private static func write(
        _ entity: EntityMapping, _ schema: SourceSchema, to writer: inout JSONWriter
    ) {
        var names: [String: String] = [:]
        for attribute in entity.attributes where attribute.isOwnColumn {
            if case .column(let path, _) = attribute.value { names[path.column] = attribute.name }
        }
        let columns = (schema.table(entity.root.name)?.columns ?? []).map(\.name).filter {
            names[$0] != nil
        }
        writer.field("from", entity.root.name)
        writer.field("where", nil as String?)
        writer.object("lookups") { _ in }
        writer.line("columns", columns)
        writer.object("rename") { writer in
            for column in columns where names[column] != column {
                writer.field(column, names[column])
            }
        }
        writer.object("types") { _ in }
        writer.field("nulls", "omit")
        writer.field("unstorable", "quarantine")
        writer.object("attributes") { writer in
            for attribute in entity.attributes where !attribute.isOwnColumn {
                switch attribute.value {
                case .column(let path, _): writer.field(attribute.name, "{\(path.text)}")
                case .joined(let paths):
                    writer.object(attribute.name) { $0.line("join", paths.map(\.text)) }
                default: break
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
        self.name(name)
        beginObject()
        members(&self)
        endObject()
    }

    fileprivate mutating func key(_ name: String, _ key: KeyAttribute) {
        self.name(name)
        raw("{\"name\": \(key.name.json), \"type\": \(key.type.rawValue.json)}")
    }

    /// A list of names in one line.
    fileprivate mutating func line(_ name: String, _ texts: [String]) {
        self.name(name)
        raw("[" + texts.map(\.json).joined(separator: ", ") + "]")
    }
}

extension String {
    fileprivate var json: String {
        var writer = JSONWriter()
        writer.string(self)
        return writer.text
    }
}
