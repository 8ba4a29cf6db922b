import RunModel
import Testing

@testable import Dashboard

@Suite struct UndoTests {
    @Test func `u takes back the last pause, then the one before`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("p")
        someone.choose("Archive")
        someone.press("p u")
        #expect(someone.sent == [.resume(.tables(["Archive"]))])
        someone.press("u")
        #expect(someone.sent == [.resume(.tables(["MusicCatalog"]))])
        #expect(someone.message == "resuming MusicCatalog")
        someone.press("u")
        #expect(someone.sent.isEmpty)
    }

    @Test func `Pausing all is taken back for those that ran`() {
        var someone = Operator()
        someone.press("P y u")
        #expect(someone.sent == [.resume(.tables(["MusicCatalog", "Archive"]))])
    }

    @Test func `What has ended meanwhile is left alone, and the rest is counted rightly`() {
        var someone = Operator()
        someone.hear(
            .tableStateChanged(table: "MusicCatalog", state: .paused, detail: nil),
            .tableStateChanged(table: "Archive", state: .paused, detail: nil))
        someone.press("P y")
        #expect(someone.sent == [.resume(.all)])
        someone.hear(
            .tableStateChanged(table: "MusicCatalog", state: .copying, detail: nil),
            .tableStateChanged(table: "PlaylistData", state: .copying, detail: nil),
            .tableStateChanged(table: "Archive", state: .done, detail: nil))
        someone.press("u")
        let rest = RunCommand.pause(.tables(["MusicCatalog", "PlaylistData"]))
        #expect(someone.sent == [rest])
        #expect(someone.message == "pausing MusicCatalog, PlaylistData; 1 ended meanwhile")
        someone.hear(.commandAccepted(rest, by: "dashboard"), .commandCarriedOut(rest))
        #expect(someone.message == "paused MusicCatalog, PlaylistData; 1 ended meanwhile")
    }

    @Test func `Where all has ended nothing is asked for`() {
        var someone = Operator()
        someone.choose("PlaylistData")
        someone.press("p")
        someone.hear(.tableStateChanged(table: "PlaylistData", state: .done, detail: nil))
        someone.press("u")
        #expect(someone.sent.isEmpty)
        #expect(someone.message == "nothing to take back: PlaylistData has ended")
    }

    @Test func `A reset is not taken back, and nothing older in its place unasked`() {
        var someone = Operator()
        someone.choose("PlaylistData")
        someone.press("p")
        someone.choose("Genres")
        someone.press("X")
        someone.type("Genres")
        someone.press("f")
        #expect(someone.sent == [.reset(.tables(["Genres"]), emptyTarget: false)])
        someone.press("u")
        #expect(someone.sent.isEmpty)
        #expect(someone.message.hasPrefix("the reset of Genres cannot be taken back; u again"))
        someone.press("u")
        #expect(someone.sent == [.pause(.tables(["PlaylistData"]))])
        someone.press("u")
        #expect(someone.message == "nothing to take back")
    }

    @Test func `With nothing older it is said too, and not offered`() {
        var someone = Operator()
        someone.press("R y u")
        #expect(someone.sent.isEmpty)
        #expect(someone.message == "the retry of CustomerData cannot be taken back")
        #expect(!KeyTable.bar(someone.context).contains(.undo))
    }

    @Test func `Only the last steps are kept`() {
        var someone = Operator()
        for _ in 0..<60 { someone.press("]") }
        #expect(someone.view.undo.count <= UndoStep.limit)
    }
}
