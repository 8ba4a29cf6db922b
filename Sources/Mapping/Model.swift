package import DynamoItem
package import RunModel

/// The mapping, bound to a source: every name in it has been found, every path resolved to columns.
///
/// The reader makes it from config.json (or from the schema alone, where there are no `tables`); the
/// compiler turns each entity into one SELECT and an encoder.
package struct Mapping: Sendable {
    package var tables: [TableMapping]
    /// True where config.json has no `tables`: each source table is a target table.
    package var isDefault: Bool
    /// A digest of all that shapes the items and their tables, independent of white space and of settings.
    package var fingerprint: String

    package init(tables: [TableMapping], isDefault: Bool, fingerprint: String) {
        self.tables = tables
        self.isDefault = isDefault
        self.fingerprint = fingerprint
    }

    package func table(_ name: String) -> TableMapping? { tables.first { $0.name == name } }
}

package struct TableMapping: Sendable {
    /// The mapping's name, what operators select by.
    ///
    /// The prefix of the wire is not in it.
    package var name: String
    /// Keys, indexes, billing; its `name` is the mapping's, the prefix is added when it is planned.
    package var definition: TableDefinition
    package var entities: [EntityMapping]
    /// Digest of this table's part of the mapping.
    package var fingerprint: String

    package init(
        name: String, definition: TableDefinition, entities: [EntityMapping], fingerprint: String
    ) {
        self.name = name
        self.definition = definition
        self.entities = entities
        self.fingerprint = fingerprint
    }
}

package struct EntityMapping: Sendable {
    package var name: String
    package var root: Root
    /// SQL over the root's columns; rows for which it is not true are read and counted as excluded.
    ///
    /// Here and in `AttributeSource.computed` the row's own columns are all that is in reach, unqualified
    /// or qualified by `Root.name` (so that a subquery can refer to the row): it was checked as
    /// `SELECT 1 FROM "Album" WHERE (…) IS NULL`, a query as `FROM (…) AS "query"`. Not an aggregate.
    package var condition: String?
    /// In the order in which they are written: the table's key first.
    package var attributes: [AttributeMapping]
    /// Where it stands, for messages: the problem's file, line, column and path, with an empty message.
    package var place: Problem

    package init(
        name: String, root: Root, condition: String?, attributes: [AttributeMapping], place: Problem
    ) {
        self.name = name
        self.root = root
        self.condition = condition
        self.attributes = attributes
        self.place = place
    }
}

/// What an entity is fed by.
package struct Root: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case table(String)
        case view(String)
        /// One SELECT.
        case query(String)
    }

    package var kind: Kind
    /// The columns rows are paged by.
    ///
    /// Empty: by rowid (`SourceTable.rowidName`).
    package var key: [String]

    package init(kind: Kind, key: [String]) {
        self.kind = kind
        self.key = key
    }

    /// What people call it: the table's or view's name, or `query`.
    package var name: String {
        switch kind {
        case .table(let name), .view(let name): name
        case .query: "query"
        }
    }
}

package struct AttributeMapping: Sendable {
    package var name: String
    package var value: AttributeSource
    package var role: Role
    /// True for a column taken as it is (`columns`), false for what `attributes` lists.
    ///
    /// An index whose key
    /// is incomplete leaves such a column in the item; only the attributes made for it are left out.
    package var isOwnColumn: Bool

    /// What DynamoDB uses the attribute for.
    package enum Role: Sendable, Equatable {
        case plain
        case partitionKey(KeyType)
        case sortKey(KeyType)
        /// A key of these indexes (and of no table key): where it is NULL, empty or incomplete the item is not in them.
        case indexKey(KeyType, indexes: [String])
    }

    package init(
        name: String, value: AttributeSource, role: Role = .plain, isOwnColumn: Bool = false
    ) {
        self.name = name
        self.value = value
        self.role = role
        self.isOwnColumn = isOwnColumn
    }
}

package indirect enum AttributeSource: Sendable {
    /// A column, reached over to-one steps; keeps its type.
    case column(ColumnPath, Conversion)
    /// Always a string.
    case template(Template)
    /// An SQL expression over the root's (in an embedding: the child's) columns, evaluated by SQLite.
    case computed(sql: String, Conversion)
    case constant(AttributeValue)
    case list(Embedding)
    /// A map of maps, each child under the text of `key`; two children of one key quarantine the row.
    case map(Embedding, key: Template)
    /// The columns' texts joined with `#`, `%` and `#` in them percent-encoded (keys of three and more columns).
    case joined([ColumnPath])
}

