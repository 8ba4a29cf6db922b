import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct KeyMapTests {
    @Test(arguments: [
        "p", "P", "space", "enter", "esc", "tab", "shift-tab", "backspace", "delete", "up", "down",
        "left", "right", "pgup", "pgdn", "home", "end", "ctrl-d", "[", "*", "é",
    ])
    func `A key is read by the name that it shows`(name: String) {
        #expect(Key(name: name)?.name == name)
    }

    @Test(arguments: [
        "", "pp", "f1", "alt-x", "ctrl-", "ctrl-1", "ctrl-dd", "\u{1}", "\u{1B}", " ",
    ])
    func `What is no key has no name`(name: String) { #expect(Key(name: name) == nil) }

    @Test func `Keys of the configuration replace those of the table`() throws {
        let keys = try KeyMap(overrides: ["pause": "x ctrl-p"])
        #expect(keys.action(of: .character("x")) == .pause)
        #expect(keys.action(of: .control("p")) == .pause)
        #expect(keys.action(of: .character("p")) == nil)
        #expect(keys.title(of: .pause) == "x")
    }

    @Test func `Two actions may swap their keys`() throws {
        let keys = try KeyMap(overrides: ["pause": "r", "retry": "p"])
        #expect(keys.action(of: .character("r")) == .pause)
        #expect(keys.action(of: .character("p")) == .retry)
    }

    @Test func `All that is wrong is told at once, each with its place`() {
        let problems = problems([
            "pause": "r", "retyr": "x", "validate": "f12", "mark": "ctrl-b", "zoom": "  ",
            "clear": "esc", "sort": "ctrl-c",
        ])
        #expect(
            problems.map(\.path) == [
                "ui.keys.clear", "ui.keys.mark", "ui.keys.retyr", "ui.keys.sort",
                "ui.keys.validate", "ui.keys.zoom", "ui.keys.pause",
            ])
        #expect(problems.allSatisfy { $0.hint != nil })
        #expect(problems.first { $0.path == "ui.keys.retyr" }?.hint == #"did you mean "retry"?"#)
        #expect(
            problems.first { $0.path == "ui.keys.pause" }?.message
                == "the key r is already that of retry")
        #expect(problems.first?.line == 7)
    }

    private func problems(_ overrides: [String: String]) -> [Problem] {
        do throws(Problems) {
            _ = try KeyMap(overrides: overrides) { _ in (7, 3) }
            return []
        } catch {
            return error.all
        }
    }

    @Test func `Ctrl-C leaves whatever the configuration says`() throws {
        let keys = try KeyMap(overrides: ["leave": "Q"])
        #expect(keys.action(of: .control("c")) == .leave)
        #expect(keys.action(of: .character("q")) == nil)
    }
}
