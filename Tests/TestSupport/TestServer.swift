import Foundation
package import Glibc

/// A DynamoDB-compatible server in a process of its own, on a free port of 127.0.0.1.
///
/// What always holds:
/// 1. It listens when the initialiser has returned.
/// 2. It is killed by its pid when this object goes, and when the tests' process goes, however that ends: a
///    shell beside it waits for its standard input to close.
/// 3. It gets an environment and a folder of its own, removed afterwards.
package final class TestServer: Sendable {
    package let port: Int
    package let pid: pid_t
    package var endpoint: String { "http://127.0.0.1:\(port)" }
    private let guardian: pid_t
    private let leash: Int32
    private let folder: String

    /// moto; `INITIAL_NO_AUTH_ACTION_COUNT` makes it check signatures.
    package static func moto(
        _ environment: [String: String] = [:], arguments: [String] = []
    ) async throws -> TestServer {
        guard let tool = Places.tool("moto_server") else {
            throw TestSupportError(Places.serversAreMissing)
        }
        let port = try Loopback.freePort()
        return try await TestServer(
            [tool, "-H", "127.0.0.1", "-p", "\(port)"] + arguments, environment: environment,
            port: port)
    }

    package static func ministack() async throws -> TestServer {
        guard let tool = Places.tool("ministack") else {
            throw TestSupportError(Places.serversAreMissing)
        }
        let port = try Loopback.freePort()
        return try await TestServer(
            [tool], environment: ["BIND_HOST": "127.0.0.1", "GATEWAY_PORT": "\(port)"], port: port)
    }

    /// `sluice local` of the program under test, with more arguments such as `--faults`, `--path`, `--audit`.
    package static func local(_ arguments: String...) async throws -> TestServer {
        try await TestServer(
            [Places.sluice, "local", "--port", "0"] + arguments, environment: [:], port: nil)
    }

    /// A script of Python that chooses its port, and prints where it listens.
    package static func script(_ path: String, _ arguments: String...) async throws -> TestServer {
        guard let python = Places.tool("python") else {
            throw TestSupportError(Places.serversAreMissing)
        }
        return try await TestServer([python, path] + arguments, environment: [:], port: nil)
    }

    /// Without a port the server chooses, and says it on standard output.
    private init(_ command: [String], environment: [String: String], port: Int?) async throws {
        let folder = NSTemporaryDirectory() + "sluice-server-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.folder = folder
        let script = #"""
            folder=$1; shift
            "$@" </dev/null & echo $! >"$folder/pid.new"; mv "$folder/pid.new" "$folder/pid"
            cat >/dev/null
            kill -9 $!; wait $! 2>/dev/null; cd /; rm -rf "$folder"
            """#
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw TestSupportError("no pipe") }
        leash = ends[1]
        defer { Glibc.close(ends[0]) }
        var variables = CleanEnvironment.make(home: folder)
        variables.merge(environment) { $1 }
        guardian = try Spawn.start(
            ["/bin/sh", "-c", script, "sh", folder] + command, environment: variables,
            folder: folder,
            input: ends[0], output: folder + "/output", errors: folder + "/errors")
        func text(_ name: String) -> String {
            String(
                decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(),
                as: UTF8.self)
        }
        var found = (pid: pid_t(0), port: port)
        do {
            try await Polling.until("started", within: .seconds(60)) {
                found.pid = pid_t(text("pid").dropLast()) ?? 0
                if found.port == nil { found.port = Self.port(in: text("output")) }
                if found.pid > 0, Self.hasEnded(found.pid) { throw TestSupportError("it ended") }
                return found.pid > 0 && found.port.map(Loopback.isListening) == true
            }
        } catch {
            Glibc.close(ends[1])
            throw TestSupportError(
                "\(command.joined(separator: " ")) does not listen: \(error)\n\(text("errors").suffix(2_000))"
            )
        }
        pid = found.pid
        self.port = found.port ?? 0
    }

    deinit {
        // The shell kills the server; it is waited for, so that no zombie stays.
        Glibc.close(leash)
        var status: Int32 = 0
        while waitpid(guardian, &status, 0) < 0, errno == EINTR {}
    }

    /// Sends a signal to the server: SIGSTOP for one that hangs, SIGKILL for one that is gone.
    package func send(_ signal: Int32) { kill(pid, signal) }

    /// What it said on standard output and standard error.
    package var said: String {
        ["output", "errors"].map {
            String(
                decoding: FileManager.default.contents(atPath: folder + "/" + $0) ?? Data(),
                as: UTF8.self)
        }.joined()
    }

    private static func port(in output: String) -> Int? {
        guard let start = output.firstRange(of: "http://127.0.0.1:")?.upperBound else { return nil }
        let digits = output[start...].prefix { $0.isNumber }
        // A line that is not whole yet may hold half a number.
        return digits.endIndex == output.endIndex ? nil : Int(digits)
    }

    private static func hasEnded(_ pid: pid_t) -> Bool {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else {
            return true
        }
        let fields = String(decoding: stat, as: UTF8.self).split(separator: ")").last
        return fields?.split(separator: " ").first == "Z"
    }
}
