import CheckpointStore
import DynamoDB
import GRDB
import RunModel
import SQLiteSource

/// What the info command says, taken at one moment; a part that cannot be told holds its error.
struct InfoReport {
    struct Versions {
        var sluice = Version.text
        var swift = InfoReport.swiftVersion
        /// Of the library that reads the source and keeps the state; nil where it does not open.
        var sqlite: String?
        var libcurl = LibraryVersion.transport
    }

    struct Source {
        var path: String
        var facts: Result<SourceFacts, SluiceError>
    }

    struct Run {
        var id: String
        var startedAt: Int64
        var endedAt: Int64?
        /// As `sluice status` calls it: running, interrupted, done and so on.
        var standing: String
    }

    var versions = Versions()
    /// Canonical; nil where there is none.
    var configPath: String?
    var settings: EffectiveSettings
    /// nil where none is named.
    var source: Source?
    var target: Result<TargetSettings, SluiceError>
    /// Where they come from, never what they are.
    var credentials: Result<String, SluiceError>
    /// True where the chain would go on to the EC2 service, which this does not ask.
    var asksInstance = false
    /// nil where nothing was migrated yet.
    var run: Result<Run?, SluiceError>

    /// Looks at files only: no network, no command of a profile, nothing written.
    init(_ workspace: Workspace) {
        settings = workspace.settings
        configPath = workspace.configPath.map(Workspace.canonical)
        versions.sqlite = try? DatabaseQueue().read { database in
            try String.fetchOne(database, sql: "SELECT sqlite_version()")
        }
        if let path = settings.sourcePath {
            source = Source(path: path, facts: Self.facts(path))
        }
        target = Self.result { () throws(SluiceError) in try workspace.target() }
        (credentials, asksInstance) = Self.credentials(workspace, target: try? target.get())
        run = Self.result { () throws(SluiceError) in try Self.run(workspace) }
    }

    private static func facts(_ path: String) -> Result<SourceFacts, SluiceError> {
        result { () throws(SluiceError) in try SourceDatabase.open(path: path).facts() }
    }

    /// The source of the credentials, with the last link of the chain cut off: the EC2 service would be
    /// found to be a source wherever nothing else is.
    private static func credentials(
        _ workspace: Workspace, target: TargetSettings?
    ) -> (Result<String, SluiceError>, asksInstance: Bool) {
        func find(isInstanceAsked: Bool) -> Result<String, SluiceError> {
            result { () throws(SluiceError) in
                var environment = workspace.environment
                if !isInstanceAsked { environment["AWS_EC2_METADATA_DISABLED"] = "true" }
                let profiles = try workspace.profiles()
                let choice: ProfileChoice
                if let target {
                    choice = target.profile
                } else {
                    let entry = workspace.settings[.targetProfile]
                    choice = try ProfileChoice.resolve(
                        explicit: workspace.settings.profile.map {
                            Resolved($0, origin: entry.origin.description)
                        }, environment: environment, profiles: profiles)
                }
                let isOwn = target?.isCustomEndpoint == true || target?.region.value == "local"
                return try CredentialsChain.resolve(
                    choice, environment: environment, profiles: profiles,
                    endpoint: isOwn ? target?.endpoint.value : nil
                ).source
            }
        }
        let found = find(isInstanceAsked: false)
        guard case .failure = found, case .success = find(isInstanceAsked: true) else {
            return (found, false)
        }
        return (found, true)
    }

    private static func run(_ workspace: Workspace) throws(SluiceError) -> Run? {
        let path = workspace.settings.statePath
        guard workspace.configPath != nil || workspace.settings.sourcePath != nil else {
            return nil
        }
        guard let store = try CheckpointStore.openIfPresent(path: path) else { return nil }
        guard let run = try store.run(forConfig: try workspace.runOwner()) else { return nil }
        let isOwned = CheckpointStore.owner(of: path) != nil
        let standing = run.outcome?.rawValue ?? (isOwned ? "running" : "interrupted")
        return Run(id: run.id, startedAt: run.startedAt, endedAt: run.endedAt, standing: standing)
    }

    private static func result<T>(
        _ body: () throws(SluiceError) -> T
    ) -> Result<T, SluiceError> {
        do throws(SluiceError) { return .success(try body()) } catch { return .failure(error) }
    }

    /// The compiler's version, as far as conditional compilation tells it.
    private static var swiftVersion: String {
        #if compiler(>=6.4)
            "6.4 or newer"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
