import RunModel
import Testing

@testable import Dashboard

@Suite struct PaletteTests {
    private func completions(_ text: String) -> [String] {
        Palette.entries(text, Operator().context).map(\.completion)
    }

    @Test func `What begins with the letters comes first`() {
        #expect(completions("pau").prefix(2) == ["pause", "pause-all"])
        #expect(completions("retry").first == "retry")
        #expect(completions("val").first == "validate")
        #expect(completions("").count == Set(completions("")).count)
        #expect(Set(completions("")) == Set(Action.allCases.map(\.name) + ["resume"]))
        #expect(completions("xyzzy").isEmpty)
    }

    @Test func `Tables are completed, one after the other`() {
        #expect(completions("pause cust") == ["pause CustomerData"])
        #expect(
            completions("pause data") == [
                "pause CustomerData", "pause PlaylistData", "pause EmployeeData",
            ])
        #expect(completions("pause Genres Arch") == ["pause Genres Archive"])
        #expect(completions("pause nothing Arch").isEmpty)
    }

    @Test func `A command with its tables is carried out`() {
        var someone = Operator()
        someone.press(":")
        someone.type("pause music")
        someone.press("tab enter")
        #expect(someone.sent == [.pause(.tables(["MusicCatalog"]))])
        #expect(someone.view.overlays.isEmpty)
    }

    @Test func `Pause and resume go one way each, and say what is so already`() {
        var someone = Operator()
        func enter(_ phrase: String) {
            someone.press(":")
            someone.type(phrase)
            someone.press("enter")
        }
        enter("pause music")
        #expect(someone.sent == [.pause(.tables(["MusicCatalog"]))])
        enter("pause PlaylistData")
        #expect(someone.sent.isEmpty)
        #expect(someone.message == "PlaylistData is paused already")
        enter("resume playlist")
        #expect(someone.sent == [.resume(.tables(["PlaylistData"]))])
        #expect(someone.message == "resuming PlaylistData")
        enter("resume MusicCatalog")
        #expect(someone.sent.isEmpty)
        #expect(someone.message == "MusicCatalog is not paused")
        enter("resume PlaylistData Genres ")
        #expect(someone.sent == [.resume(.tables(["PlaylistData"]))])
        // Without a name, the selection's.
        someone.choose("PlaylistData")
        enter("pause")
        #expect(someone.message == "PlaylistData is paused already")
        enter("resume")
        #expect(someone.sent == [.resume(.tables(["PlaylistData"]))])
        // The key goes either way as before.
        someone.press("p")
        #expect(someone.sent == [.resume(.tables(["PlaylistData"]))])
    }

    @Test func `A reset by name still asks for the name`() {
        var someone = Operator()
        someone.press(":")
        someone.type("reset genres")
        someone.press("enter")
        #expect(someone.sent.isEmpty)
        #expect(someone.dialog?.mustType == "Genres")
    }

    @Test func `What cannot be done says why`() {
        let entry = Palette.entries("retry Genres", Operator().context).first
        #expect(entry?.why == "Genres has nothing failed or in quarantine")
        var someone = Operator()
        someone.press(":")
        someone.type("nothing of the kind")
        someone.press("enter")
        #expect(someone.message == #"there is no "nothing of the kind""#)
    }

    @Test func `Themes, orders and limits are arguments`() {
        var someone = Operator()
        someone.press(":")
        someone.type("theme nord")
        someone.press("enter")
        #expect(someone.effects == [.setTheme("nord")])
        someone.press(":")
        someone.type("sort rate")
        someone.press("enter")
        #expect(someone.view.sort == .rate)
        someone.press(":")
        someone.type("write-limit 1,500")
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(1_500)])
    }

    @Test func `The theme menu shows what it moves to, and goes back`() {
        var someone = Operator()
        someone.press("T down")
        #expect(someone.effects == [.setTheme("mono")])
        someone.press("down")
        #expect(someone.effects == [.setTheme("nord")])
        someone.press("q")
        #expect(someone.effects == [.setTheme("default")])
        #expect(someone.view.theme == "default")
        someone.press("T up enter")
        #expect(someone.view.theme == "nord")
    }
}
