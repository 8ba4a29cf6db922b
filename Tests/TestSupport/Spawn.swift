import Glibc

/// Starts processes that inherit nothing but what they are given.
///
/// Foundation's Process learns of an end through a socket that grandchildren inherit; posix_spawn and wait4
/// have no such trap, and tell the memory a process took.
enum Spawn {
    /// Starts the program of the command's first word, and gives its pid.
    ///
    /// Without an input it reads /dev/null; the files of output and errors are made anew. The process leads a
    /// process group of its own, so that a Ctrl-C meant for the tests does not reach it.
    static func start(
        _ command: [String], environment: [String: String], folder: String, input: Int32?,
        output: String, errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
        for descriptor in openDescriptors() {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // The shell only changes the folder; exec keeps the pid.
        let shell = ["/bin/sh", "-c", #"cd "$1" && shift && exec "$@""#, "sh", folder]
        var arguments = (shell + command).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid: pid_t = 0
        let problem = posix_spawn(&pid, shell[0], &actions, &attributes, &arguments, &variables)
        guard problem == 0 else {
            throw TestSupportError(
                "cannot start \(command[0]): \(String(cString: strerror(problem)))")
        }
        return pid
    }
    /// All but the three standard ones: a pipe that a child holds open by accident never ends.
    private static func openDescriptors() -> [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let descriptor = Int32(name), descriptor > STDERR_FILENO { found.append(descriptor) }
        }
        return found
    }
}
