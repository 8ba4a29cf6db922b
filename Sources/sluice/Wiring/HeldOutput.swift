import Headless
import Synchronization

/// Output that is dropped while a dashboard has the terminal, and goes through once it has left.
final class HeldOutput: LineOutput {
    private let output: any LineOutput
    private let isHeld: Atomic<Bool>

    init(_ output: any LineOutput, isHeld: Bool) {
        self.output = output
        self.isHeld = Atomic(isHeld)
    }

    func release() { isHeld.store(false, ordering: .relaxed) }

    func write(_ text: String) async -> Bool {
        isHeld.load(ordering: .relaxed) ? true : await output.write(text)
    }
}