/// A column at the end of zero or more to-one steps.
package struct ColumnPath: Sendable, Hashable {
    package var steps: [JoinStep]
    package var column: String
    /// As written: `AlbumId.ArtistId.Name`.
    package var text: String

    package init(steps: [JoinStep], column: String, text: String) {
        self.steps = steps
        self.column = column
        self.text = text
    }
}

/// One to-one step: from a row to the row of `table` whose `toColumns` equal this row's `fromColumns`.
///
/// Compare with the `toColumns` on the left: their collation decides, as it does for a foreign key, and
/// `isProvenUnique` relies on it.
package struct JoinStep: Sendable, Hashable {
    package var fromColumns: [String]
    package var table: String
    package var toColumns: [String]
    /// True where the schema proves at most one such row; else it is checked in the source before the first write.
    package var isProvenUnique: Bool

    package init(fromColumns: [String], table: String, toColumns: [String], isProvenUnique: Bool) {
        self.fromColumns = fromColumns
        self.table = table
        self.toColumns = toColumns
        self.isProvenUnique = isProvenUnique
    }
}

package struct Template: Sendable {
    package enum Part: Sendable {
        case text(String)
        /// `width`: zero padding, 0 for none. `fallback`: the text for NULL; nil: the attribute is left out.
        case column(ColumnPath, width: Int, fallback: String?)
    }

    package var parts: [Part]
    /// As written.
    package var text: String

    package init(parts: [Part], text: String) {
        self.parts = parts
        self.text = text
    }
}

/// How a column's value becomes an attribute.
package struct Conversion: Sendable, Equatable {
    package enum Target: String, Sendable, Equatable, CaseIterable {
        /// INTEGER and REAL → N, TEXT → S, BLOB → B, as stored.
        case automatic
        case string = "S"
        case number = "N"
        case binary = "B"
        /// 0 → false, 1 → true; other values quarantine the row.
        case bool = "BOOL"
        /// JSON text → M, L, S, N, BOOL, NULL.
        case json = "JSON"
        /// A JSON array of strings → SS; duplicates are dropped; an empty one is left out.
        case stringSet = "SS"
        case numberSet = "NS"
        /// Julian day, unix seconds or date text → `2024-05-01T10:00:00Z` as S.
        case isoDate = "ISO8601"
        /// The same → seconds since 1970 as N (TTL).
        case epochSeconds = "EPOCH"
    }

    package enum NullPolicy: String, Sendable, Equatable { case omit, null }

    /// What to do with a value that DynamoDB cannot hold.
    package enum Fallback: String, Sendable, Equatable {
        case quarantine
        /// Leave the attribute out.
        case omit
        /// Write the value's SQL text as S.
        case string
    }

    package var target: Target
    package var nulls: NullPolicy
    package var fallback: Fallback

    package init(
        target: Target = .automatic, nulls: NullPolicy = .omit, fallback: Fallback = .quarantine
    ) {
        self.target = target
        self.nulls = nulls
        self.fallback = fallback
    }
}

/// Children embedded in their parent.
package struct Embedding: Sendable {
    /// The child table.
    package var table: String
    /// Child column = parent column, pairwise.
    package var childColumns: [String]
    package var parentColumns: [String]
    /// SQL over the child's columns; children for which it is not true are left out.
    package var condition: String?
    package var order: [Order]
    package var limit: Int?
    package var element: Element

    package struct Order: Sendable, Equatable {
        package var column: String
        package var isDescending: Bool

        package init(column: String, isDescending: Bool) {
            self.column = column
            self.isDescending = isDescending
        }
    }

    package indirect enum Element: Sendable {
        /// Each child a map of these.
        case map([AttributeMapping])
        /// Each child a single value.
        case value(AttributeSource)
    }

    package init(
        table: String, childColumns: [String], parentColumns: [String], condition: String?,
        order: [Order],
        limit: Int?, element: Element
    ) {
        self.table = table
        self.childColumns = childColumns
        self.parentColumns = parentColumns
        self.condition = condition
        self.order = order
        self.limit = limit
        self.element = element
    }
}
