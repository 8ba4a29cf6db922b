import GRDB
import RunModel

/// The state file's tables and how they came to be.
///
/// A version is never changed once released: a change is a new entry of `versions`.
enum Schema {
    /// `SLUC`, SQLite's mark of whose file it is.
    static let applicationID = 0x534C_5543
    static var current: Int { versions.count }

    /// Refuses a file that is not ours or that a newer sluice wrote; changes nothing.
    static func checkOwnership(_ db: Database, path: String) throws {
        _ = try isReadable(db, path: path)
    }

    /// True where the schema stands; false where the file is new.
    static func isReadable(_ db: Database, path: String) throws -> Bool {
        let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if id != applicationID {
            let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            guard id == 0, version == 0, objects == 0 else { throw StoreFailure.notOurs(path) }
            return false
        }
        guard version <= current else {
            throw StoreFailure.newer(version, than: current, path: path)
        }
        return version > 0
    }

    static func migrate(_ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        for step in version..<max(version, current) {
            try db.inTransaction {
                try db.execute(sql: versions[step])
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(step + 1)")
                return .commit
            }
        }
    }

    private static let versions = [
        """
        CREATE TABLE run (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, config TEXT NOT NULL,
            mapping TEXT NOT NULL, source_path TEXT NOT NULL, source_fingerprint TEXT NOT NULL,
            region TEXT NOT NULL, endpoint TEXT, prefix TEXT NOT NULL,
            started_at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT
        ) STRICT;
        CREATE INDEX run_config ON run(config);

        CREATE TABLE target_table (
            run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE, name TEXT NOT NULL,
            position INTEGER NOT NULL, wire_name TEXT NOT NULL, mapping TEXT NOT NULL,
            state TEXT NOT NULL, detail TEXT,
            failure_code TEXT, failure_message TEXT, failure_hint TEXT,
            intended_at INTEGER, created_at INTEGER, identity TEXT,
            started_at INTEGER, ended_at INTEGER,
            validated_at INTEGER, compared INTEGER, missing INTEGER, unexpected INTEGER, changed INTEGER,
            is_sample INTEGER,
            PRIMARY KEY (run, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entity (
            run TEXT NOT NULL, table_name TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
            root TEXT NOT NULL, planned INTEGER,
            PRIMARY KEY (run, table_name, name),
            FOREIGN KEY (run, table_name) REFERENCES target_table(run, name) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE segment (
            run TEXT NOT NULL, table_name TEXT NOT NULL, entity TEXT NOT NULL, number INTEGER NOT NULL,
            after BLOB, through BLOB, watermark BLOB, is_done INTEGER NOT NULL DEFAULT 0,
            read INTEGER NOT NULL DEFAULT 0, acknowledged INTEGER NOT NULL DEFAULT 0,
            quarantined INTEGER NOT NULL DEFAULT 0, excluded INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0, write_units INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run, table_name, entity, number),
            FOREIGN KEY (run, table_name, entity) REFERENCES entity(run, table_name, name)
                ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run TEXT NOT NULL, table_name TEXT NOT NULL, entity TEXT NOT NULL, segment INTEGER NOT NULL,
            key BLOB NOT NULL, cause TEXT NOT NULL, message TEXT NOT NULL, item BLOB,
            first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
            UNIQUE (run, table_name, entity, key),
            FOREIGN KEY (run, table_name, entity) REFERENCES entity(run, table_name, name)
                ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX quarantine_cause ON quarantine(run, table_name, cause);

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, run TEXT, who TEXT NOT NULL,
            what TEXT NOT NULL, result TEXT NOT NULL
        ) STRICT;
        """,
        // What was to be made anew in the target must be so after a kill too.
        "ALTER TABLE target_table ADD COLUMN must_empty INTEGER NOT NULL DEFAULT 0",
    ]
}
