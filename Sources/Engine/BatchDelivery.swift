package import DynamoDB
package import DynamoItem
import JSONText
package import RunModel

/// Brings one batch into the target, whatever it takes: sends again what came back unprocessed, waits out
/// throttles and faults with full jitter, and takes a refused batch apart until the bad item stands alone.
///
/// What always holds:
/// 1. An item counts as acknowledged only when an answer came that did not return it as unprocessed.
/// 2. Every item of a settled batch is either acknowledged or in quarantine with the service's reason.
/// 3. While the table winds up, what is on the wire is waited for, and what came back of it is tried again for
///    `landing` at the most; a batch that is not settled then is given up and counted nowhere.
package struct BatchDelivery: Sendable {
    let table: String
    let key: KeySchema
    let wireName: String
    let service: any BatchWriteService
    let policy: RetryPolicy
    let limiter: WriteUnitLimiter
    let control: TableControl
    let time: EngineTime
    let outlet: EventOutlet
    /// How long the target may be out of reach before the table fails.
    ///
    /// Throttling has no such end.
    let patience: Duration
    /// Shared by the table's batches.
    var stall = StallWatch()
    /// Told how attempts were answered; nil where nobody asks.
    var window: FlightWindow?
    /// Told how long answers took; nil where nobody asks.
    var flow: FlowMeter?

    /// A pause must not wait for a throttle to end; a few attempts land most of what a service hands back.
    static let landing = Duration.seconds(1)

    package enum Outcome: Sendable {
        case settled(EntityCounts, [QuarantinedItem])
        case givenUp
        case failed(SluiceError)
    }

    /// Sends until every item is settled, the table winds up, or the table cannot go on.
    ///
    /// - `lane`: what it is sent through; nil: the delivery's own service.
    package func deliver(
        _ batch: Batch, over lane: (any BatchWriteService)? = nil
    ) async -> Outcome {
        let service = lane ?? service
        var counts = EntityCounts()
        counts.read = batch.read
        counts.excluded = batch.excluded
        var quarantined = batch.quarantined
        var pending: [Part] =
            batch.items.isEmpty
            ? [] : [Part(members: batch.items, body: batch.body, digest: batch.digest)]
        var landing = Landing()
        while let part = pending.popLast() {
            switch await send(part, of: batch, over: service, &landing) {
            case .acknowledged(let members):
                for member in members {
                    counts.acknowledged += 1
                    counts.bytes += member.size
                    counts.writeUnits += member.writeUnits
                }
            case .split(let error):
                if part.members.count == 1, let member = part.members.first {
                    quarantined.append(refused(member, of: batch, error))
                } else {
                    let middle = part.members.count / 2
                    for half in [part.members[middle...], part.members[..<middle]] {
                        pending.append(
                            Part(
                                members: Array(half),
                                body: batch.body(of: Array(half), table: wireName)))
                    }
                }
            case .givenUp: return .givenUp
            case .failed(let error): return .failed(error)
            }
        }
        counts.quarantined = quarantined.count
        return .settled(counts, quarantined)
    }

    /// How long a batch may still take.
    private struct Landing {
        var wasSent = false
        /// When the table was first seen winding up.
        var since: Duration?
    }

    /// What is left of the time to land; nil where there is no end to it, zero where it is over.
    private func timeLeft(_ landing: inout Landing) -> Duration? {
        guard control.isWindingUp else { return nil }
        guard landing.wasSent, !control.isGivingUp else { return .zero }
        let now = time.now()
        let since = landing.since ?? now
        landing.since = since
        return max(.zero, Self.landing - (now - since))
    }

    private struct Part {
        var members: [Batch.Member]
        var body: ByteWriter
        /// Of the body, where it is known.
        var digest: SHA256.Digest?
    }

    private enum PartOutcome {
        case acknowledged([Batch.Member])
        case split(DynamoDBError)
        case givenUp
        case failed(SluiceError)
    }

    /// Sends one body until all its members are acknowledged, or the service refuses it as a whole.
    private func send(
        _ part: Part, of batch: Batch, over service: any BatchWriteService,
        _ landing: inout Landing
    ) async -> PartOutcome {
        var members = part.members
        var body = part.body
        var digest = part.digest
        var attempt = 0
        var unreachableSince: Duration?
        while true {
            if timeLeft(&landing) == .zero { return .givenUp }
            let units = members.reduce(0) { $0 + $1.writeUnits }
            let spending = await limiter.spend(units, control) { timeLeft(&landing) != .zero }
            guard spending != .notSpent else { return .givenUp }
            landing.wasSent = true
            let began = time.now()
            var retryAfter: Duration?
            var retryClass = RetryClass.throttling
            var reason = "unprocessed"
            do throws(DynamoDBError) {
                let answer = try await service.batchWriteItem(body, digest: digest)
                let now = time.now()
                flow?.answered(latency: now - began)
                unreachableSince = nil
                if answer.unprocessed.count < members.count, stall.moved() {
                    outlet.notice(.info, "the target takes items again", table: table)
                }
                if answer.unprocessed.isEmpty {
                    window?.answered(
                        began: began, now: now, wasHeld: spending == .held,
                        madeConnection: answer.madeConnection)
                    return .acknowledged(part.members)
                }
                window?.throttled(began: began, now: now)
                let remaining = try returned(answer, of: members, in: batch)
                outlet.publish(.itemsUnprocessed(table: table, count: remaining.count))
                outlet.publish(.throttled(table: table, cause: reason, batches: 1))
                // Progress starts the waiting anew: the service takes what it can.
                attempt = remaining.count < members.count ? 1 : attempt + 1
                members = remaining
                body = batch.body(of: members, table: wireName)
                digest = nil
            } catch {
                if error.isItemRefusal { return .split(error) }
                switch error.retryClass {
                case .permanent, .credentials, .clockSkew:
                    return error.kind == .cancelled
                        ? .givenUp : .failed(error.sluiceError(table: table))
                case .throttling:
                    window?.throttled(began: began, now: time.now())
                    unreachableSince = nil
                    outlet.publish(.throttled(table: table, cause: error.throttleCause, batches: 1))
                case .transient:
                    window?.throttled(began: began, now: time.now())
                    let since = unreachableSince ?? time.now()
                    unreachableSince = since
                    if time.now() - since > patience {
                        return .failed(error.sluiceError(table: table))
                    }
                }
                attempt += 1
                retryClass = error.retryClass
                reason = retryClass == .throttling ? error.throttleCause : error.transientCause
                retryAfter = error.retryAfterMilliseconds.map { .milliseconds($0) }
            }
            let delay =
                policy.delay(
                    attempt: attempt, for: retryClass, retryAfter: retryAfter, random: time.random)
                ?? .seconds(20)
            tellStall(reason)
            if retryClass == .transient || attempt > 1 {
                outlet.publish(
                    .batchRetried(
                        table: table, reason: reason, attempt: attempt,
                        delayMilliseconds: Int(delay.inMilliseconds)))
            }
            if let left = timeLeft(&landing), delay >= left { return .givenUp }
            await control.sleep(delay, time: time)
        }
    }

    private func tellStall(_ reason: String) {
        guard stall.failed(at: time.now()) else { return }
        let seconds = Int(StallWatch.patience.inSeconds)
        outlet.notice(
            .warning, "the target has taken nothing for \(seconds) s, trying on: \(reason)",
            table: table)
    }

    /// The members that the answer returned as unprocessed.
    private func returned(
        _ answer: BatchWriteAnswer, of members: [Batch.Member], in batch: Batch
    ) throws(DynamoDBError) -> [Batch.Member] {
        var keys: Set<[UInt8]> = []
        for unprocessed in answer.unprocessed {
            guard let key = unprocessed.item.keyBytes(key) else {
                throw .corruptAnswer("an unprocessed item without its key came back")
            }
            keys.insert(key)
        }
        let remaining = members.filter { member in
            let slice = UnsafeRawBufferPointer(rebasing: batch.body.bytes[member.bytes])
            guard let item = try? Item(json: JSONReader.read(slice)), let key = item.keyBytes(key)
            else {
                return true
            }
            return keys.contains(key)
        }
        guard remaining.count == keys.count else {
            throw .corruptAnswer("an item came back as unprocessed that was not sent")
        }
        return remaining
    }

    private func refused(_ member: Batch.Member, of batch: Batch, _ error: DynamoDBError)
        -> QuarantinedItem
    {
        let bytes = Array(batch.body.bytes[member.bytes])
        return QuarantinedItem(
            row: QuarantinedRow(
                entity: batch.segment.entity, key: member.key,
                cause: "refused by the service: " + error.message.sanitised(limit: 120),
                message: "\(error.code): \(error.message.sanitised(limit: 1_000))"),
            item: bytes)
    }
}

