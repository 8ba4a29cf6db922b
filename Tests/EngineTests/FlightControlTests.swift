import Engine
import Testing

/// A target whose answers take a given time, dealt with in rounds: as many attempts as the limit allows begin
/// together and are answered together.
private struct RoundTrips {
    var control: FlightControl
    var now = Duration.zero
    /// Milliseconds an answer takes at so many in flight.
    var latency: (Int) -> Double

    init(least: Int = 1, most: Int = 1_024, latency: @escaping (Int) -> Double) {
        control = FlightControl(least: least, most: most, now: .zero)
        self.latency = latency
    }

    mutating func round(isFull: Bool = true, wasHeld: Bool = false) {
        let (began, count) = (now, control.limit)
        now += .seconds(latency(count) / 1_000)
        // Those of one round are answered by one limit: what is left of them after a change began before it.
        for _ in 0..<max(count, 8) {
            control.answered(began: began, now: now, isFull: isFull, wasHeld: wasHeld)
        }
    }

    mutating func throttledRound() {
        let (began, count) = (now, control.limit)
        now += .seconds(latency(count) / 1_000)
        for _ in 0..<count { control.throttled(began: began, now: now) }
    }
}

@Suite struct FlightControlTests {
    @Test func `Answers that take no longer double the limit until the most`() {
        var trips = RoundTrips { _ in 10 }
        for limit in [32, 64, 128, 256, 512, 1_024, 1_024] {
            trips.round()
            #expect(trips.control.limit == limit)
        }
    }

    @Test func `A far target takes fewer rounds, until the first sign of a queue`() {
        var trips = RoundTrips { _ in 50 }
        for limit in [64, 256, 1_024] {
            trips.round()
            #expect(trips.control.limit == limit)
        }
        var narrow = RoundTrips { 50 * max(1, Double($0) / 100) }
        for _ in 0..<2 { narrow.round() }
        #expect(narrow.control.limit == 256)
        for _ in 0..<20 { narrow.round() }
        #expect((100...300).contains(narrow.control.limit))
    }

    /// The others make theirs meanwhile: a far target would be asked for a round more.
    @Test func `Connections from before tell whether more may be in flight`() {
        var control = FlightControl(most: 1_024, now: .zero)
        var now = Duration.zero
        for (answers, limit) in [(16, 64), (16, 256), (64, 1_024)] {
            for _ in 0..<answers {
                control.answered(began: now, now: now + .milliseconds(50), isFull: true)
            }
            now += .milliseconds(50)
            #expect(control.limit == limit)
        }
    }

    /// The most in flight, over rounds in which the first answer over a connection takes longer than any other.
    ///
    /// - `isClosing`: the target ends each connection after its answer.
    private func most(
        isClosing: Bool = false, handshake: Double, latency: (Int) -> Double
    ) -> Int {
        var control = FlightControl(most: 1_024, now: .zero)
        var (now, connections, most) = (Duration.zero, 0, 0)
        for _ in 0..<40 {
            let (began, count) = (now, control.limit)
            most = max(most, count)
            now += .seconds((handshake + latency(count)) / 1_000)
            // Those of the new places first, though they take longer: a round may end before the others come.
            for place in (0..<count).reversed() {
                let isFirst = isClosing || place >= connections
                let took = latency(count) + (isFirst ? handshake : 0)
                control.answered(
                    began: began, now: began + .seconds(took / 1_000), isFull: true,
                    madeConnection: isFirst)
            }
            connections = max(connections, count)
        }
        return most
    }

    @Test func `Handshakes hide no queue, and are taken for none`() {
        // One after the other, 50 µs each: a crowd would only wait.
        #expect(most(handshake: 20) { 0.05 * Double($0) } <= 64)
        #expect(most(handshake: 100) { _ in 50 } == 1_024)
        #expect(most(isClosing: true, handshake: 100) { _ in 50 } == 1_024)
    }

    @Test(arguments: [32, 100, 500])
    func `A target that answers so many at once settles near twice as many`(width: Int) {
        var trips = RoundTrips { 10 * max(1, Double($0) / Double(width)) }
        for _ in 0..<200 { trips.round() }
        #expect((width...width * 5 / 2 + 8).contains(trips.control.limit))
    }

    @Test func `A target that answers one after the other is not given a crowd`() {
        var trips = RoundTrips { 0.05 * Double($0) }
        // Ten minutes: each new measure of the base is taken in a queue too.
        while trips.now < .seconds(600) { trips.round() }
        #expect((4...40).contains(trips.control.limit))
    }

    @Test func `A target that has become slower for good is measured anew`() {
        var isSlow = false
        let slow = { isSlow }
        var trips = RoundTrips { _ in 10 }
        for _ in 0..<10 { trips.round() }
        isSlow = true
        trips.latency = { _ in slow() ? 100 : 10 }
        for _ in 0..<3 { trips.round() }
        let during = trips.control.limit
        #expect(during < 1_024)
        for _ in 0..<300 { trips.round() }
        #expect(trips.control.limit > during)
    }

    @Test func `A throttle cuts by a third, once for all that was under way`() {
        var trips = RoundTrips { _ in 10 }
        for _ in 0..<3 { trips.round() }
        let before = trips.control.limit
        trips.throttledRound()
        #expect(trips.control.limit == before * 2 / 3)
        // Growing again takes many rounds, not one.
        for _ in 0..<5 { trips.round() }
        #expect(trips.control.limit < before)
    }

    @Test func `Under throttles without end one batch stays in flight`() {
        var trips = RoundTrips { _ in 10 }
        for _ in 0..<50 { trips.throttledRound() }
        #expect(trips.control.limit == 1)
        for _ in 0..<3_000 { trips.round() }
        #expect(trips.control.limit > 100)
    }

    @Test func `What is not used, or held by the write limit, does not grow`() {
        var trips = RoundTrips { _ in 50 }
        for _ in 0..<20 { trips.round(isFull: false) }
        #expect(trips.control.limit == FlightControl.start)
        for _ in 0..<20 { trips.round(wasHeld: true) }
        #expect(trips.control.limit == FlightControl.start)
    }

    @Test func `The least and the most are kept`() {
        var trips = RoundTrips(least: 5, most: 12) { _ in 10 }
        #expect(trips.control.limit == 12)
        for _ in 0..<20 { trips.throttledRound() }
        #expect(trips.control.limit == 5)
        for _ in 0..<2_000 { trips.round() }
        #expect(trips.control.limit == 12)
    }
}
