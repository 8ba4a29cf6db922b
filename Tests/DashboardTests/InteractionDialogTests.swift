import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct InteractionDialogTests {
    private func asked(_ table: String = "CustomerData") -> Operator {
        var someone = Operator()
        someone.choose(table)
        someone.press("X")
        return someone
    }

    @Test func `Reset needs the table's name, then its letter`() {
        var someone = asked()
        #expect(someone.dialog?.selected == 0)
        #expect(someone.dialog?.buttons.first?.answer == .cancel)
        someone.type("CustomerDat")
        #expect(someone.dialog?.isOpen == false)
        someone.type("a")
        #expect(someone.dialog?.isOpen == true)
        #expect(someone.sent.isEmpty)
        someone.type("f")
        #expect(someone.sent == [.reset(.tables(["CustomerData"]), emptyTarget: false)])
        #expect(someone.dialog == nil)
    }

    @Test func `The second choice empties the target too`() {
        var someone = asked()
        someone.type("CustomerData")
        someone.type("e")
        #expect(someone.sent == [.reset(.tables(["CustomerData"]), emptyTarget: true)])
    }

    @Test(arguments: 0..<3) func `Enter never resets, whichever button is in focus`(button: Int) {
        var someone = asked()
        someone.type("CustomerData")
        for _ in 0..<button { someone.press("tab") }
        someone.press("enter")
        #expect(someone.sent.isEmpty)
        #expect((someone.dialog == nil) == (button == 0))
    }

    @Test func `Without the name no button works`() {
        var someone = asked()
        someone.press("tab enter")
        #expect(someone.sent.isEmpty)
        #expect(someone.message == "type CustomerData first")
        someone.type("e")
        #expect(someone.sent.isEmpty)
        #expect(someone.dialog?.input?.text == "e")
    }

    @Test func `Several tables are reset by their number`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("space space X")
        #expect(someone.dialog?.mustType == "reset 2")
        someone.type("reset 2")
        someone.type("f")
        #expect(
            someone.sent == [.reset(.tables(["MusicCatalog", "CustomerData"]), emptyTarget: false)])
    }

    @Test(arguments: ["esc", "enter", "backspace", "ctrl-c ctrl-c"])
    func `There is a way out of it`(keys: String) {
        var someone = asked()
        someone.press(keys)
        #expect(!someone.sent.contains { if case .reset = $0 { true } else { false } })
        #expect(someone.dialog?.mustType == nil || someone.effects.contains(.leave(.stop)))
    }

    @Test func `A wrong name and Enter says that nothing was done`() {
        var someone = asked()
        someone.type("something")
        someone.press("enter")
        #expect(someone.dialog == nil)
        #expect(someone.view.message?.text.contains("something is not ") == true)
        #expect(!someone.sent.contains { if case .reset = $0 { true } else { false } })
    }

    @Test func `Leaving asks, with Cancel in focus`() {
        var someone = Operator()
        someone.press("q")
        #expect(
            someone.dialog?.buttons.map(\.answer) == [
                .cancel, .leave(.stop), .leave(.goOnHeadless),
            ])
        someone.press("enter")
        #expect(someone.effects.isEmpty)
        someone.press("q g")
        #expect(someone.effects == [.leave(.goOnHeadless)])
        someone.press("q s")
        #expect(someone.effects == [.send(.stop(now: false)), .leave(.stop)])
    }

    @Test func `Ctrl-C twice in five seconds stops, from anywhere`() {
        var someone = Operator()
        someone.press(": ctrl-c")
        #expect(someone.dialog?.isLeave == true)
        someone.view.now += 4_999
        someone.press("ctrl-c")
        #expect(someone.effects == [.send(.stop(now: false)), .leave(.stop)])
        var slow = Operator()
        slow.press("ctrl-c")
        slow.view.now += 5_000
        slow.press("ctrl-c")
        #expect(slow.effects.isEmpty)
    }

    @Test func `A read-only screen is left without stopping the run`() {
        var someone = Operator(isReadOnly: true)
        someone.press("q")
        #expect(someone.effects == [.leave(.goOnHeadless)])
        var other = Operator(isReadOnly: true)
        other.press("ctrl-c ctrl-c")
        #expect(other.sent.isEmpty)
    }
}
