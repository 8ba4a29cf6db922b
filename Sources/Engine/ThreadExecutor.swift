import Dispatch

/// A thread of its own for an actor whose work blocks: SQLite's reads, the checkpoint's fsync.
///
/// Swift's shared pool has as many threads as the machine has cores; blocking one there would stall the
/// senders.
package final class ThreadExecutor: SerialExecutor {
    private let queue: DispatchQueue

    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
