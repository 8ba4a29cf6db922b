import Glibc
import Synchronization
import TestSupport

@testable import DynamoDB

/// A server that answers each request with the next reply of a script, bytes as they are told.
///
/// The last reply is repeated. It ends with this object.
final class RawServer: Sendable {
    enum Reply: Sendable {
        /// Status line, headers and body; the connection stays.
        case answer(status: String, headers: [String] = [], body: String, surplus: String = "")
        case bytes(String)
        /// The connection is closed without an answer.
        case drop
        /// No answer until the server ends.
        case silence
    }

    let port: Int
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var script: [Reply]
        var requests: [String] = []
        var connections = 0
    }

    var endpoint: String { "http://127.0.0.1:\(port)" }
    /// What came, heads and bodies.
    var requests: [String] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    /// `readsBodies`: a request is its head and its body, and not its head alone.
    init(_ script: [Reply], readsBodies: Bool = true) throws {
        (listener, port) = try Loopback.boundSocket()
        listen(listener, 16)
        state = Mutex(State(script: script))
        let listener = listener
        _ = DetachedThread.start { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                guard let server = self else {
                    Glibc.close(connection)
                    break
                }
                server.state.withLock { $0.connections += 1 }
                _ = DetachedThread.start { [weak server] in
                    while let request = Self.receive(connection, readsBodies), let server,
                        server.serve(request, on: connection)
                    {}
                    Glibc.close(connection)
                }
            }
            Glibc.close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// A header's value in the request of that number.
    func header(_ name: String, ofRequest number: Int) -> String? {
        let requests = self.requests
        guard requests.indices.contains(number) else { return nil }
        return requests[number].split(separator: "\r\n").lazy
            .first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { line in String(line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
    }

    private func serve(_ request: String, on connection: Int32) -> Bool {
        let reply = state.withLock { state in
            state.requests.append(request)
            return state.script.count > 1 ? state.script.removeFirst() : state.script[0]
        }
        switch reply {
        case .drop: return false
        case .silence:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            return false
        case .bytes(let text):
            Self.send(text, on: connection)
            return false
        case .answer(let status, let headers, let body, let surplus):
            let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
            Self.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body + surplus, on: connection)
            return true
        }
    }

    private static func send(_ text: String, on connection: Int32) {
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let sent = bytes[at...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            at += sent
        }
    }

    /// A whole request; nil at the connection's end.
    private static func receive(_ connection: Int32, _ readsBodies: Bool) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let length = head.split(separator: "\r\n").lazy
                    .first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
                let isWhole = text[end.upperBound...].utf8.count >= length ?? 0
                if isWhole || !readsBodies { return text }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }
}
