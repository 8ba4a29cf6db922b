import Dashboard
import EventBus
import Foundation
import Glibc
import JSONText
import RunModel
import Terminal

/// What the dashboard takes from the settings and from where it runs.
struct ScreenSetup {
    let settings: EffectiveSettings
    let environment: [String: String]
    let keys: KeyMap
    /// Where exported errors and dumped screens go.
    let exportFolder: String

    /// - It throws what is wrong with `ui.keys`, with its place.
    init(_ workspace: Workspace) throws(SluiceError) {
        settings = workspace.settings
        environment = workspace.environment
        keys = try Self.keys(workspace)
        exportFolder = FileManager.default.currentDirectoryPath
    }

    private static func keys(_ workspace: Workspace) throws(SluiceError) -> KeyMap {
        guard let node = workspace.config?["ui"]?["keys"], let members = node.object else {
            return .standard
        }
        let overrides = Dictionary(
            members.compactMap { member in member.node.string.map { (member.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        do {
            return try KeyMap(
                overrides: overrides, file: workspace.configPath ?? "config.json",
                place: { name in node[name].map { ($0.line, $0.column) } })
        } catch {
            throw error.error
        }
    }

    /// `dashboard (ops@shophost, pts/3)`: who gives the commands, for the audit trail.
    static var operatorName: String {
        let host = ProcessInfo.processInfo.hostName
        var terminal = ""
        if let name = ttyname(STDIN_FILENO) {
            terminal = ", " + String(cString: name).replacing("/dev/", with: "")
        }
        return "dashboard (\(NSUserName())@\(host)\(terminal))".sanitised(limit: 200)
    }

    func options(asksToBegin: Bool, isReadOnly: Bool = false) -> DashboardOptions {
        let themes = themes
        let found = themes.theme(settings.theme)
        return DashboardOptions(
            theme: found.theme, themes: themes, keys: keys,
            framesPerSecond: settings.framesPerSecond,
            isReadOnly: isReadOnly || settings.isReadOnly, who: Self.operatorName,
            exportFolder: exportFolder, asksToBegin: asksToBegin,
            complaint: found.complaint.map { "the default theme is shown: \($0.message)" })
    }

    /// What is wrong with the theme that was asked for, for a line before the screen opens.
    var themeComplaint: String? {
        themes.theme(settings.theme).complaint.map { complaint in
            ([complaint.message] + complaint.problems.map { "  \($0)" }
                + (complaint.hint.map { ["hint: " + $0] } ?? [])).joined(separator: "\n")
        }
    }

    /// The terminal's options; NO_COLOR counts where it is set to anything.
    var terminal: CursesScreen.Options {
        CursesScreen.Options(
            isColoured: settings.hasColor && environment["NO_COLOR"]?.isEmpty ?? true,
            isASCII: settings.isASCII, isLowBandwidth: settings.isLowBandwidth)
    }

    var themes: ThemeCatalogue {
        ThemeCatalogue(
            folders: ThemeCatalogue.folders(
                environment: environment, executable: Self.executable))
    }

    private static var executable: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return CommandLine.arguments.first ?? "sluice" }
        return String(
            decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
