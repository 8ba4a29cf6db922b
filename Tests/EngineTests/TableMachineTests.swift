import Engine
import RunModel
import Testing

@Suite struct TableMachineTests {
    private func machine(after inputs: TableMachine.Input...) throws -> TableMachine {
        var machine = TableMachine()
        for input in inputs { _ = try machine.take(input) }
        return machine
    }

    private static let failure = RunFailure(code: .targetUnavailable, message: "refused", hint: nil)
    private static let equal = ValidationOutcome(
        compared: 1, missing: 0, unexpected: 0, changed: 0, isSample: false)

    @Test func `An undisturbed table is prepared, copied, verified, done`() throws {
        var machine = TableMachine()
        #expect(try machine.take(.admitted) == [.prepare])
        #expect(machine.state == .preparing)
        #expect(try machine.take(.prepared) == [.copy(redrive: .none)])
        #expect(machine.state == .copying)
        #expect(try machine.take(.copied) == [.verify])
        #expect(machine.state == .verifying)
        #expect(try machine.take(.verified) == [])
        #expect(machine.state == .done)
        #expect(machine.isSettled)
    }

    @Test func `A pause is pausing until what is in flight has landed`() throws {
        var machine = try machine(after: .admitted, .prepared)
        #expect(try machine.take(.pause) == [.windUp])
        #expect(machine.state == .pausing)
        #expect(!machine.isSettled)
        #expect(try machine.take(.copyStopped) == [.carriedOut(.pause)])
        #expect(machine.state == .paused)
    }

    @Test func `A paused table resumes through the queue`() throws {
        var machine = try machine(after: .admitted, .prepared, .pause, .copyStopped)
        #expect(try machine.take(.resume) == [.carriedOut(.resume)])
        #expect(machine.state == .queued)
    }

    @Test func `A pause while the table is created takes effect before the first row is read`()
        throws
    {
        var machine = try machine(after: .admitted, .pause)
        #expect(try machine.take(.prepared) == [.carriedOut(.pause)])
        #expect(machine.state == .paused)
    }

    @Test func `A preparation that was cut short leads to no copy`() throws {
        var machine = try machine(after: .admitted)
        #expect(try machine.take(.prepareStopped) == [.carriedOut(.pause)])
        #expect(machine.state == .paused)
    }

    @Test func `A pause that comes with the last batch finds the table done`() throws {
        var machine = try machine(after: .admitted, .prepared, .pause)
        #expect(try machine.take(.copied) == [.verify, .carriedOut(.pause)])
    }

    @Test func `A failed table is retried from its watermarks, quarantine first`() throws {
        var machine = try machine(after: .admitted, .prepared, .failed(Self.failure))
        #expect(machine.state == .failed)
        #expect(machine.failure == Self.failure)
        _ = try machine.take(.retry)
        #expect(machine.failure == nil)
        _ = try machine.take(.admitted)
        #expect(try machine.take(.prepared) == [.copy(redrive: .all)])
    }

    @Test func `A queued table takes up its quarantine when it runs`() throws {
        var machine = TableMachine(state: .queued)
        #expect(try machine.take(.retry) == [.carriedOut(.retry)])
        #expect(machine.state == .queued)
        _ = try machine.take(.admitted)
        #expect(try machine.take(.prepared) == [.copy(redrive: .all)])
    }

