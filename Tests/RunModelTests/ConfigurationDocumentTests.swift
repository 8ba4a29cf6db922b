import Foundation
import RunModel
import Testing

@Suite struct ConfigurationDocumentTests {
    private let text: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        text = try String(
            contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
    }

    /// The row of docs/configuration.md for a setting.
    static func row(_ key: SettingKey) -> String {
        let definition = key.definition
        let standard = definition.standard.map { value in
            switch value {
            case .text(let text): text.isEmpty ? "empty" : "`\(text)`"
            case .integer(let number): "\(number)"
            case .boolean(let isTrue): "`\(isTrue)`"
            }
        }
        let cells = [
            "`\(key.rawValue)`", "`\(key.environmentName)`", "`\(definition.flag)`",
            definition.type.summary, standard ?? "not set", definition.summary,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    @Test(arguments: SettingKey.allCases) func `Each setting has its row`(_ key: SettingKey) {
        #expect(text.contains("\n" + Self.row(key) + "\n"))
    }

    @Test func `No row and no variable is there that no setting has`() {
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == SettingKey.allCases.count)
        let known = Set(SettingKey.allCases.map(\.environmentName) + ["SLUICE_CONFIG"])
        for match in text.matches(of: /SLUICE_[A-Z_]+/) {
            #expect(known.contains(String(match.output)))
        }
    }

    @Test func `Names and flags are not used twice`() {
        let keys = SettingKey.allCases
        #expect(Set(keys.map(\.environmentName)).count == keys.count)
        #expect(Set(keys.map(\.definition.flag)).count == keys.count)
    }

    @Test(arguments: [
        (SettingKey.targetTablePrefix, "SLUICE_TARGET_TABLE_PREFIX"),
        (.loadMaxInFlight, "SLUICE_LOAD_MAX_IN_FLIGHT"), (.sourcePath, "SLUICE_SOURCE_PATH"),
    ]) func `The environment name is the path in capitals`(_ key: SettingKey, _ name: String) {
        #expect(key.environmentName == name)
    }
}
