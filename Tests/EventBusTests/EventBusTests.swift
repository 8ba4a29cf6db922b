import EventBus
import RunModel
import Testing

@Suite("The event bus")
struct EventBusTests {
    private func notice(_ number: Int) -> RunEvent { .noticed(Notice(.error, "\(number)")) }

    @Test
    func `Events are numbered from one without gaps and stamped with the clock`() async {
        let bus = EventBus(clock: { 42 })
        let subscription = await bus.subscribe()
        for number in 1...5 { await bus.publish(notice(number)) }
        await bus.finish()
        var got: [NumberedEvent] = []
        for await case .event(let event) in subscription { got.append(event) }
        #expect(got.map(\.number) == [1, 2, 3, 4, 5])
        #expect(got.map(\.time) == [42, 42, 42, 42, 42])
        #expect(got.map(\.event) == (1...5).map(notice))
    }

    @Test
    func `A late subscriber has in its snapshot what came before, and gets what comes after`() async
    {
        let bus = EventBus(clock: { 1 })
        await bus.publish([notice(1), notice(2)])
        let late = await bus.subscribe()
        await bus.publish(notice(3))
        await bus.finish()
        #expect(late.snapshot.number == 2)
        #expect(late.snapshot.notices.map(\.text) == ["1", "2"])
        var got: [UInt64] = []
        for await case .event(let event) in late { got.append(event.number) }
        #expect(got == [3])
    }

    @Test
    func `Every subscriber sees the same order, and their sum is the bus's snapshot`() async {
        let bus = EventBus(clock: { 1 })
        let subscriptions = [
            await bus.subscribe(capacity: 10_000), await bus.subscribe(capacity: 10_000),
        ]
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for step in 0..<200 { await bus.publish(notice(writer * 1_000 + step)) }
                }
            }
        }
        await bus.finish()
        let expected = await bus.snapshot
        for subscription in subscriptions {
            var snapshot = subscription.snapshot
            for await case .event(let event) in subscription {
                #expect(event.number == snapshot.number + 1)
                snapshot.apply(event)
            }
            #expect(snapshot == expected)
        }
    }

    @Test
    func `A subscriber that waits is woken by the next event`() async {
        let bus = EventBus(clock: { 1 })
        let subscription = await bus.subscribe()
        async let first = subscription.first { _ in true }
        await bus.publish(notice(1))
        #expect(await first != nil)
    }

    @Test
    func `A subscriber whose task is cancelled ends`() async {
        let bus = EventBus(clock: { 1 })
        let subscription = await bus.subscribe()
        let reader = Task { () -> Int in
            var count = 0
            for await _ in subscription { count += 1 }
            return count
        }
        reader.cancel()
        #expect(await reader.value == 0)
    }

    @Test
    func `After the end a subscription delivers what waits and then ends`() async {
        let bus = EventBus(clock: { 1 })
        let early = await bus.subscribe()
        await bus.publish(notice(1))
        await bus.finish()
        await bus.publish(notice(2))
        let late = await bus.subscribe()
        var got: [Delivery] = []
        for await delivery in early { got.append(delivery) }
        #expect(got == [.event(NumberedEvent(number: 1, time: 1, event: notice(1)))])
        for await _ in late { Issue.record("nothing comes after the end") }
        #expect(late.snapshot.number == 1)
    }
}

@Suite("Commands")
struct CommandTests {
    @Test
    func `Commands reach the engine in the order they were sent`() async throws {
        let bus = EventBus(clock: { 1 })
        let commands = try #require(bus.commands())
        let session = bus.session
        for limit in 1...50 { #expect(session.send(.limitInFlight(limit), by: "dashboard")) }
        await bus.finish()
        var got: [IssuedCommand] = []
        for await command in commands { got.append(command) }
        #expect(got == (1...50).map { IssuedCommand(.limitInFlight($0), by: "dashboard") })
    }

    @Test
    func `The commands can be taken once`() {
        let bus = EventBus(clock: { 1 })
        #expect(bus.commands() != nil)
        #expect(bus.commands() == nil)
    }

    @Test
    func `A command after the end is refused`() async {
        let bus = EventBus(clock: { 1 })
        await bus.finish()
        #expect(bus.session.send(.pause(.all), by: "signal") == false)
    }

    @Test
    func `Commands that nobody takes do not pile up without end`() {
        let bus = EventBus(clock: { 1 })
        let sent = (0..<2_000).filter { _ in bus.session.send(.pause(.all), by: "script") }.count
        #expect(sent == 1_000)
    }
}
