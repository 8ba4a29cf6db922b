import Terminal
import Testing

@testable import Dashboard

@Suite struct KeyTableTests {
    @Test(arguments: Action.allCases)
    func `Every action has a key that any terminal sends, and not Esc alone`(action: Action) {
        let names = action.entry.keyNames.split(separator: " ").map(String.init)
        let keys = KeyMap.standard.keys(of: action)
        #expect(keys.count == names.count, "a name of the table is no key")
        let usable = keys.filter { Key.unusable[$0.name] == nil && $0 != .escape }
        #expect(!usable.isEmpty)
        for key in keys {
            switch key {
            case .character(let character): #expect(character.isASCII)
            case .control(let letter): #expect(!"absqhijm".contains(letter))
            case .mouse: Issue.record("the mouse is no key")
            default: break
            }
        }
    }

    @Test func `No key does two things`() {
        var seen: [Key: Action] = [:]
        for action in Action.allCases {
            for key in action.entry.keys {
                #expect(
                    seen[key] == nil, "\(key.name) is \(action) and \(seen[key].map(\.name) ?? "")")
                seen[key] = action
            }
        }
    }

    @Test func `The help lists every action once, under a heading`() {
        let rows = KeyTable.help(.standard).flatMap(\.rows)
        #expect(
            rows.map(\.action).sorted { $0.name < $1.name }
                == Action.allCases.sorted { $0.name < $1.name })
        #expect(rows.allSatisfy { !$0.keys.isEmpty && !$0.summary.isEmpty })
        #expect(
            KeyTable.help(.standard, isUnicode: false).flatMap(\.rows).allSatisfy {
                $0.keys.allSatisfy(\.isASCII)
            })
    }

    @Test func `The documents name each action and its keys`() {
        let text = KeyTable.markdown()
        for action in Action.allCases { #expect(text.contains("| `\(action.name)` |")) }
        #expect(text.contains("| `k` `↑` | `up` |"))
    }

    @Test(arguments: PaneID.allCases)
    func `The key bar shows only what works now, and always the way out`(pane: PaneID) {
        var someone = Operator()
        someone.view.focus = pane
        someone.view = someone.interaction.settle(someone.context)
        let bar = KeyTable.bar(someone.context)
        for action in bar { #expect(action.whyUnavailable(someone.context) == nil) }
        #expect(bar.suffix(2) == [.help, .leave])
        #expect(Set(bar).count == bar.count)
    }
}
