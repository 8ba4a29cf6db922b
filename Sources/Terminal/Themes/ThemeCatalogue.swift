import Foundation

/// Finds themes: in folders, in their order, then among those the binary carries.
///
/// A theme that is missing or broken is named and the default is shown: nothing about colours keeps the
/// operator from the screen.
package struct ThemeCatalogue: Sendable {
    /// A theme that the chooser offers.
    package struct Entry: Sendable, Hashable {
        package var name: String
        /// The file it is read from; nil for one that the binary carries.
        package var path: String?
    }

    /// Why the theme that was asked for is not shown.
    package struct Complaint: Error, Sendable, Equatable {
        /// One sentence without a full stop.
        package var message: String
        /// What is wrong in its file; empty where there is none.
        package var problems: [ThemeProblem] = []
        package var hint: String?
    }

    package let folders: [String]

    package init(folders: [String]) {
        self.folders = folders
    }

    /// The folders where themes are looked for: the operator's own, those installed beside the binary's
    /// prefix, and those of the checkout a binary was built in.
    /// - `executable`: the binary's absolute path, links resolved.
    package static func folders(environment: [String: String], executable: String) -> [String] {
        var folders: [String] = []
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            folders.append(base + "/sluice/themes")
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folders.append(home + "/.config/sluice/themes")
        }
        let parts = executable.split(separator: "/")
        // …/bin/sluice: the prefix is what holds bin.
        if parts.count >= 2, parts[parts.count - 2] == "bin" {
            let prefix = parts.dropLast(2).map { "/" + $0 }.joined()
            folders.append(prefix + "/share/sluice/themes")
        }
        if let build = parts.lastIndex(of: ".build") {
            folders.append(parts[..<build].map { "/" + $0 }.joined() + "/themes")
        }
        return folders
    }

    /// The theme that was asked for by file or name, or the default and why; the default where none was.
    ///
    /// What holds a slash or ends in `.json` is a file, everything else a name.
    package func theme(_ asked: String?) -> (theme: Theme, complaint: Complaint?) {
        do throws(Complaint) {
            return (try find(asked ?? Theme.builtIn.name), nil)
        } catch {
            return (Theme.builtIn, error)
        }
    }

    /// Reads the theme that was asked for by file or name.
    package func find(_ asked: String) throws(Complaint) -> Theme {
        if asked.contains("/") || asked.hasSuffix(".json") { return try read(path: asked) }
        guard let entry = entries().first(where: { $0.name == asked }) else {
            throw Complaint(
                message: "there is no theme \(quoted(asked))",
                hint: "there are "
                    + entries().map { quoted($0.name, mark: "") }
                    .joined(separator: ", ") + "; a file is named with its path")
        }
        return try read(entry)
    }

    package func read(_ entry: Entry) throws(Complaint) -> Theme {
        if let path = entry.path { return try read(path: path, name: entry.name) }
        guard let theme = Theme.carried(entry.name) else {
            throw Complaint(message: "there is no theme \(quoted(entry.name))")
        }
        return theme
    }

    /// What the chooser offers: those the binary carries in their order, then others by name; each is read
    /// from the first folder that has it.
    package func entries() -> [Entry] {
        var files: [String: String] = [:]
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for file in names where file.hasSuffix(".json") && !file.hasPrefix(".") {
                let name = String(file.dropLast(5))
                if files[name] == nil { files[name] = folder + "/" + file }
            }
        }
        let carried = BuiltInThemes.texts.map(\.name)
        let others = files.keys.filter { !carried.contains($0) }.sorted()
        return (carried + others).map { Entry(name: $0, path: files[$0]) }
    }

    private func read(path: String, name: String? = nil) throws(Complaint) -> Theme {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Complaint(
                message: "cannot read the theme \(quoted(path, limit: 300))",
                hint: "is it there, and may this user read it?")
        }
        do throws(ThemeProblems) {
            let file = path.split(separator: "/").last.map(String.init) ?? path
            let plain = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
            return try ThemeFile.read(Array(bytes), name: name ?? plain)
        } catch {
            throw Complaint(
                message: "the theme \(quoted(path, limit: 300)) has "
                    + (error.all.count == 1 ? "a problem" : "\(error.all.count) problems"),
                problems: error.all)
        }
    }
}

extension Theme {
    /// The default: the terminal's own sixteen colours and background.
    package static let builtIn = carried("default") ?? Theme(name: "default", styles: [:])

    /// A theme that the binary carries; nil where it carries none of that name.
    static func carried(_ name: String) -> Theme? {
        guard let text = BuiltInThemes.texts.first(where: { $0.name == name })?.text else {
            return nil
        }
        return try? ThemeFile.read(Array(text.utf8), name: name)
    }
}
