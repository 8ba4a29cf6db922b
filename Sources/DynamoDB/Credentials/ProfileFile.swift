import RunModel

/// One of AWS's two shared files, read into sections.
///
/// `[section]`, `key = value`, comments by `#` or `;` at the start of a line or after a space; an
/// indented line continues the value before it, or, where that is empty, is a setting nested in it.
/// Values may be secrets, so no error quotes a line.
struct ProfileFile: Sendable {
    struct Setting: Sendable {
        var value: String
        /// 1-based.
        var line: Int

        /// `endpoint_url = …` indented beneath `dynamodb =`.
        var nested: [String: String] = [:]
    }

    struct Section: Sendable {
        /// The words between the brackets, quotes taken off: `["profile", "dev"]`.
        var words: [String]
        var line: Int
        /// By lower-case name.
        var settings: [String: Setting] = [:]
    }

    var path: String
    var sections: [Section] = []

    init(path: String) { self.path = path }

    init(path: String, text: String) throws(SluiceError) {
        self.path = path
        var lastName: String?
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let number = index + 1
            let content = Self.trimmed(
                index == 0 && line.hasPrefix("\u{FEFF}") ? line.dropFirst() : line)
            guard let first = content.first, first != "#", first != ";" else { continue }
            let isIndented = line.first == " " || line.first == "\t"
            if first == "[", !isIndented {
                sections.append(try section(content, line: number))
                lastName = nil
            } else if isIndented, let lastName, let at = sections.indices.last {
                Self.continueSetting(&sections[at].settings[lastName], with: content)
            } else {
                lastName = try addSetting(content, line: number)
            }
        }
    }

    private func section(_ content: Substring, line: Int) throws(SluiceError) -> Section {
        guard let end = content.firstIndex(of: "]") else {
            throw malformed(line, "a section's closing bracket is missing")
        }
        let name = Self.trimmed(content[content.index(after: content.startIndex)..<end])
        guard !name.isEmpty else { throw malformed(line, "a section without a name") }
        let words = name.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" }).map {
            String(Self.trimmed($0).filter { $0 != "\"" && $0 != "'" })
        }
        return Section(words: words, line: line)
    }

    private mutating func addSetting(_ content: Substring, line: Int) throws(SluiceError) -> String
    {
        guard let equals = content.firstIndex(of: "=") else {
            throw malformed(line, "neither a section, a setting nor a comment")
        }
        guard let at = sections.indices.last else {
            throw malformed(line, "a setting before the first section")
        }
        let name = Self.trimmed(content[..<equals]).lowercased()
        guard !name.isEmpty else { throw malformed(line, "a setting without a name") }
        var value = Self.trimmed(content[content.index(after: equals)...])
        // A command may contain these signs itself.
        if name != "credential_process" { value = Self.withoutComment(value) }
        sections[at].settings[name] = Setting(value: String(value), line: line)
        return name
    }

    private static func continueSetting(_ setting: inout Setting?, with content: Substring) {
        guard let value = setting?.value else { return }
        if value.isEmpty, let equals = content.firstIndex(of: "=") {
            let name = trimmed(content[..<equals]).lowercased()
            let nested = withoutComment(trimmed(content[content.index(after: equals)...]))
            setting?.nested[name] = String(nested)
        } else {
            setting?.value = value.isEmpty ? String(content) : value + "\n" + content
        }
    }

    private func malformed(_ line: Int, _ message: String) -> SluiceError {
        SluiceError(
            .credentials, message, place: "\(path):\(line)",
            hint: "AWS's file format is [profile name], then lines of name = value; "
                + "AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name other files")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let start = text.firstIndex(where: { !$0.isWhitespace }),
            let end = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return text[start...end]
    }

    private static func withoutComment(_ value: Substring) -> Substring {
        var before: Character?
        for at in value.indices {
            if value[at] == "#" || value[at] == ";",
                before == nil || before == " " || before == "\t"
            {
                return trimmed(value[..<at])
            }
            before = value[at]
        }
        return value
    }
}
