import Synchronization

/// A clock that rises by a second each time it is read, from zero.
final class Steps: Sendable {
    private let count = Atomic(0)

    func next() -> Int64 {
        Int64(count.add(1, ordering: .relaxed).oldValue) * 1_000
    }
}
