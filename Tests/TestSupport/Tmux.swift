import Foundation
import Glibc

/// A program in a tmux server of its own: a real terminal emulator to type into and to read from.
///
/// Killed with its server when this object goes.
package final class Tmux: Sendable {
    package static let isInstalled = Places.command("tmux") != nil
    package static let isMissing = "tmux is not installed"

    private let socket: String
    private let environment: [String: String]
    private let folder: TestFolder

    /// Starts a command in a window of that size; `term` is what the program is told its terminal is.
    ///
    /// The window stays when the command has ended, so that its last words can be read; its exit status is
    /// then in `status`.
    package init(
        _ command: [String], columns: Int, rows: Int, term: String = "tmux-256color",
        environment: [String: String], folder place: String
    ) async throws {
        guard let tmux = Places.command("tmux") else { throw TestSupportError(Self.isMissing) }
        folder = try TestFolder()
        socket = folder["tmux.socket"]
        var environment = environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["TERM"] = "xterm-256color"
        self.environment = environment
        try folder.write(
            """
            set -g default-terminal \(term)
            set -g escape-time 0
            set -g remain-on-exit on
            set -g status off
            set -g history-limit 2000
            """, to: "tmux.conf")
        let line =
            (["cd", place] + ["&&"] + command).map(Self.quoted).joined(separator: " ")
            .replacing("'&&'", with: "&&")
            + "; echo \"status $?\" > " + Self.quoted(folder["status"])
        let started = try await ChildProcess(
            tmux,
            [
                "-S", socket, "-f", folder["tmux.conf"], "new-session", "-d", "-s", "s", "-x",
                "\(columns)", "-y", "\(rows)", line,
            ], environment: environment, folder: place
        ).result()
        guard started.status == 0 else { throw TestSupportError("tmux: \(started)") }
    }

    deinit {
        guard let tmux = Places.command("tmux") else { return }
        let end = Process()
        end.executableURL = URL(filePath: tmux)
        end.arguments = ["-S", socket, "kill-server"]
        end.standardError = FileHandle.nullDevice
        try? end.run()
        end.waitUntilExit()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        guard let tmux = Places.command("tmux") else { throw TestSupportError(Self.isMissing) }
        return try await ChildProcess(
            tmux, ["-S", socket] + arguments, environment: environment, folder: folder.path
        ).result().output
    }

    /// Presses keys by tmux's names: `j`, `Enter`, `C-c`, `PageDown`.
    package func press(_ keys: String...) async throws {
        for key in keys { try await tmux("send-keys", "-t", "s", key) }
    }

    /// Types text as it is.
    package func type(_ text: String) async throws {
        try await tmux("send-keys", "-t", "s", "-l", text)
    }

    /// The screen as text, a line a row.
    package func screen() async throws -> String { try await tmux("capture-pane", "-p", "-t", "s") }

    /// The same with colours.
    package func coloured() async throws -> String {
        try await tmux("capture-pane", "-p", "-e", "-t", "s")
    }

    package func resize(columns: Int, rows: Int) async throws {
        try await tmux("resize-window", "-t", "s", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Waits until the screen says something, and gives the screen.
    @discardableResult
    package func wait(
        for words: String, within limit: Duration = .seconds(30)
    ) async throws -> String {
        try await wait("on the screen: \(words)", within: limit) { $0.contains(words) }
    }

    @discardableResult
    package func wait(
        _ what: String, within limit: Duration = .seconds(30), _ holds: (String) -> Bool
    ) async throws -> String {
        var last = ""
        do {
            try await Polling.until(what, within: limit) {
                last = try await screen()
                return holds(last)
            }
        } catch {
            throw TestSupportError("\(error)\n\(last)")
        }
        return last
    }

    /// The command's exit status; nil while it runs.
    package var status: Int? {
        let data = FileManager.default.contents(atPath: folder["status"]) ?? Data()
        return Int(String(decoding: data, as: UTF8.self).dropFirst(7).prefix { $0.isNumber })
    }

    /// Waits for the command's end, and gives its exit status.
    package func end(within limit: Duration = .seconds(30)) async throws -> Int {
        _ = try await wait("ended", within: limit) { _ in status != nil }
        return status ?? -1
    }
}
