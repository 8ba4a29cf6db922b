import RunModel
import Synchronization

/// Carries the checkpointer's failure to the engine, which is made after it.
final class FailureRelay: Sendable {
    private let engine = Mutex<Engine?>(nil)

    func connect(_ engine: Engine) { self.engine.withLock { $0 = engine } }

    func report(_ error: SluiceError) {
        guard let engine = engine.withLock({ $0 }) else { return }
        Task { await engine.stateFailed(error) }
    }
}
