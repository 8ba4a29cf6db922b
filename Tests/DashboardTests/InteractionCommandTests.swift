import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct InteractionCommandTests {
    @Test func `p pauses what runs and resumes what is paused`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("p")
        #expect(someone.sent == [.pause(.tables(["MusicCatalog"]))])
        #expect(someone.message == "pausing MusicCatalog")
        someone.choose("PlaylistData")
        someone.press("p")
        #expect(someone.sent == [.resume(.tables(["PlaylistData"]))])
        #expect(someone.message == "resuming PlaylistData")
    }

    @Test func `Commands go to the marked tables, and say what they leave out`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("space space space")
        #expect(someone.view.marks == ["MusicCatalog", "CustomerData", "PlaylistData"])
        someone.press("p")
        #expect(someone.sent == [.pause(.tables(["MusicCatalog"]))])
        #expect(someone.message == "pausing MusicCatalog; 2 left out, where it makes no sense")
    }

    @Test func `Mark all takes what the filter shows`() {
        var someone = Operator()
        someone.press("/")
        someone.type("data")
        someone.press("enter *")
        #expect(someone.view.marks == ["CustomerData", "PlaylistData", "EmployeeData"])
        someone.press("*")
        #expect(someone.view.marks.isEmpty)
    }

    @Test func `P asks once, with No in focus`() {
        var someone = Operator()
        someone.press("P")
        #expect(someone.dialog?.selected == 0)
        #expect(someone.sent.isEmpty)
        someone.press("enter")
        #expect(someone.dialog == nil)
        #expect(someone.sent.isEmpty)
        someone.press("P y")
        #expect(someone.sent == [.pause(.all)])
    }

    @Test func `R says how much it would try again`() {
        var someone = Operator()
        someone.press("R")
        #expect(
            someone.dialog?.text == [
                "1 failed table would start again where it stopped."
            ])
        someone.press("y")
        #expect(someone.sent == [.retry(.tables(["CustomerData"]))])
    }

    @Test func `r on a group of errors re-drives that group`() throws {
        var someone = Operator()
        someone.press("4")
        let group = try #require(
            someone.model.errors.groups.first { $0.id.kind == .quarantine })
        someone.view.cursors[.errors] = .errorGroup(group.id)
        someone.press("r")
        #expect(
            someone.sent == [
                .retryCause(table: "MusicCatalog", cause: "item over 409,600 bytes")
            ])
        let failure = try #require(someone.model.errors.groups.first { $0.id.kind == .failure })
        someone.view.cursors[.errors] = .errorGroup(failure.id)
        someone.press("enter r")
        #expect(someone.sent == [.retry(.tables(["CustomerData"]))])
    }

    @Test func `The write limit is typed, and taken back`() {
        var someone = Operator()
        someone.press("t ctrl-u")
        someone.type("2500")
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(2_500)])
        someone.press("u")
        #expect(someone.sent == [.limitWriteUnits(4_000)])
        someone.press("t ctrl-u")
        someone.type("fast")
        someone.press("enter")
        #expect(someone.sent.isEmpty)
        #expect(someone.message.contains("whole number"))
    }

    @Test func `Keys that are faster than the engine go on from what they asked for`() {
        var someone = Operator()
        someone.press("]")
        #expect(someone.sent == [.limitInFlight(48)])
        someone.press("]")
        #expect(someone.sent == [.limitInFlight(64)])
        someone.press("[")
        #expect(someone.sent == [.limitInFlight(48)])
        someone.press("[")
        #expect(someone.sent == [.limitInFlight(32)])
        someone.hear(.limitsChanged(RunLimits(writeUnits: nil, inFlight: 2)))
        someone.view.now += 5_000
        someone.press("[")
        #expect(someone.sent == [.limitInFlight(1)])
        someone.view.now += 5_000
        someone.hear(.limitsChanged(RunLimits(writeUnits: nil, inFlight: 1)))
        someone.press("[")
        #expect(someone.sent.isEmpty)
    }

    @Test func `The start page begins with Enter, with the marked tables if there are any`() {
        var someone = Operator()
        someone.hear(.beginAwaited)
        #expect(someone.view.overlays == [.start(top: 0)])
        someone.press("1 space")
        #expect(someone.view.overlays.isEmpty)
        someone.press("enter")
        #expect(someone.view.overlays == [.start(top: 0)])
        someone.press("enter")
        #expect(someone.sent == [.begin(.tables(["MusicCatalog"]))])
        someone.hear(.begun)
        #expect(someone.view.overlays.isEmpty)
    }

    @Test func `The page of the end comes with each other end, and q closes the screen`() {
        var someone = Operator(
            InteractionFixture.model(InteractionFixture.events + InteractionFixture.finish))
        someone.hear(.settled(.incomplete))
        #expect(someone.view.overlays == [.end(top: 0)])
        someone.press("enter")
        #expect(someone.view.overlays.isEmpty)
        someone.press("E")
        #expect(someone.view.overlays == [.end(top: 0)])
        someone.press("E")
        someone.hear(.begun, .settled(.complete), .runEnded(.complete))
        #expect(someone.view.overlays == [.end(top: 0)])
        someone.press("q")
        #expect(someone.effects == [.leave(.close)])
    }

    @Test func `An item is asked for, and the rows after it`() {
        var someone = Operator()
        let entity = EntityID(table: "MusicCatalog", entity: "Artist")
        someone.choose("MusicCatalog")
        someone.press("i")
        #expect(someone.sent == [.inspect(entity, .first)])
        someone.hear(.itemInspected(ItemInspection(entity: entity, row: RowKey(rowid: 1))))
        someone.press("n")
        #expect(someone.sent == [.inspect(entity, .after(RowKey(rowid: 1)))])
        someone.hear(.itemInspected(ItemInspection(entity: entity, row: RowKey(rowid: 2))))
        someone.press("N")
        #expect(someone.sent == [.inspect(entity, .at(RowKey(rowid: 1)))])
        someone.press("q")
        #expect(someone.view.overlays.isEmpty)
    }

    @Test func `A refusal of the engine is told on the message line`() {
        var someone = Operator()
        someone.hear(
            .commandRefused(.retry(.tables(["Archive"])), by: "dashboard", why: "it is running"))
        #expect(someone.message == "retry refused: it is running")
        someone.press("j")
        #expect(someone.message.isEmpty)
    }
}
