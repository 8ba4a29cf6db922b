import ArgumentParser
import Foundation
import Headless
import Mapping
import PlainText
import RunModel
import SQLiteSource

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Writes a complete configuration for a SQLite file, to be migrated as it is or edited.",
        discussion: """
            Examples:
              sluice init --source-db shop.db
              sluice init --source-db shop.db --output staging/config.json

            Each source table becomes a target table, written out in the mapping language with every setting
            at its default. The region is AWS_REGION's where it is set. The mapping language is in
            docs/mapping.md, the settings are in docs/configuration.md.
            """)

    @Option(help: "The SQLite file; without it, $SLUICE_SOURCE_PATH.")
    var sourceDb: String?
    @Option(help: "Where the configuration is written.")
    var output = "config.json"
    @Flag(help: "Replace the file where it exists.")
    var force = false
    @Flag(help: "Say only what went wrong.")
    var quiet = false

    func run() async throws {
        let written = try write(environment: ProcessInfo.processInfo.environment)
        if !quiet { Output.line(written) }
    }

    /// Writes the configuration; what is to be said of it.
    func write(environment: [String: String]) throws(SluiceError) -> String {
        let named = sourceDb ?? environment[SettingKey.sourcePath.environmentName] ?? ""
        guard !named.isEmpty else {
            throw SluiceError(.usage, "no source is named", hint: "sluice init --source-db shop.db")
        }
        let file = NewFile(path: output, replaces: force)
        try file.check()
        let source = try SourceDatabase.open(path: named)
        let schema = try source.schema()
        let progress = ProgressNote()
        progress.show("looking at the keys of \(HumanFormat.plural(schema.tables.count, "table"))")
        defer { progress.clear() }
        let mapping = try DefaultMapping.make(schema: schema, source: source)
        let region = try Self.region(environment)
        let text = ConfigTemplate.write(
            mapping, schema: schema, sourcePath: Self.path(of: named, from: output), region: region)
        try file.write(text)
        let config = output == "config.json" ? "" : " --config \(output.shellQuoted)"
        return """
            Wrote \(output.sanitised()): \(HumanFormat.plural(mapping.tables.count, "table")) of \
            \(named.sanitised()), for region \(region).
            Next:
              sluice analyze\(config)              what the source holds, and what to decide
              sluice migrate\(config) --dry-run    convert every row, write nothing
              sluice migrate\(config)
            """
    }

    /// The region a configuration begins with: the environment's, else us-east-1.
    static func region(_ environment: [String: String]) throws(SluiceError) -> String {
        for name in [SettingKey.targetRegion.environmentName, "AWS_REGION", "AWS_DEFAULT_REGION"] {
            guard let region = environment[name], !region.isEmpty else { continue }
            let reading = SettingsReader.read(
                config: nil, file: "", environment: [:],
                flags: [SettingKey.targetRegion.rawValue: region])
            guard case .failure(let problems) = reading else { return region }
            throw SluiceError(
                .configuration, problems.all.first?.message ?? "this is no region's name",
                place: name,
                hint: "set \(name) to a region such as us-east-1, or unset it")
        }
        return "us-east-1"
    }

    /// The source's path as the file at `output` says it: relative where it lies below the file's folder.
    ///
    /// The last part is left as it is: where it is a symbolic link, the link is meant.
    static func path(of source: String, from output: String) -> String {
        let name = (source as NSString).lastPathComponent
        let folder = Workspace.canonical(folder(of: source))
        let home = Workspace.canonical(Self.folder(of: output))
        let path = folder == "/" ? "/" + name : folder + "/" + name
        let start = home == "/" ? home : home + "/"
        guard path.hasPrefix(start) else { return path }
        let relative = String(path.dropFirst(start.count))
        return relative.hasPrefix("~") ? "./" + relative : relative
    }

    private static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}

/// A file that is there whole or not at all.
private struct NewFile {
    let path: String
    let replaces: Bool

    /// Refuses before any work is done; `write` refuses again, for what came in between.
    func check() throws(SluiceError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw SluiceError(
                .usage, "this is a directory", place: path.sanitised(),
                hint: "name the file in it: --output \(path.shellQuoted)/config.json")
        }
        if !replaces { throw exists }
    }

    private var exists: SluiceError {
        SluiceError(
            .usage, "the file exists, and nothing was written", place: path.sanitised(),
            hint: "replace it with --force, or write another with --output")
    }

    func write(_ text: String) throws(SluiceError) {
        let draft = path + ".\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { unlink(draft) }
        // For all to read, whatever the umask: a configuration holds no secret.
        let isWritten =
            fchmod(descriptor, 0o644) == 0 && Output.write(text, to: descriptor)
            && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten else { throw failure(reason) }
        // A link refuses an existing name in the same instant; a rename would replace it.
        let result = replaces ? rename(draft, path) : link(draft, path)
        guard result == 0 else { throw errno == EEXIST ? exists : failure(errno) }
    }

    private func failure(_ code: Int32) -> SluiceError {
        SluiceError(
            .usage, "cannot be written: \(String(cString: strerror(code)))",
            place: path.sanitised(),
            hint: "name a file in a folder that exists and can be written to with --output")
    }
}

extension String {
    /// For a command line that people copy: in single quotes where a shell would read it otherwise.
    var shellQuoted: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "-", "_", "=", ",", ":", "@", "%",
                    "+":
                    true
                default: false
                }
            }
        return isPlain ? self : "'" + sanitised().replacing("'", with: "'\\''") + "'"
    }
}
