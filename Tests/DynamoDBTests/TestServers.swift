import Foundation
import Glibc

/// A server from PyPI under test, on a free port of 127.0.0.1.
///
/// It dies with this object, and with this process however that ends: a shell that waits for its
/// standard input to close kills it.
final class PythonServer: Sendable {
    let port: Int
    var endpoint: String { "http://127.0.0.1:\(port)" }
    private let input: FileHandle

    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    /// Where an installed tool is: $SLUICE_TEST_PYTHON_BIN, the package's `.venv/bin`, PATH; nil: nowhere.
    static func path(of tool: String) -> String? {
        let environment = ProcessInfo.processInfo.environment
        var folders: [String] = []
        if let chosen = environment["SLUICE_TEST_PYTHON_BIN"], !chosen.isEmpty {
            folders.append(chosen)
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        folders.append(root.appending(path: ".venv/bin").path())
        folders += (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders.map { "\($0)/\(tool)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// True where `moto_server` is installed; tests that need it are skipped, with these words, elsewhere.
    static let hasMoto = path(of: "moto_server") != nil
    static let motoIsMissing = "moto_server is not installed (pip install 'moto[server]')"

    /// Starts moto and waits until it answers.
    static func moto(
        environment: [String: String] = [:], arguments: [String] = []
    ) async throws -> PythonServer {
        guard let tool = path(of: "moto_server") else { throw NotReady(description: motoIsMissing) }
        let port = try freePort()
        return try await PythonServer(
            [tool, "-H", "127.0.0.1", "-p", "\(port)"] + arguments, port: port,
            environment: environment)
    }

    /// Starts ministack and waits until it answers.
    static func ministack() async throws -> PythonServer {
        guard let tool = path(of: "ministack") else {
            throw NotReady(description: "ministack is not installed (pip install ministack)")
        }
        let port = try freePort()
        return try await PythonServer(
            [tool], port: port, environment: ["BIND_HOST": "127.0.0.1", "GATEWAY_PORT": "\(port)"])
    }

    private init(_ command: [String], port: Int, environment: [String: String]) async throws {
        self.port = port
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let script = #""$@" >/dev/null 2>&1 </dev/null & cat >/dev/null; kill -9 $!"#
        process.arguments = ["-c", script, "sh"] + command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardInput = pipe
        input = pipe.fileHandleForWriting
        try process.run()
        let deadline = ContinuousClock.now + .seconds(60)
        while !Self.isListening(port) {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw NotReady(description: "\(command[0]) does not listen on port \(port)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    deinit { try? input.close() }

    private static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// A port of 127.0.0.1 that nobody listens on at this moment.
func freePort() throws -> Int {
    let (descriptor, port) = try boundSocket()
    Glibc.close(descriptor)
    return port
}

/// A socket bound to a free port of 127.0.0.1.
func boundSocket() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard descriptor >= 0, isBound else { throw PythonServer.NotReady(description: "no free port") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}

func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
