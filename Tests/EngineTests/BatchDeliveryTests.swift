import DynamoItem
import EventBus
import JSONText
import RunModel
import SQLiteSource
import Synchronization
import Testing

@testable import DynamoDB
@testable import Engine

/// A service that follows a script, and keeps what it was sent.
private final class ScriptedService: BatchWriteService {
    typealias Answer = @Sendable (_ items: [Item]) -> Result<[Item], DynamoDBError>

    private struct State {
        var answers: [Answer]
        var requests: [[Item]] = []
    }

    private let state: Mutex<State>

    /// - Parameter answers: one for each request, the last for all that follow; each gives back what is
    ///   unprocessed.
    init(_ answers: [Answer]) { state = Mutex(State(answers: answers)) }

    var requests: [[Item]] { state.withLock { $0.requests } }

    func batchWriteItem(
        _ body: ByteWriter, digest: SHA256.Digest?
    ) async throws(DynamoDBError) -> BatchWriteAnswer {
        // A service that checks signatures would refuse any other.
        if let digest { #expect(digest == SHA256.digest(of: body.bytes)) }
        let items =
            (try? JSONReader.read(body.bytes))?["RequestItems"]?["wire"]?.array?
            .compactMap { $0["PutRequest"]?["Item"].flatMap { try? Item(json: $0) } } ?? []
        let answer = state.withLock { state in
            state.requests.append(items)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
        let unprocessed = try answer(items).get()
        return BatchWriteAnswer(
            unprocessed: unprocessed.map { .init(table: "wire", request: .put($0)) })
    }
}

private final class Clock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 += duration } }
}

@Suite struct BatchDeliveryTests {
    private static let entity = EntityID(table: "T", entity: "E")
    private static let accepts: ScriptedService.Answer = { _ in .success([]) }
    private static let throttles: ScriptedService.Answer = { _ in
        .failure(
            DynamoDBError(
                .throttled, code: "ProvisionedThroughputExceededException", message: "slow",
                retryClass: .throttling))
    }

    private func refusing(_ bad: Set<String>) -> ScriptedService.Answer {
        { items in
            let isBad = items.contains { item in
                if case .string(let key)? = item["PK"] { bad.contains(key) } else { false }
            }
            return isBad
                ? .failure(
                    DynamoDBError(
                        .validation, code: "ValidationException", message: "bad item",
                        retryClass: .permanent))
                : .success([])
        }
    }

    private func batch(_ count: Int) -> Batch {
        let writer = ByteWriter()
        var body = BatchWriteBody(writer, table: "wire")
        var members: [Batch.Member] = []
        for number in 0..<count {
            body.beginPut()
            let start = writer.count
            writer.append("{\"PK\":{\"S\":\"k\(number)\"}}")
            members.append(
                Batch.Member(
                    bytes: start..<writer.count, size: 5, writeUnits: 1,
                    key: RowKey(rowid: Int64(number))))
            body.endPut()
        }
        body.finish()
        return Batch(
            segment: SegmentID(entity: Self.entity, number: 0), body: writer, items: members,
            lastKey: RowKey(rowid: Int64(count)), read: count, excluded: 0, quarantined: [])
    }

    private func delivery(
        _ service: ScriptedService, control: TableControl = TableControl(),
        time: EngineTime? = nil, writeUnits: Int? = nil,
        sleep: @escaping @Sendable (Duration) async -> Void = { _ in }
    ) -> BatchDelivery {
        let clock = Clock()
        let time =
            time
            ?? EngineTime(
                now: { clock.now },
                sleep: { duration in
                    clock.advance(duration)
                    await sleep(duration)
                }, random: { 0.5 }, wall: { 0 })
        return BatchDelivery(
            table: "T", key: KeySchema(partition: KeyAttribute("PK", .string)), wireName: "wire",
            service: service, policy: .bulkWrites,
            limiter: WriteUnitLimiter(unitsPerSecond: writeUnits, time: time), control: control,
            time: time,
            outlet: EventOutlet(EventBus()), patience: .seconds(600))
    }

    private func settled(_ outcome: BatchDelivery.Outcome) -> (EntityCounts, [QuarantinedItem])? {
        if case .settled(let counts, let quarantined) = outcome {
            (counts, quarantined)
        } else {
            nil
        }
    }

    @Test func `An answer's latency leaves out what was waited for before the request`() async {
        let clock = Clock()
        let time = EngineTime(
            now: { clock.now }, sleep: { clock.advance($0) }, random: { 0.5 }, wall: { 0 })
        var delivery = delivery(
            ScriptedService([
                { _ in
                    clock.advance(.milliseconds(10))
                    return .success([])
                }
            ]), time: time, writeUnits: 10)
        let flow = FlowMeter(time: time)
        delivery.flow = flow
        // A second's worth each: all but the first wait.
        for _ in 0..<3 { _ = await delivery.deliver(batch(10)) }
        #expect(clock.now > .seconds(1))
        let sample = flow.sample(inFlight: 0, limit: 1)
        #expect(sample.latencyP50.map { (9...11).contains($0) } == true)
        #expect(sample.latencyP99.map { (9...11).contains($0) } == true)
    }

    @Test func `Unprocessed items are sent again, and only they, until none is left`() async throws
    {
        let service = ScriptedService([
            { .success(Array($0[3..<10])) }, { .success(Array($0[0..<1])) }, Self.accepts,
        ])
        let outcome = await delivery(service).deliver(batch(25))
        let (counts, quarantined) = try #require(settled(outcome))
        #expect(service.requests.map(\.count) == [25, 7, 1])
        #expect(counts.acknowledged == 25)
        #expect(quarantined.isEmpty)
        #expect(service.requests[2] == Array(service.requests[0][3..<4]))
    }

