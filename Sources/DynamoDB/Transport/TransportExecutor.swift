import Dispatch

/// Runs tasks on a transport's thread, between what there is to send and to receive.
///
/// A request that is made, sent and answered there never changes threads: no wake-up, no lock that is held by
/// somebody else. Tasks on it must not block.
package final class TransportExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !mailbox.post(.run(job)) {
            // The thread has ended; what is left of its tasks goes on elsewhere.
            DispatchQueue.global().async { self.run(job) }
        }
    }

    func run(_ job: UnownedJob) { job.runSynchronously(on: asUnownedTaskExecutor()) }
}
