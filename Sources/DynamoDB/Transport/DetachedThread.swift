import Glibc

/// A thread for what would block one of the concurrency pool's.
enum DetachedThread {
    /// False where the system has no thread left; then `body` never runs.
    ///
    /// Signals from outside are blocked in it: SIGPIPE, which OpenSSL's writes may raise, stays pending there, and
    /// SIGINT and the rest go to the threads that wait for them.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(Body(body))
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        // A crash must reach the handler that gives the terminal back.
        for crash in [SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE] { sigdelset(&all, crash) }
        // A new thread inherits the mask of the one that makes it.
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
