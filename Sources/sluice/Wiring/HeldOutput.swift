import Headless
import Synchronization

/// Output that is dropped while a dashboard has the terminal, and goes through once it has left.
final class HeldOutput: LineOutput {
    private let output: any LineOutput
    private let isHeld: Atomic<Bool>
    private let releases: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation

    init(_ output: any LineOutput, isHeld: Bool) {
        self.output = output
        self.isHeld = Atomic(isHeld)
        (releases, release) = AsyncStream.makeStream()
        if !isHeld { release.finish() }
    }

    var isOpen: Bool { !isHeld.load(ordering: .relaxed) }

    /// Lets through what comes from now on.
    func open() {
        isHeld.store(false, ordering: .relaxed)
        release.finish()
    }

    /// Waits until it is open; one may wait.
    func opened() async { for await _ in releases {} }

    func write(_ text: String) async -> Bool {
        isOpen ? await output.write(text) : true
    }
}
