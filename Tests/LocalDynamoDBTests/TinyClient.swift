import Glibc
import JSONText

@testable import LocalDynamoDB

/// A blocking HTTP client over one loopback connection: just enough to say to the endpoint what no
/// SDK would.
final class TinyClient {
    struct Response {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONNode { get throws { try JSONReader.read(body) } }
        /// The error's name after the last '#'.
        var errorName: String? {
            get throws { try json["__type"]?.string?.split(separator: "#").last.map(String.init) }
        }
        var message: String? {
            get throws { try json["message"]?.string ?? json["Message"]?.string }
        }
    }

    struct Closed: Error {}

    private let socket: CInt
    private var pending: [UInt8] = []

    init(_ server: LocalDynamoDBServer) throws {
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(server.port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var wait = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Closed() }
    }

    deinit { close(socket) }

    static let signature =
        "AWS4-HMAC-SHA256 Credential=a/20260101/local/dynamodb/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=0"

    /// One operation, as an SDK sends it.
    func call(_ operation: String, _ body: String) throws -> Response {
        try call(operation, Array(body.utf8))
    }

    func call(_ operation: String, _ body: [UInt8]) throws -> Response {
        try write(request(operation, body))
        return try response()
    }

    /// The answer's tree; throws where it is an error.
    @discardableResult
    func json(_ operation: String, _ body: String) throws -> JSONNode {
        let response = try call(operation, body)
        guard response.status == 200 else {
            throw Failure(operation: operation, text: response.text)
        }
        return try response.json
    }

    struct Failure: Error {
        var operation: String
        var text: String
    }

    func request(
        _ operation: String, _ body: [UInt8], headers: [String: String?] = [:]
    ) -> [UInt8] {
        var lines: [(String, String)] = [
            ("Host", "127.0.0.1"), ("Content-Type", "application/x-amz-json-1.0"),
            ("X-Amz-Target", "DynamoDB_20120810.\(operation)"), ("X-Amz-Date", "20260101T000000Z"),
            ("Authorization", Self.signature), ("Content-Length", "\(body.count)"),
        ]
        for (name, value) in headers {
            lines.removeAll { $0.0 == name }
            if let value { lines.append((name, value)) }
        }
        let head = lines.map { "\($0.0): \($0.1)\r\n" }.joined()
        return Array("POST / HTTP/1.1\r\n\(head)\r\n".utf8) + body
    }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                send(
                    socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
                    CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Closed() }
            sent += count
        }
    }

    func response() throws -> Response {
        var end = 0
        while true {
            if let found = headEnd() {
                end = found
                break
            }
            try fill()
        }
        let lines = String(decoding: pending[..<end], as: UTF8.self).split(separator: "\r\n")
        pending.removeFirst(end)
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(colon, offsetBy: 2)...])
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while pending.count < length { try fill() }
        let body = Array(pending.prefix(length))
        pending.removeFirst(length)
        return Response(status: status, headers: headers, body: body)
    }

    private func headEnd() -> Int? {
        guard pending.count >= 4 else { return nil }
        return (4...pending.count).first {
            pending[$0 - 1] == 10 && pending[$0 - 2] == 13 && pending[$0 - 3] == 10
                && pending[$0 - 4] == 13
        }
    }

    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw Closed() }
        pending += buffer[..<count]
    }
}

/// Runs a body against a server of its own.
func withServer<Result>(
    _ options: LocalDynamoDBOptions = LocalDynamoDBOptions(),
    _ body: (LocalDynamoDBServer, TinyClient) async throws -> Result
) async throws -> Result {
    let server = try await LocalDynamoDBServer.start(options)
    let result: Result
    do {
        result = try await body(server, try TinyClient(server))
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
    return result
}

/// Requests that the tests use again and again.
enum Sample {
    /// A table with keys PK and SK (S) and the index GSI1 (GSI1PK, GSI1SK).
    static func table(_ name: String = "Music") -> String {
        """
        {"TableName": "\(name)", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [
           {"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "SK", "AttributeType": "S"},
           {"AttributeName": "GSI1PK", "AttributeType": "S"}, {"AttributeName": "GSI1SK", "AttributeType": "S"}],
         "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
         "GlobalSecondaryIndexes": [{"IndexName": "GSI1", "Projection": {"ProjectionType": "ALL"},
           "KeySchema": [{"AttributeName": "GSI1PK", "KeyType": "HASH"}, {"AttributeName": "GSI1SK", "KeyType": "RANGE"}]}]}
        """
    }

    /// A table with one key, PK.
    static func simpleTable(_ name: String = "Plain", type: String = "S") -> String {
        """
        {"TableName": "\(name)", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "\(type)"}],
         "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}]}
        """
    }

    /// A batch of puts into one table; `attributes` gives an item's JSON.
    static func batch(_ table: String, _ items: [String]) -> String {
        let puts = items.map { #"{"PutRequest": {"Item": \#($0)}}"# }.joined(separator: ",")
        return #"{"RequestItems": {"\#(table)": [\#(puts)]}}"#
    }

    static func item(_ key: String, _ sort: String = "A", _ more: String = "") -> String {
        #"{"PK": {"S": "\#(key)"}, "SK": {"S": "\#(sort)"}\#(more.isEmpty ? "" : ", " + more)}"#
    }
}