    @Test func `A reset of a copying table waits for its end, then forgets`() throws {
        var machine = try machine(after: .admitted, .prepared)
        #expect(try machine.take(.reset(emptyTarget: true)) == [.windUp])
        #expect(
            try machine.take(.copyStopped)
                == [.forget(emptyTarget: true), .carriedOut(.reset(emptyTarget: true))])
        #expect(machine.state == .queued)
    }

    @Test func `A reset wins over a failure that comes meanwhile`() throws {
        var machine = try machine(after: .admitted, .prepared, .reset(emptyTarget: false))
        _ = try machine.take(.failed(Self.failure))
        #expect(machine.state == .queued)
        #expect(machine.failure == nil)
    }

    private func done() throws -> TableMachine {
        try machine(after: .admitted, .prepared, .copied, .verified)
    }

    private static var differing: ValidationOutcome {
        var differs = equal
        differs.missing = 1
        return differs
    }

    @Test func `Validation waits for a place, leads to done or differs, and a paused one goes on`()
        throws
    {
        var machine = try done()
        #expect(try machine.take(.validate) == [])
        #expect(machine.state == .queued)
        #expect(!machine.isSettled)
        #expect(try machine.take(.admitted) == [.validate, .carriedOut(.validate)])
        _ = try machine.take(.pause)
        _ = try machine.take(.validationStopped)
        #expect(machine.state == .paused)
        #expect(try machine.take(.resume) == [.carriedOut(.resume)])
        #expect(try machine.take(.admitted).first == .validate)
        _ = try machine.take(.validated(Self.differing))
        #expect(machine.state == .differs)
        _ = try machine.take(.validate)
        _ = try machine.take(.admitted)
        _ = try machine.take(.validated(Self.equal))
        #expect(machine.state == .done)
    }

    @Test func `A validation cut short by the run's end leaves the table as it was`() throws {
        var machine = try done()
        _ = try machine.take(.validate)
        _ = try machine.take(.callOff)
        #expect(machine.state == .done)
        _ = try machine.take(.validate)
        _ = try machine.take(.admitted)
        _ = try machine.take(.validationStopped)
        #expect(machine.state == .done)
        #expect(machine.isSettled)
    }

    @Test func `Only a table that differs is repaired, and is compared again`() throws {
        var machine = try done()
        #expect(throws: TableMachine.Refusal.self) { try machine.take(.repair) }
        _ = try machine.take(.validate)
        #expect(throws: TableMachine.Refusal.self) { try machine.take(.repair) }
        _ = try machine.take(.admitted)
        _ = try machine.take(.validated(Self.differing))
        _ = try machine.take(.repair)
        #expect(try machine.take(.admitted) == [.repair, .carriedOut(.repair)])
        #expect(machine.state == .validating)
        _ = try machine.take(.validated(Self.equal))
        #expect(machine.state == .done)
    }

    @Test func `The retries of several causes add up, and a retry of all covers them`() throws {
        var machine = try done()
        #expect(try machine.take(.retryCause("a")) == [.carriedOut(.retryCause("a"))])
        _ = try machine.take(.retryCause("b"))
        _ = try machine.take(.admitted)
        var other = machine
        #expect(try machine.take(.prepared) == [.copy(redrive: .causes(["a", "b"]))])
        other = try done()
        _ = try other.take(.retryCause("a"))
        _ = try other.take(.retry)
        _ = try other.take(.admitted)
        #expect(try other.take(.prepared) == [.copy(redrive: .all)])
    }

    @Test func `A reset supersedes what was commanded before it`() throws {
        var machine = try machine(after: .admitted, .prepared, .pause)
        #expect(
            try machine.take(.reset(emptyTarget: false)) == [.carriedOut(.pause), .windUp])
        #expect(throws: TableMachine.Refusal.self) { try machine.take(.pause) }
        #expect(
            try machine.take(.reset(emptyTarget: true))
                == [.carriedOut(.reset(emptyTarget: false)), .windUp])
        #expect(
            try machine.take(.copyStopped)
                == [.forget(emptyTarget: true), .carriedOut(.reset(emptyTarget: true))])
    }

    @Test(arguments: [
        (TableMachine.Input.pause, "done"), (.resume, "not paused"),
    ])
    func `What makes no sense for a finished table is refused with the reason`(
        input: TableMachine.Input, reason: String
    ) throws {
        var machine = try machine(after: .admitted, .prepared, .copied, .verified)
        let before = machine
        let refusal = #expect(throws: TableMachine.Refusal.self) { try machine.take(input) }
        #expect(refusal?.why.contains(reason) == true)
        #expect(machine == before)
    }

    @Test(arguments: 0..<300)
    func `No order of commands and ends leaves a table without activity and without rest`(seed: Int)
    {
        var random = SplitMix(seed: UInt64(seed))
        var machine = TableMachine()
        let commands: [TableMachine.Input] = [
            .pause, .resume, .retry, .reset(emptyTarget: false), .reset(emptyTarget: true),
            .validate, .repair, .retryCause("c"), .callOff,
            .admitted,
        ]
        for _ in 0..<200 {
            if let activity = machine.activity, Int.random(in: 0..<3, using: &random) == 0 {
                let ends: [TableMachine.Input] =
                    switch activity {
                    case .preparing: [.prepared, .failed(Self.failure)]
                    case .copying: [.copied, .copyStopped, .failed(Self.failure)]
                    case .verifying: [.verified, .failed(Self.failure)]
                    case .validating: [.validated(Self.equal), .validationStopped]
                    }
                _ = try? machine.take(ends.randomElement(using: &random) ?? .verified)
            } else {
                _ = try? machine.take(commands.randomElement(using: &random) ?? .pause)
            }
            let isActive: Set<TableState> = [
                .preparing, .copying, .verifying, .validating, .pausing,
            ]
            #expect(isActive.contains(machine.state) == (machine.activity != nil))
        }
    }
}
