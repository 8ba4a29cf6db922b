import EventBus
import Glibc
import Headless
import RunModel

/// Writes the run's events to a file as JSON lines, for `sluice replay`.
///
/// What always holds:
/// 1. The run never waits for it: what the file does not take in time is dropped by the bus, and the gap is
///    told in the file.
/// 2. What is recorded is in the file within a second.
/// 3. A file that cannot be written ends the recording, not the run.
actor EventRecorder {
    private let output: DescriptorOutput
    private let descriptor: Int32
    private let path: String
    private let told: @Sendable (Notice) async -> Void
    private var waiting = ""
    private var isBroken = false

    /// What is kept back before it is written at once.
    private static let bufferBytes = 64 * 1_024

    /// A recording that runs.
    struct Running: Sendable {
        fileprivate let task: Task<Void, Never>

        /// Waits for the end of the events, writes what is left and closes the file.
        func finish() async { await task.value }
    }

    /// Begins: creates the file, and subscribes.
    ///
    /// - It throws `.usage` where something of that name is there, or the file cannot be made.
    /// - `session`: of a bus on which nothing was published yet, so that the recording is whole.
    /// - `told`: gets a notice where the recording ends before the run.
    static func start(
        _ path: String, session: Session, told: @escaping @Sendable (Notice) async -> Void
    ) async throws(SluiceError) -> Running {
        let descriptor = try open(path)
        return begin(
            writingTo: descriptor, path: path, events: await session.events(capacity: 8_192),
            told: told)
    }

    /// Records what is subscribed into an open file, and closes it at the end.
    static func begin(
        writingTo descriptor: Int32, path: String, events: Subscription,
        told: @escaping @Sendable (Notice) async -> Void
    ) -> Running {
        let recorder = EventRecorder(descriptor, path: path, told: told)
        return Running(task: Task { await recorder.run(events) })
    }

    private static func open(_ path: String) throws(SluiceError) -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor < 0 else { return descriptor }
        let reason = errno
        throw SluiceError(
            .usage,
            reason == EEXIST
                ? "there is already a file of this name"
                : "the recording cannot be made: \(String(cString: strerror(reason)))",
            place: "--record \(path.sanitised(limit: 300))",
            hint: reason == EEXIST
                ? "name another file, or move this one away"
                : "name a file in a folder that can be written to")
    }

    private init(
        _ descriptor: Int32, path: String, told: @escaping @Sendable (Notice) async -> Void
    ) {
        self.descriptor = descriptor
        self.path = path
        self.told = told
        output = DescriptorOutput(descriptor)
    }

    private func run(_ events: Subscription) async {
        let ticker = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                await flush()
            }
        }
        for await delivery in events {
            waiting += JSONReporter.line(delivery)
            if waiting.utf8.count >= Self.bufferBytes { await flush() }
            if isBroken { break }
        }
        events.cancel()
        ticker.cancel()
        await ticker.value
        await flush()
        close(descriptor)
    }

    private func flush() async {
        guard !waiting.isEmpty, !isBroken else { return }
        let text = waiting
        waiting = ""
        guard await !output.write(text), !isBroken else { return }
        isBroken = true
        waiting = ""
        await told(
            Notice(
                .warning,
                "the recording \(path.sanitised(limit: 300)) cannot be written any more and ends here; "
                    + "the run goes on. Is the disk full?"))
    }
}
