import EventBus
import RunModel
import Testing

@Suite("A slow subscriber")
struct SlowSubscriberTests {
    private func progress(_ batches: Int) -> RunEvent {
        .throttled(table: "A", cause: "index", batches: batches)
    }
    private func essential(_ name: String) -> RunEvent {
        .tableStateChanged(table: name, state: .copying, detail: nil)
    }
    private func sample(_ number: Int64) -> RunEvent {
        .rowQuarantined(
            QuarantinedRow(
                entity: EntityID(table: "A", entity: "B"), key: RowKey(rowid: number), cause: "c",
                message: "m"))
    }

    /// What a subscriber that reads only at the end gets, as text: the event's number, or `-n` missed.
    private func received(_ events: [RunEvent], capacity: Int) async -> (got: [Int], missed: Int) {
        let bus = EventBus(clock: { 1 })
        let subscription = await bus.subscribe(capacity: capacity)
        await bus.publish(events)
        await bus.finish()
        var got: [Int] = []
        for await delivery in subscription {
            switch delivery {
            case .event(let event): got.append(Int(event.number))
            case .missed(let count): got.append(-count)
            }
        }
        return (got, subscription.missed)
    }

    @Test
    func `Progress is dropped oldest first, and the gap is told in its place`() async {
        let result = await received((1...7).map(progress), capacity: 3)
        #expect(result.got == [-4, 5, 6, 7])
        #expect(result.missed == 4)
    }

    @Test
    func `Progress makes room for facts that are said once`() async {
        let events = [progress(1), essential("A"), progress(2), essential("B"), essential("C")]
        #expect(await received(events, capacity: 3).got == [-1, 2, -1, 4, 5])
    }

    @Test
    func `Facts that are said once are kept past the capacity`() async {
        let events = (0..<8).map { essential("\($0)") }
        #expect(await received(events, capacity: 3).got == Array(1...8))
    }

    @Test
    func `Progress that finds no room goes, and the gap is told at the end`() async {
        let events = [essential("A"), essential("B"), progress(1), progress(2)]
        #expect(await received(events, capacity: 2).got == [1, 2, -2])
    }

    @Test
    func `Past the hard limit samples go before facts, and the memory is bounded`() async {
        let events = [essential("A")] + (1...20).map(sample) + [essential("B")]
        let result = await received(events, capacity: 2)
        #expect(result.got == [1, -14, 16, 17, 18, 19, 20, 21, 22])
        #expect(result.got.filter { $0 > 0 }.count == 8)
    }

    @Test
    func `Past the hard limit of facts alone the oldest goes`() async {
        let result = await received((0..<10).map { essential("\($0)") }, capacity: 1)
        #expect(result.got == [-6, 7, 8, 9, 10])
    }

    @Test(arguments: 1...6)
    func `Every event is either delivered or counted as missed`(capacity: Int) async {
        var random = SystemRandomNumberGenerator()
        let events = (0..<500).map { number -> RunEvent in
            switch UInt8.random(in: 0..<3, using: &random) {
            case 0: progress(number)
            case 1: sample(Int64(number))
            default: essential("\(number)")
            }
        }
        let result = await received(events, capacity: capacity)
        var next = 1
        for entry in result.got {
            if entry > 0 { #expect(entry == next) }
            next += entry > 0 ? 1 : -entry
        }
        #expect(next == 501)
        #expect(result.missed == result.got.filter { $0 < 0 }.reduce(0, -))
    }

    @Test
    func `A subscription that is dropped is forgotten, and publishing goes on`() async {
        let bus = EventBus(clock: { 1 })
        _ = await bus.subscribe(capacity: 1)
        for number in 0..<100 { await bus.publish(progress(number)) }
        #expect(await bus.snapshot.number == 100)
    }
}
