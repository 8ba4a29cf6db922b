import RunModel
import Testing

@testable import Dashboard

@Suite struct ActionTests {
    @Test func `A key that does nothing now says why`() {
        var someone = Operator()
        someone.choose("Genres")
        someone.press("p")
        #expect(someone.effects.isEmpty)
        #expect(someone.message == "Genres is done: nothing to pause")
        someone.choose("MusicCatalog")
        someone.press("v")
        #expect(someone.message == "MusicCatalog is not done yet: finished tables are compared")
        someone.press("3 s")
        #expect(someone.message == "sort works in 1 Tables")
        someone.press("u")
        #expect(someone.message == "nothing to take back")
    }

    @Test(arguments: Action.allCases.filter(\.isCommand))
    func `A read-only screen has no commands, and says so`(action: Action) {
        var someone = Operator(isReadOnly: true)
        someone.view.undo = [UndoStep(.pause(["MusicCatalog"]), "pausing all")]
        for name in InteractionFixture.names {
            someone.choose(name)
            let (view, effects) = someone.interaction.perform(action, someone.context)
            #expect(effects.isEmpty)
            #expect(view.message?.text.contains("read-only") == true)
            #expect(view.overlays == someone.view.overlays)
        }
    }

    @Test(arguments: Action.allCases.filter(\.isCommand))
    func `A run that is over takes no command`(action: Action) {
        var someone = Operator()
        someone.hear(.runEnded(.incomplete))
        #expect(action.whyUnavailable(someone.context) == "the run is over")
    }
}