    @Test func `A throttled batch is sent again and never dropped`() async throws {
        let service = ScriptedService(
            Array(repeating: Self.throttles, count: 40) + [Self.accepts])
        let outcome = await delivery(service).deliver(batch(25))
        #expect(try #require(settled(outcome)).0.acknowledged == 25)
        #expect(service.requests.count == 41)
    }

    @Test(arguments: [["k0"], ["k24"], ["k7", "k8"], ["k3", "k12", "k20"]])
    func `A refused batch is taken apart until the bad items stand alone`(bad: [String])
        async throws
    {
        let service = ScriptedService([refusing(Set(bad))])
        let outcome = await delivery(service).deliver(batch(25))
        let (counts, quarantined) = try #require(settled(outcome))
        #expect(counts.acknowledged == 25 - bad.count)
        #expect(counts.quarantined == bad.count)
        let keys = quarantined.map { "k\($0.row.key)" }
        #expect(keys.sorted() == bad.sorted())
        #expect(quarantined.allSatisfy { $0.row.message.contains("bad item") && $0.item != nil })
        #expect(counts.isBalanced)
    }

    @Test func `While the table winds up what came back is tried again for a while, then given up`()
        async
    {
        let control = TableControl()
        let service = ScriptedService([Self.throttles])
        let delivery = delivery(service, control: control, sleep: { _ in control.windUp() })
        let outcome = await delivery.deliver(batch(25))
        guard case .givenUp = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect((2..<100).contains(service.requests.count))
    }

    @Test func `What was handed back while the table winds up lands and is counted`() async throws {
        let control = TableControl()
        let service = ScriptedService([
            { items in
                control.windUp()
                return .success(Array(items[5...]))
            }, Self.accepts,
        ])
        let outcome = await delivery(service, control: control).deliver(batch(25))
        #expect(try #require(settled(outcome)).0.acknowledged == 25)
        #expect(service.requests.map(\.count) == [25, 20])
    }

    @Test func `A batch that was not sent yet is not begun while the table winds up`() async {
        let control = TableControl()
        control.windUp()
        let service = ScriptedService([Self.accepts])
        guard case .givenUp = await delivery(service, control: control).deliver(batch(25)) else {
            Issue.record("it was sent")
            return
        }
        #expect(service.requests.isEmpty)
    }

    @Test func `A stop at once waits for nothing that was handed back`() async {
        let control = TableControl()
        let service = ScriptedService([
            { items in
                control.giveUp()
                return .success(items)
            }
        ])
        guard case .givenUp = await delivery(service, control: control).deliver(batch(25)) else {
            Issue.record("it was waited for")
            return
        }
        #expect(service.requests.count == 1)
    }

    @Test(arguments: [
        ([("TableWriteKeyRangeThroughputExceeded", "arn:aws:dynamodb:r:1:table/T")], "table keys"),
        (
            [("IndexWriteKeyRangeThroughputExceeded", "arn:aws:dynamodb:r:1:table/T/index/GSI1")],
            "GSI1 keys"
        ),
        ([("IndexWriteProvisionedThroughputExceeded", "")], "index write capacity"),
        ([("TableWriteMaxOnDemandThroughputExceeded", "")], "table maximum throughput"),
        (
            [
                ("TableWriteProvisionedThroughputExceeded", ""),
                ("TableWriteAccountLimitExceeded", ""),
                ("TableWriteAccountLimitExceeded", ""),
            ], "account limit, table write capacity"
        ), ([], "table write capacity"),
    ])
    func `A throttle's cause is named as far as the service says`(
        reasons: [(String, String)], cause: String
    ) {
        var error = DynamoDBError(
            .throttled, code: "ProvisionedThroughputExceededException", message: "slow",
            retryClass: .throttling)
        error.throttlingReasons = reasons.map {
            ThrottlingReason(reason: $0.0, resource: $0.1.isEmpty ? nil : $0.1)
        }
        #expect(error.throttleCause == cause)
    }

    @Test func `A target out of reach for longer than the patience fails the table`() async {
        let service = ScriptedService([
            { _ in
                .failure(
                    DynamoDBError(
                        .connection, code: "refused", message: "refused", retryClass: .transient))
            }
        ])
        let outcome = await delivery(service).deliver(batch(25))
        guard case .failed(let error) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(error.code == .targetUnavailable)
        #expect(error.hint != nil)
    }

    @Test func `An answer that names an item which was not sent is not believed`() async throws {
        let stranger = Item([.init("PK", .string("stranger"))])
        let service = ScriptedService([{ _ in .success([stranger]) }, Self.accepts])
        let outcome = await delivery(service).deliver(batch(5))
        #expect(try #require(settled(outcome)).0.acknowledged == 5)
        #expect(service.requests.map(\.count) == [5, 5])
    }

    @Test func `A batch without items settles without a request`() async throws {
        let service = ScriptedService([Self.accepts])
        var excluded = batch(0)
        excluded = Batch(
            segment: excluded.segment, body: excluded.body, items: [], lastKey: RowKey(rowid: 9),
            read: 9, excluded: 9, quarantined: [])
        let (counts, _) = try #require(settled(await delivery(service).deliver(excluded)))
        #expect(counts.excluded == 9)
        #expect(counts.isBalanced)
        #expect(service.requests.isEmpty)
    }
}
