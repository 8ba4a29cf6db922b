import CheckpointStore
import Foundation
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// How a run ends that is told to (DESIGN §8): in time, with its own status, resumable.
    @Suite(.timeLimit(.minutes(3))) struct SignalsTests {
        /// What the run is doing when the signal comes, and what slows the endpoint meanwhile.
        struct Situation: CustomTestStringConvertible, Sendable {
            var name: String
            var faults = ""
            var creating = 0
            var arguments: [String] = []
            /// True when the signal is to be sent: asked of the endpoint's counts.
            var isReached: @Sendable (LocalDynamoDBStatistics) -> Bool
            /// The run is brought to its end afterwards.
            var isResumed = false
            /// Longest wait for an answer that is under way.
            var answer = Duration.zero

            var testDescription: String { name }
        }

        private static let situations = [
            Situation(
                name: "in the midst of copying", faults: "delay=100ms",
                isReached: { $0.itemsPut > 500 },
                isResumed: true, answer: .milliseconds(100)),
            Situation(
                name: "while every write is throttled", faults: "throttle=1",
                isReached: { $0.faults > 100 }, isResumed: true),
            Situation(
                name: "while the endpoint fails", faults: "error500=1",
                isReached: { $0.faults > 60 }),
            Situation(
                name: "while every item comes back", faults: "unprocessed=1",
                isReached: { $0.itemsUnprocessed > 500 }),
            Situation(
                name: "while the tables are looked at",
                faults: "throttle=1,operations=DescribeTable",
                isReached: { $0.requests["DescribeTable"] ?? 0 >= 1 || $0.faults >= 1 }),
            Situation(
                name: "while a table is CREATING", creating: 600_000,
                isReached: { $0.requests["DescribeTable"] ?? 0 >= 9 }),
            Situation(
                name: "while our own limit holds", arguments: ["--max-wcu", "5"],
                isReached: { $0.itemsPut >= 5 }),
            Situation(
                name: "while answers take long", faults: "delay=1500ms",
                isReached: { $0.requests["BatchWriteItem"] ?? 0 > 20 }, answer: .milliseconds(1_500)
            ),
        ]

        @Test(arguments: situations)
        func `A signal ends the run in time, and it can be resumed`(_ situation: Situation)
            async throws
        {
            let options = LocalDynamoDBOptions(creatingMilliseconds: situation.creating)
            try await FaultsTrial.with(options, faults: situation.faults) { trial in
                for (signal, status) in [(SIGINT, Int32(130)), (SIGTERM, Int32(143))] {
                    let before = await trial.server.statistics
                    let process = try trial.program.start(["migrate"] + situation.arguments)
                    try await Polling.until("reached: \(situation.name)") {
                        // The second run's own doing, not what the first left.
                        let now = await trial.server.statistics.since(before)
                        return situation.isReached(now) || !process.isRunning
                    }
                    let sent = ContinuousClock.now
                    process.send(signal)
                    let end = try await process.result(within: .seconds(30))
                    let took = ContinuousClock.now - sent
                    #expect(end.status == status, "\(situation.name): \(end)")
                    #expect(took < .seconds(2) + situation.answer, "\(situation.name): \(took)")
                    #expect(end.output.contains("sluice resume"), "\(end)")
                    let state = try #require(try trial.state())
                    #expect(state.run.outcome == .stopped)
                    #expect(state.isBalanced)
                    #expect(!state.tables.contains { $0.state == .failed })
                }
                guard situation.isResumed else { return }
                try trial.setFaults("")
                let end = try await trial.sluice("resume")
                #expect(end.status == 0, "\(end)")
                #expect(try trial.state()?.acknowledged == FaultsShop.items)
                #expect(
                    try await trial.items().values.reduce(0) { $0 + $1.count } == FaultsShop.items)
            }
        }

        @Test func `A second signal does not wait for answers`() async throws {
            try await FaultsTrial.with(faults: "delay=60s") { trial in
                let process = try trial.program.start(["migrate"])
                try await Polling.until("waiting for answers") {
                    await trial.server.statistics.requests["BatchWriteItem"] ?? 0 > 20
                }
                process.send(SIGINT)
                try await Polling.until("stopping") { process.errors.contains("stopping after") }
                #expect(process.isRunning)
                let sent = ContinuousClock.now
                process.send(SIGINT)
                let end = try await process.result(within: .seconds(30))
                #expect(end.status == 130, "\(end)")
                #expect(ContinuousClock.now - sent < .seconds(2))
                #expect(try trial.state()?.acknowledged == 0)
                try trial.setFaults("")
                let resumed = try await trial.sluice("resume")
                #expect(resumed.status == 0, "\(resumed)")
            }
        }

        @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
        func `A signal ends a validation`(_ signal: Int32, _ status: Int32) async throws {
            try await FaultsTrial.with { trial in
                #expect(try await trial.sluice("migrate", "--tables", "Tags").status == 0)
                try trial.setFaults("delay=60s,operations=Scan")
                let asked = await trial.server.statistics.requests["Scan"] ?? 0
                let process = try trial.program.start(["validate", "--tables", "Tags"])
                try await Polling.until("scanning") {
                    await trial.server.statistics.requests["Scan"] ?? 0 > asked
                }
                let sent = ContinuousClock.now
                process.send(signal)
                let end = try await process.result(within: .seconds(30))
                #expect(end.status == status, "\(end)")
                #expect(ContinuousClock.now - sent < .seconds(2))
            }
        }

        @Test func `A hangup ends nothing`() async throws {
            try await FaultsTrial.with(faults: "delay=40ms") { trial in
                let process = try trial.program.start(["migrate"])
                // From the first moment on: before the run is recorded, and in its midst.
                try await Polling.until("owned", every: .milliseconds(1)) {
                    FileManager.default.fileExists(atPath: trial.statePath + ".lock")
                }
                process.send(SIGHUP)
                try await Polling.until("copying") {
                    await trial.server.statistics.itemsPut > 1_000
                }
                process.send(SIGHUP)
                let end = try await process.result()
                #expect(end.status == 0, "\(end)")
                #expect(try trial.state()?.acknowledged == FaultsShop.items)
            }
        }

        @Test(arguments: ["text", "json"])
        func `A reader that goes away ends the output, not the run`(_ form: String) async throws {
            try await FaultsTrial.with(faults: "delay=40ms") { trial in
                let shell = try ChildProcess(
                    "/bin/sh",
                    [
                        "-c",
                        #"("$1" migrate --output "$2"; echo $? >status) | head -n 1"#, "sh",
                        Places.sluice,
                        form,
                    ], environment: trial.program.environment, folder: trial.folder.path)
                let end = try await shell.result()
                #expect(end.output.split(separator: "\n").count == 1)
                let status = try String(contentsOfFile: trial.folder["status"], encoding: .utf8)
                #expect(status == "0\n", "\(end)")
                #expect(try trial.state()?.run.outcome == .complete)
                #expect(try trial.state()?.acknowledged == FaultsShop.items)
            }
        }

        /// The next file that is opened must not take the place of a stream and its text.
        @Test func `Without any standard stream the run writes nowhere else`() async throws {
            try await FaultsTrial.with { trial in
                let shell = try ChildProcess(
                    "/bin/sh",
                    ["-c", #"exec "$1" migrate <&- >&- 2>&-"#, "sh", Places.sluice],
                    environment: trial.program.environment, folder: trial.folder.path)
                #expect(try await shell.result().status == 0)
                #expect(try trial.state()?.acknowledged == FaultsShop.items)
                for name in ["state.sqlite", "state.sqlite.lock", "sluice.log"] {
                    let bytes = FileManager.default.contents(
                        atPath: trial.folder[".sluice/" + name])
                    #expect(bytes?.range(of: Data("starting run".utf8)) == nil, "\(name)")
                    #expect(bytes?.range(of: Data("complete: ".utf8)) == nil, "\(name)")
                }
            }
        }

        @Test func `A limit on the size of files is an error of the state file`() async throws {
            try await FaultsTrial.with(faults: "delay=40ms") { trial in
                let shell = try ChildProcess(
                    "/bin/sh", ["-c", #"ulimit -f 300; exec "$1" migrate"#, "sh", Places.sluice],
                    environment: trial.program.environment, folder: trial.folder.path)
                let end = try await shell.result()
                #expect(end.status == 3, "\(end)")
                #expect(end.errors.contains("state.sqlite"), "\(end)")
                #expect(try trial.state()?.isBalanced == true)
                try trial.setFaults("")
                #expect(try await trial.sluice("resume").status == 0)
            }
        }

        /// A terminal that is stopped, a pager that waits: the pipe is full and stays so.
        @Test func `Output that nobody reads holds up neither the run nor a signal`() async throws {
            try await FaultsTrial.with { trial in
                var ends: [Int32] = [0, 0]
                #expect(pipe(&ends) == 0)
                defer { for end in ends { close(end) } }
                _ = fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) | O_NONBLOCK)
                while write(ends[1], "full\n", 5) > 0 {}
                _ = fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) & ~O_NONBLOCK)
                // Standard input carries the pipe's end to the shell, which turns it into both outputs.
                let process = try ChildProcess(
                    "/bin/sh",
                    ["-c", #"exec "$1" migrate --output json >&0 2>&0"#, "sh", Places.sluice],
                    environment: trial.program.environment, folder: trial.folder.path,
                    input: ends[1])
                try await Polling.until("complete") {
                    try trial.state()?.run.outcome == .complete || !process.isRunning
                }
                #expect(process.isRunning, "it waits for its reader")
                let sent = ContinuousClock.now
                process.send(SIGINT)
                let end = try await process.result(within: .seconds(30))
                #expect(end.status == 0, "\(end)")
                #expect(ContinuousClock.now - sent < .seconds(2))
            }
        }
    }
}

extension LocalDynamoDBStatistics {
    /// What happened after `before`.
    fileprivate func since(_ before: LocalDynamoDBStatistics) -> LocalDynamoDBStatistics {
        var since = self
        since.requests = requests.merging(before.requests) { $0 - $1 }
        since.itemsPut -= before.itemsPut
        since.itemsReplaced -= before.itemsReplaced
        since.itemsUnprocessed -= before.itemsUnprocessed
        since.faults -= before.faults
        return since
    }
}
