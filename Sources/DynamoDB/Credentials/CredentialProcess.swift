import Glibc
import RunModel

/// Runs the command of a profile's `credential_process` and reads what it prints.
///
/// Its standard error is dropped: it belongs to no screen of ours, and may hold what must not be logged.
struct CredentialProcess: Sendable {
    var command: String
    /// Where it stands: `profile dev (…/config:3)`.
    var place: String
    var environment: [String: String]
    /// Some commands ask a person (a browser, a hardware key); past this nobody is there.
    var timeoutSeconds = 60

    func provider() -> RefreshingCredentials {
        RefreshingCredentials(source: "credential_process of \(place)") { now in
            await load(now)
        }
    }

    func load(_ now: Timestamp) async -> Result<Credentials, SluiceError> {
        let output = await withCheckedContinuation { continuation in
            // A thread of its own: the command may take a minute, and none of the pool's may wait that long.
            let isStarted = DetachedThread.start { continuation.resume(returning: run()) }
            if !isStarted { continuation.resume(returning: .failure(failure("no thread is left"))) }
        }
        return output.flatMap { bytes in
            CredentialsDocument.read(
                bytes, tokenName: "SessionToken", version: 1,
                source: "credential_process of \(place)"
            ).mapError { failure($0.text) }
        }.flatMap { credentials in
            if let end = credentials.expiration, end <= now {
                return .failure(failure("it gave credentials that have expired already"))
            }
            return .success(credentials)
        }
    }

    private func failure(_ reason: String) -> SluiceError {
        SluiceError(
            .credentials, "credential_process failed: \(reason)", place: place,
            hint: "run its command by hand: it must print one JSON object with \"Version\": 1, "
                + "\"AccessKeyId\" and \"SecretAccessKey\"")
    }

    private func run() -> Result<[UInt8], SluiceError> {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .failure(failure("no file descriptor is left")) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let process = spawn(output: ends[1])
        close(ends[1])
        defer { close(ends[0]) }
        guard let process else { return .failure(failure("/bin/sh cannot be started")) }
        let output = read(ends[0])
        if output == nil { kill(-process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard let output else {
            return .failure(
                failure("no end after \(timeoutSeconds) s, or more than a megabyte printed"))
        }
        guard status & 0x7F == 0 else {
            return .failure(failure("it was ended by signal \(status & 0x7F)"))
        }
        let code = status >> 8 & 0xFF
        guard code == 0 else { return .failure(failure("it exited with status \(code)")) }
        return .success(output)
    }

    /// Starts the command in a process group of its own, with default signals; nil where that fails.
    private func spawn(output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var arguments = Self.cStrings(["/bin/sh", "-c", command])
        var variables = Self.cStrings(environment.map { "\($0.key)=\($0.value)" })
        defer { for text in arguments + variables { free(text) } }
        var process = pid_t()
        let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables)
        return status == 0 ? process : nil
    }

    private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var strings: [UnsafeMutablePointer<CChar>?] = []
        for text in texts { strings.append(strdup(text)) }
        return strings + [nil]
    }

    /// All that is printed until the end; nil past the time or the size.
    private func read(_ descriptor: Int32) -> [UInt8]? {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let deadline = Timestamp.now + Int64(timeoutSeconds)
        while true {
            let left = deadline - Timestamp.now
            guard left > 0 else { return nil }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(clamping: left * 1_000)) > 0 else { continue }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? output : nil }
            output += buffer[..<count]
            guard output.count <= 1 << 20 else { return nil }
        }
    }
}
