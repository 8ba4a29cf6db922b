import Glibc
import RunModel

/// What is set right for the whole process before anything else happens.
enum ProcessStart {
    static func prepare() {
        fillStandardStreams()
        // A closed pipe ends the output, never the run (DESIGN §8).
        signal(SIGPIPE, SIG_IGN)
        // A file over the shell's size limit is an error of the write, not the process's end.
        signal(SIGXFSZ, SIG_IGN)
        EarlySignals.install()
        raiseDescriptorLimit()
    }

    /// The usual 1,024 is too few for a thousand batches in flight beside several readers; the hard limit is
    /// what the system really allows.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0, limit.rlim_cur < 8_192 else { return }
        limit.rlim_cur = min(8_192, limit.rlim_max)
        setrlimit(kind, &limit)
    }

    /// Started without standard streams (`>&-`), the next file opened would become one, and our output
    /// would be written into it.
    private static func fillStandardStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = open("/dev/null", O_RDWR)
        }
    }
}

/// SIGINT and SIGTERM while no run is watched: the process ends with the documented status, as a shell
/// would tell it.
///
/// Nothing needs to be put away: what is written is written whole.
enum EarlySignals {
    static func install() {
        for (number, status) in [(SIGINT, ExitStatus.interrupted), (SIGTERM, .terminated)] {
            var present = sigaction()
            // Ignored by who started it (nohup, a background job): so it stays.
            guard sigaction(number, nil, &present) == 0,
                present.__sigaction_handler.sa_handler == nil
            else { continue }
            switch status {
            case .terminated: signal(number) { _ in _exit(ExitStatus.terminated.rawValue) }
            default: signal(number) { _ in _exit(ExitStatus.interrupted.rawValue) }
            }
        }
    }
}