/// What a delivery sends through: the client, or a script in a test.
package protocol BatchWriteService: Sendable {
    /// One attempt; no retry inside.
    ///
    /// - `digest`: the body's, where the caller has it.
    func batchWriteItem(
        _ body: ByteWriter, digest: SHA256.Digest?
    ) async throws(DynamoDBError) -> BatchWriteAnswer
}

extension DynamoDBClient: BatchWriteService {}
extension DynamoDBLane: BatchWriteService {}

extension DynamoDBError {
    /// True where the service refuses what is in the request: some item of the batch is to blame.
    var isItemRefusal: Bool { kind == .validation || kind == .itemCollectionTooLarge }

    /// What went wrong on the way, in a line.
    var transientCause: String {
        (message.isEmpty ? code : "\(code): \(message)").sanitised(limit: 300)
    }

    static func corruptAnswer(_ message: String) -> DynamoDBError {
        DynamoDBError(
            .damagedAnswer, code: "DamagedAnswer", message: message, retryClass: .transient)
    }
}

extension RetryPolicy {
    /// For the load: no number of attempts ends it; the delivery's own patience does.
    static let bulkWrites = RetryPolicy(
        throttling: RetryPolicy.write.throttling,
        transient: Rule(
            base: RetryPolicy.write.transient.base, cap: RetryPolicy.write.transient.cap,
            maxAttempts: nil),
        deadline: nil)
}
