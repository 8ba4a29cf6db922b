package import DynamoItem
package import RunModel
package import SQLiteSource

/// The mapping of a configuration without `tables`: each ordinary table of the source becomes a target
/// table of its legalised name, each row an item of all its columns.
///
/// A primary key of one column is the partition key, of two also the sort key. Of a longer one the first
/// column is the partition key, and the sort key is an attribute named and filled by the rest, joined with
/// `#`. Without a primary key the rowid is the partition key.
package enum DefaultMapping {
    /// The type of a key column's values.
    package typealias KeyTypeOf = (SourceTable, SourceColumn) throws(SluiceError) -> KeyType

    /// The default mapping of a schema; `keyType` is asked for each key column (`StoredKeyType`).
    ///
    /// `file` is the source as the operator named it, for messages.
    /// - Throws: `.configuration`, naming each table that has nothing to be read and told apart by.
    package static func make(
        schema: SourceSchema, file: String, keyType: KeyTypeOf
    ) throws(SluiceError) -> Mapping {
        var problems: [Problem] = []
        var names: Set<String> = []
        var tables: [TableMapping] = []
        for source in schema.tables {
            let read: (root: Root, keys: [SourceColumn])
            do throws(Refusal) {
                read = (
                    Root(kind: .table(source.name), key: try source.pagingKey()),
                    keyColumns(of: source)
                )
            } catch {
                problems.append(Problem(file: file, message: error.message, hint: error.hint))
                continue
            }
            let name = unique(
                TableNameRule.legalised(source.name), limit: DynamoLimits.tableNameMax
            ) {
                names.insert($0).inserted
            }
            var types: [KeyType] = []
            for column in read.keys.prefix(read.keys.count == 2 ? 2 : 1) {
                types.append(try keyType(source, column))
            }
            tables.append(
                table(name, source, read.root, keys: Array(zip(read.keys, types)), read.keys))
        }
        guard problems.isEmpty else {
            throw SluiceError(
                .configuration,
                "\(problems.count) of the source's tables cannot be migrated without a mapping",
                hint: "write \"tables\" for what you want to migrate; docs/mapping.md shows how",
                problems: problems)
        }
        guard !tables.isEmpty else {
            throw SluiceError(
                .configuration, "the database holds no ordinary table to migrate", place: file,
                hint:
                    "views and virtual tables are migrated by a mapping that names them: write \"tables\"; docs/mapping.md shows how"
            )
        }
        return Mapping(tables: tables, isDefault: true)
    }

    /// The columns that make the key: the primary key's; where there is none and no rowid either, those of
    /// another key; else none, and the rowid is the key.
    private static func keyColumns(of table: SourceTable) -> [SourceColumn] {
        var names = table.primaryKey
        if names.isEmpty, table.rowidName == nil {
            names = table.uniqueKeys.first(where: \.isTotal)?.columns ?? []
        }
        return names.compactMap(table.column)
    }

    private static func table(
        _ name: String, _ source: SourceTable, _ root: Root, keys typed: [(SourceColumn, KeyType)],
        _ keys: [SourceColumn]
    ) -> TableMapping {
        var taken: Set<String> = []
        var attributes = source.columns.enumerated().map { at, column in
            let isKey = typed.contains { $0.0 == column }
            let limit = isKey ? DynamoLimits.keyNameBytes : DynamoLimits.attributeNameBytes
            let name = unique(column.name.isEmpty ? "column-\(at + 1)" : column.name, limit: limit)
            {
                taken.insert($0).inserted
            }
            return AttributeMapping(
                name: name, value: .column(path(column.name), Conversion()), isOwnColumn: true)
        }
        var keyAttributes: [KeyAttribute] = []
        func use(_ index: Int, _ type: KeyType) {
            let key = KeyAttribute(attributes[index].name, type)
            keyAttributes.append(key)
            if case .column(let path, _) = attributes[index].value {
                attributes[index].value = .column(path, Conversion(target: type.conversion))
            }
        }
        func make(_ name: String, _ type: KeyType, _ value: AttributeSource) {
            let name = unique(name, limit: DynamoLimits.keyNameBytes) { taken.insert($0).inserted }
            attributes.append(AttributeMapping(name: name, value: value))
            keyAttributes.append(KeyAttribute(name, type))
        }
        for (column, type) in typed {
            if let index = source.columns.firstIndex(of: column) { use(index, type) }
        }
        if keys.count > 2 {
            let rest = keys.dropFirst().map(\.name)
            make(rest.map(\.joinedPart).joined(separator: "#"), .string, .joined(rest.map(path)))
        } else if keys.isEmpty, let rowid = source.rowidName {
            make(rowid, .number, .column(path(rowid), Conversion(target: .number)))
        }
        let key = KeySchema(
            partition: keyAttributes.first ?? KeyAttribute(source.name, .string),
            sort: keyAttributes.count > 1 ? keyAttributes[1] : nil)
        let entity = EntityMapping(
            name: source.name, root: root, condition: nil, attributes: ordered(attributes, by: key),
            place: Problem(file: "", message: ""))
        return TableMapping(
            name: name, definition: TableDefinition(name: name, key: key), entities: [entity])
    }

    /// The key first, with its roles.
    private static func ordered(
        _ attributes: [AttributeMapping], by key: KeySchema
    ) -> [AttributeMapping] {
        var keys: [AttributeMapping] = []
        for part in key.attributes {
            guard var attribute = attributes.first(where: { $0.name == part.name }) else {
                continue
            }
            attribute.role = keys.isEmpty ? .partitionKey(part.type) : .sortKey(part.type)
            keys.append(attribute)
        }
        return keys
            + attributes.filter { attribute in !keys.contains { $0.name == attribute.name } }
    }

    private static func path(_ column: String) -> ColumnPath {
        ColumnPath(steps: [], column: column, text: TemplateParser.written([column]))
    }

    /// The name, cut to the limit; one that is taken gets `-2`, `-3` and so on.
    private static func unique(_ name: String, limit: Int, take: (String) -> Bool) -> String {
        var name = name.cut(toBytes: limit)
        let first = name
        var number = 2
        while !take(name) {
            let ending = "-\(number)"
            name = first.cut(toBytes: limit - ending.utf8.count) + ending
            number += 1
        }
        return name
    }
}

extension KeyType {
    /// The conversion that makes a value fit the key.
    var conversion: Conversion.Target {
        switch self {
        case .string: .string
        case .number: .number
        case .binary: .binary
        }
    }
}

extension String {
    /// `%` and `#` percent-encoded, so that `#` can join the parts and none is taken for two.
    var joinedPart: String {
        var part = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "%": part += "%25"
            case "#": part += "%23"
            default: part.unicodeScalars.append(scalar)
            }
        }
        return part
    }

    /// The longest beginning of whole characters within so many bytes.
    fileprivate func cut(toBytes limit: Int) -> String {
        if utf8.count <= limit { return self }
        var cut = ""
        var bytes = 0
        for scalar in unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > limit { break }
            cut.unicodeScalars.append(scalar)
        }
        return cut
    }
}
