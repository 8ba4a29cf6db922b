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

    @Test func `Only the last steps are kept`() {
        var someone = Operator()
        for _ in 0..<60 { someone.press("]") }
        #expect(someone.view.undo.count <= UndoStep.limit)
    }
}
