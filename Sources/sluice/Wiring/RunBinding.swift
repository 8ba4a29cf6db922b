import CheckpointStore
import Foundation
import Mapping
import RunModel
import SQLiteSource

/// Binds a command to the run it continues or begins: the same mapping, the same source, the same target.
struct RunBinding {
    var run: StoredRun
    var isContinued: Bool
    /// What of the source changed since the run began, and was accepted.
    var acceptedChanges: [String] = []

    /// What a run is bound to, as it is now.
    struct Present {
        var owner: String
        var mapping: Mapping
        var wireName: (TableMapping) -> String
        var sourcePath: String
        var fingerprint: SourceFingerprint
        var target: TargetIdentity
        var now: Int64
    }

    /// Records a new run before the network is touched.
    /// - `recreates`: tables that earlier runs created are to be dropped and made anew.
    static func begin(
        _ present: Present, recreates: Bool = false, in store: CheckpointStore
    ) throws(SluiceError) -> RunBinding {
        let run = StoredRun(
            id: newID(present.now), configPath: present.owner, mapping: present.mapping.fingerprint,
            sourcePath: present.sourcePath, sourceFingerprint: present.fingerprint.encoded,
            target: present.target, startedAt: present.now)
        let tables = present.mapping.tables.map { table in
            var table = stored(table, present)
            table.mustEmptyTarget = recreates
            return table
        }
        try store.begin(run, tables: tables)
        return RunBinding(run: run, isContinued: false)
    }

    /// Continues a stored run; what has changed since is named and refused, unless accepted.
    static func resume(
        _ run: StoredRun, _ present: Present, acceptsSource: Bool, in store: CheckpointStore
    ) throws(SluiceError) -> RunBinding {
        var run = run
        // What was refused before it did anything binds nobody: a mended endpoint or mapping is simply used.
        if try isUntouched(run, store) {
            let recreates = try store.tables(of: run.id).contains { $0.mustEmptyTarget }
            return try begin(present, recreates: recreates, in: store)
        }
        try checkTarget(run, present)
        // The source first: a changed schema changes the mapping too, and is the cause to name.
        let changes = changes(of: run, present)
        if !changes.isEmpty, !acceptsSource {
            throw SluiceError(
                .sourceChanged,
                "the source changed since the run began: " + changes.joined(separator: "; "),
                place: present.sourcePath,
                hint:
                    "rows below the watermarks are not read again. Continue with --accept-source-change, or begin anew with `sluice migrate --force`"
            )
        }
        try checkMapping(run, present, in: store)
        if !changes.isEmpty {
            try store.acceptSource(
                run.id, path: present.sourcePath, fingerprint: present.fingerprint.encoded)
            run.sourceFingerprint = present.fingerprint.encoded
        }
        try store.reopen(run.id)
        return RunBinding(run: run, isContinued: true, acceptedChanges: changes)
    }

    /// True where nothing was planned, read or created yet.
    private static func isUntouched(
        _ run: StoredRun, _ store: CheckpointStore
    ) throws(SluiceError) -> Bool {
        guard try store.segments(of: run.id).isEmpty else { return false }
        return try store.tables(of: run.id).allSatisfy {
            $0.intendedAt == nil && $0.createdAt == nil
        }
    }

    private static func changes(of run: StoredRun, _ present: Present) -> [String] {
        guard let old = SourceFingerprint(encoded: run.sourceFingerprint) else {
            return ["its stored fingerprint cannot be read"]
        }
        var changes = present.fingerprint.changes(from: old)
        if run.sourcePath != present.sourcePath {
            changes.insert("it was \(run.sourcePath.sanitised(limit: 300))", at: 0)
        }
        return changes
    }

    private static func checkTarget(_ run: StoredRun, _ present: Present) throws(SluiceError) {
        guard run.target != present.target else { return }
        throw SluiceError(
            .mappingChanged,
            "the run writes to \(run.target.text), the settings now say \(present.target.text)",
            hint:
                "set the target back to continue the run, or begin anew with `sluice migrate --force`"
        )
    }

    /// Tables whose mapping changed are refused until they are reset; new ones are taken in, and those the
    /// mapping no longer has are let go if nothing was written to them.
    private static func checkMapping(
        _ run: StoredRun, _ present: Present, in store: CheckpointStore
    ) throws(SluiceError) {
        guard run.mapping != present.mapping.fingerprint else { return }
        let stored = try store.tables(of: run.id)
        let segments = try store.segments(of: run.id)
        func hasProgress(_ table: String) -> Bool {
            segments.contains { $0.id.entity.table == table && $0.watermark != nil }
        }
        var changed: [String] = []
        for table in stored {
            let now = present.mapping.table(table.name)
            guard now?.fingerprint != table.mapping else { continue }
            if hasProgress(table.name) { changed.append(table.name) }
        }
        guard changed.isEmpty else {
            let names = changed.joined(separator: ",")
            throw SluiceError(
                .mappingChanged,
                "the mapping changed since the run began, for \(changed.joined(separator: ", ")), which hold items of the old one",
                hint:
                    "set the mapping back to continue, or `sluice reset --tables \(names)` and then resume: these tables are copied anew"
            )
        }
        for table in stored where present.mapping.table(table.name) == nil {
            try store.remove(table: table.name, of: run.id)
        }
        for table in present.mapping.tables {
            let old = stored.first { $0.name == table.name }
            if old?.mapping != table.fingerprint {
                try store.replace(self.stored(table, present), of: run.id)
            }
        }
        try store.acceptMapping(run.id, fingerprint: present.mapping.fingerprint)
    }

    private static func stored(_ table: TableMapping, _ present: Present) -> StoredTable {
        StoredTable(
            name: table.name, wireName: present.wireName(table), mapping: table.fingerprint,
            entities: table.entities.map { StoredEntity(name: $0.name, root: $0.root.name) })
    }

    /// `20261122-095103-4f2a91`: sorts by time, and tells two of one second apart.
    private static func newID(_ now: Int64) -> String {
        var time = time_t(now / 1_000)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(parts.tm_year + 1900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))"
        let clock = two(parts.tm_hour) + two(parts.tm_min) + two(parts.tm_sec)
        let tail = String(UInt32.random(in: 0..<(1 << 24)), radix: 16)
        return "\(date)-\(clock)-" + String(repeating: "0", count: 6 - tail.count) + tail
    }
}

extension TargetIdentity {
    var text: String {
        let place = endpoint.map { "\($0) (\(region))" } ?? region
        return prefix.isEmpty ? place : "\(place) with the prefix \(prefix)"
    }
}
