import RunModel
import Testing

@testable import Dashboard

@Suite struct CommandBookTests {
    @Test func `A command is pending until it is carried out`() {
        var feed = Feed()
        let pause = RunCommand.pause(.tables(["A", "B"]))
        feed.tell(.commandAccepted(pause, by: "ann"))
        #expect(feed.model.commands.pending(on: "B") == pause)
        #expect(feed.model.commands.pending(on: "C") == nil)
        feed.tell(.commandCarriedOut(pause))
        #expect(feed.model.commands.pending(on: "B") == nil)
        #expect(feed.model.commands.entries.map(\.result) == [.carriedOut])
        #expect(feed.model.commands.entries.map(\.by) == ["ann"])
    }

    @Test func `A refused command stays refused`() {
        var feed = Feed()
        let retry = RunCommand.retry(.all)
        feed.tell(.commandAccepted(retry, by: "ann"))
        feed.tell(.commandRefused(retry, by: "ann", why: "nothing failed"))
        feed.tell(.commandCarriedOut(retry))
        #expect(feed.model.commands.entries.map(\.result) == [.refused("nothing failed")])
    }

    @Test func `Commands are bounded; what is pending stays`() {
        var feed = Feed()
        feed.tell(.commandAccepted(.pause(.all), by: "ann"))
        for limit in 1...1_000 {
            feed.tell(.commandAccepted(.limitInFlight(limit), by: "ann"))
            feed.tell(.commandCarriedOut(.limitInFlight(limit)))
        }
        #expect(feed.model.commands.entries.count == CommandBook.limit)
        #expect(feed.model.commands.pending(on: "A") == .pause(.all))
    }

    @Test(arguments: [
        (RunCommand.pause(.all), "pause all"),
        (.reset(.tables(["A"]), emptyTarget: true), "reset A and empty the target"),
        (.validate(.tables(["A", "B", "C", "D", "E"])), "validate A, B, C and 2 more"),
        (.limitWriteUnits(nil), "no write limit"),
        (.limitWriteUnits(1_500), "write limit 1,500/s"),
        (.stop(now: false), "stop after what is in flight"),
    ])
    func `A command reads as a person says it`(_ command: RunCommand, _ phrase: String) {
        #expect(command.phrase == phrase)
    }
}
