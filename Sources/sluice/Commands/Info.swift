import ArgumentParser
import Foundation
import RunModel

struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Shows versions, paths, the settings in effect with their origins, and who signs; changes nothing.",
        discussion: """
            Examples:
              sluice info
              sluice info --region eu-west-1
              sluice info --json | jq '.settings[] | select(.origin != "default")'

            Nothing is asked of the network. What cannot be told is said in its place, and the exit status is
            0 all the same; it is 2 where the configuration itself is wrong.
            """)

    @Flag(help: "All of it as JSON (docs/analyze.md).")
    var json = false
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        let flags = load.flags().merging(target.flags()) { $1 }
        let report = InfoReport(try Self.workspace(common, flags: flags))
        try Output.document(json ? report.json : report.text)
    }

    /// As any command's, but here nothing needs to be configured.
    static func workspace(
        _ common: CommonOptions, flags: [String: String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SluiceError) -> Workspace {
        do throws(SluiceError) {
            return try Workspace.open(common, flags: flags, environment: environment)
        } catch {
            guard error.code == .usage else { throw error }
            let reading = SettingsReader.read(
                config: nil, file: "", environment: environment,
                flags: common.flags().merging(flags) { $1 })
            switch reading {
            case .success(let settings):
                return Workspace(
                    configPath: nil, config: nil, settings: settings, environment: environment)
            case .failure(let problems): throw problems.error
            }
        }
    }
}
