/// What a SQLite file holds, as far as its schema tells: no row is read for it.
package struct SourceSchema: Sendable, Equatable {
    /// Ordinary tables, in the order of their creation.
    package var tables: [SourceTable]
    package var views: [SourceView]
    /// Named and left out: virtual tables, their shadow tables, SQLite's own.
    package var leftOut: [LeftOutObject]

    package init(tables: [SourceTable], views: [SourceView], leftOut: [LeftOutObject]) {
        self.tables = tables
        self.views = views
        self.leftOut = leftOut
    }

    /// The table of that name; SQLite's names do not tell ASCII cases apart.
    package func table(_ name: String) -> SourceTable? {
        tables.first { $0.name.isSameIdentifier(as: name) }
    }

    package func view(_ name: String) -> SourceView? {
        views.first { $0.name.isSameIdentifier(as: name) }
    }
}

package struct SourceTable: Sendable, Equatable {
    package var name: String
    package var columns: [SourceColumn]
    /// In key order; empty where none is declared.
    package var primaryKey: [String]
    package var isWithoutRowid: Bool
    package var isStrict: Bool
    /// The name by which the rowid can be asked for: an INTEGER PRIMARY KEY's own name, else the first of
    /// rowid, _rowid_, oid that no column hides; nil for WITHOUT ROWID or where all three are hidden.
    package var rowidName: String?
    /// The INTEGER PRIMARY KEY column that is the rowid, if there is one.
    package var rowidAlias: String?
    /// Column lists that are unique over all rows: primary key and full (not partial, no expression) unique indexes.
    package var uniqueKeys: [UniqueKey]
    package var foreignKeys: [ForeignKey]
    /// The leading columns of each index (also the automatic ones), for "is there an index on …".
    package var indexes: [[String]]

    package init(
        name: String, columns: [SourceColumn], primaryKey: [String], isWithoutRowid: Bool,
        isStrict: Bool,
        rowidName: String?, rowidAlias: String?, uniqueKeys: [UniqueKey], foreignKeys: [ForeignKey],
        indexes: [[String]]
    ) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.isWithoutRowid = isWithoutRowid
        self.isStrict = isStrict
        self.rowidName = rowidName
        self.rowidAlias = rowidAlias
        self.uniqueKeys = uniqueKeys
        self.foreignKeys = foreignKeys
        self.indexes = indexes
    }

    package func column(_ name: String) -> SourceColumn? {
        columns.first { $0.name.isSameIdentifier(as: name) }
    }
}

package struct SourceColumn: Sendable, Equatable {
    package var name: String
    /// As declared, `NUMERIC(10,2)`; empty where none is.
    package var declaredType: String
    package var affinity: Affinity
    package var isNotNull: Bool
    /// 1-based place in the primary key; nil outside it.
    package var primaryKeyPlace: Int?
    package var isGenerated: Bool
    /// The collating sequence, upper case: BINARY, NOCASE, RTRIM.
    package var collation: String

    package init(
        name: String, declaredType: String, affinity: Affinity, isNotNull: Bool = false,
        primaryKeyPlace: Int? = nil, isGenerated: Bool = false, collation: String = "BINARY"
    ) {
        self.name = name
        self.declaredType = declaredType
        self.affinity = affinity
        self.isNotNull = isNotNull
        self.primaryKeyPlace = primaryKeyPlace
        self.isGenerated = isGenerated
        self.collation = collation
    }
}

/// SQLite's column affinity (datatype3.html §3.1).
package enum Affinity: String, Sendable, Equatable {
    case text, numeric, integer, real, blob
}

/// A set of columns no two rows share, with the NULLs as a caveat: SQLite lets NULLs repeat in a unique index.
package struct UniqueKey: Sendable, Equatable {
    package var columns: [String]
    /// True where every column of it is NOT NULL (or is the rowid), so that it identifies each row.
    package var isTotal: Bool
    /// True where each column's collation in the index is BINARY, so that equal means equal bytes.
    package var isBinary: Bool

    package init(columns: [String], isTotal: Bool, isBinary: Bool) {
        self.columns = columns
        self.isTotal = isTotal
        self.isBinary = isBinary
    }
}

package struct ForeignKey: Sendable, Equatable {
    package var columns: [String]
    package var parentTable: String
    /// Resolved: where the declaration names none, the parent's primary key; empty for a `problem` other
    /// than `parentNotUnique`.
    package var parentColumns: [String]
    package var problem: ForeignKeyProblem?

    package init(
        columns: [String], parentTable: String, parentColumns: [String],
        problem: ForeignKeyProblem? = nil
    ) {
        self.columns = columns
        self.parentTable = parentTable
        self.parentColumns = parentColumns
        self.problem = problem
    }
}

package enum ForeignKeyProblem: String, Sendable, Equatable {
    case missingTable
    case missingColumn
    /// The parent's columns are neither its primary key nor unique.
    case parentNotUnique
    /// The numbers of columns differ.
    case columnCount
}

package struct SourceView: Sendable, Equatable {
    package var name: String
    package var columns: [SourceColumn]
    /// Why it cannot be read, as SQLite says: a view on a table that is gone; nil where it can.
    package var problem: String?

    package init(name: String, columns: [SourceColumn], problem: String? = nil) {
        self.name = name
        self.columns = columns
        self.problem = problem
    }
}

package struct LeftOutObject: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable { case virtualTable, shadowTable, internalTable }

    package var name: String
    package var kind: Kind
    /// For a virtual table, its module: fts5, rtree.
    package var detail: String?

    package init(name: String, kind: Kind, detail: String? = nil) {
        self.name = name
        self.kind = kind
        self.detail = detail
    }
}

extension String {
    /// True where SQLite takes both for one name: ASCII cases are equal, others are not.
    package func isSameIdentifier(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { a, b in
            a == b || (a | 0x20 == b | 0x20 && (0x61...0x7A).contains(a | 0x20))
        }
    }

    /// The name quoted for SQL: `"a""b"`.
    package var quotedIdentifier: String {
        var quoted = "\""
        for character in unicodeScalars {
            if character == "\"" { quoted.unicodeScalars.append(character) }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}
