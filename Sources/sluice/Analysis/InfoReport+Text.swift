import DynamoDB
import Foundation
import Headless
import PlainText
import RunModel
import SQLiteSource

extension InfoReport {
    /// For people, without a line end at the end.
    var text: String {
        lines.map { $0.sanitised() }.joined(separator: "\n")
    }

    private var lines: [String] {
        var lines = [
            "sluice \(versions.sluice)",
            "  Swift    \(versions.swift)",
            "  SQLite   \(versions.sqlite ?? "does not open")",
            "  HTTP     \(versions.libcurl.split(separator: " ").prefix(2).joined(separator: ", "))",
            "", "Paths",
            "  config   \(configPath ?? "none: `sluice init` writes one")",
            "  state    \(settings.statePath)\(missing(settings.statePath))",
            "  log      \(settings.logPath)\(missing(settings.logPath))",
        ]
        lines += ["", "Source"] + sourceLines
        lines += ["", "Target"] + targetLines
        lines += ["", "Credentials"] + credentialLines
        lines += ["", "Run"] + runLines
        return lines + ["", "Settings"] + settingLines
    }

    private func missing(_ path: String) -> String {
        FileManager.default.fileExists(atPath: path) ? "" : "  (not there yet)"
    }

    private var sourceLines: [String] {
        guard let source else {
            return ["  none is named: --source-db, or source.path in the configuration"]
        }
        let lines = ["  file     \(source.path)"]
        switch source.facts {
        case .success(let facts):
            let wal =
                facts.walBytes > 0
                ? ", and \(HumanFormat.bytes(Int(facts.walBytes))) in its -wal" : ""
            return lines + [
                "  size     \(HumanFormat.bytes(Int(facts.fileBytes)))\(wal); journal \(facts.journalMode)"
            ]
        case .failure(let error): return lines + Self.lines(error)
        }
    }

    private var targetLines: [String] {
        switch target {
        case .success(let target):
            var grid = AlignedTable([("", .left), ("", .left)])
            grid.add(["  region   \(target.region.value)", target.region.origin])
            grid.add(["  endpoint \(target.endpoint.value.url)", target.endpoint.origin])
            grid.add(["  profile  \(target.profile.name)", target.profile.origin])
            if let bundle = target.caBundle {
                grid.add(["  CA file  \(bundle.value)", bundle.origin])
            }
            return Array(grid.lines.dropFirst())
        case .failure(let error): return Self.lines(error)
        }
    }

    private var credentialLines: [String] {
        switch credentials {
        case .success(let source): return ["  from     \(source)"]
        case .failure(let error):
            var lines = Self.lines(error)
            if asksInstance {
                lines.append(
                    "  on EC2   the instance's role is asked for them at the first request")
            }
            return lines
        }
    }

    private var runLines: [String] {
        switch run {
        case .success(nil): return ["  none yet: `sluice migrate` begins one"]
        case .success(let run?):
            let ended = run.endedAt.map { ", ended " + HumanFormat.time(milliseconds: $0) } ?? ""
            return [
                "  id       \(run.id), \(run.standing)",
                "  began    \(HumanFormat.time(milliseconds: run.startedAt))\(ended)",
            ]
        case .failure(let error): return Self.lines(error)
        }
    }

    private var settingLines: [String] {
        var grid = AlignedTable([("", .left), ("", .left), ("", .left)])
        for entry in settings.entries {
            let value =
                entry.value.map { $0.description.isEmpty ? "\"\"" : $0.description } ?? "not set"
            grid.add(["  " + entry.key.rawValue, value, entry.origin.description])
        }
        return Array(grid.lines.dropFirst())
    }

    /// An error in the place of what it keeps from being told.
    private static func lines(_ error: SluiceError) -> [String] {
        let place = error.place.map { $0 + ": " } ?? ""
        var lines = ("! " + place + error.message).wrapped(to: 76).map { "  " + $0 }
        lines += error.problems.map { "    " + $0.description }
        if let hint = error.hint { lines += hint.wrapped(to: 72).map { "    " + $0 } }
        return lines
    }
}
