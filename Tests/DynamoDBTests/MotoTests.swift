import DynamoItem
import RunModel
import TestSupport
import Testing

@testable import DynamoDB

/// Every operation against moto, a real server of another's making.
@Suite(
    .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"),
    .timeLimit(.minutes(2)))
struct MotoTests {
    /// One for all tests; each has tables of its own.
    private static let server = Task { try await TestServer.moto() }

    private func client() async throws -> DynamoDBClient {
        try TestClient.make(try await Self.server.value.endpoint)
    }

    static let key = KeySchema(
        partition: KeyAttribute("PK", .string), sort: KeyAttribute("SK", .number))

    private func item(_ number: Int, _ partition: String = "p") -> Item {
        Item([
            .init("PK", .string(partition)), .init("SK", .number("\(number)")),
            .init("text", .string("Grüße \"\\\n\u{1}")), .init("blob", .binary([0, 1, 255])),
            .init("list", .list([.null, .bool(true), .map(Item([.init("x", .number("1.5"))]))])),
            .init("set", .stringSet(["a", "b"])),
        ])
    }

    @Test func `A table is made as defined, found, changed and deleted`() async throws {
        let client = try await client()
        var definition = TableDefinition(name: "made", key: Self.key)
        definition.indexes = [
            IndexDefinition(
                name: "G", key: KeySchema(partition: KeyAttribute("GPK", .string)),
                projection: .keysOnly),
            IndexDefinition(
                name: "L", isLocal: true,
                key: KeySchema(
                    partition: KeyAttribute("PK", .string), sort: KeyAttribute("LSK", .binary)),
                projection: .include(["a", "b"])),
        ]
        definition.tags = [.init(key: "team", value: "data")]
        definition.isDeletionProtected = true
        try await client.createTable(definition)
        let made = try await client.waitUntilActive("made")
        #expect(made.key == Self.key)
        #expect(made.isOnDemand && made.isDeletionProtected && made.isReady)
        #expect(made.indexes.map(\.name) == ["G", "L"])
        #expect(made.indexes.map(\.key) == definition.indexes.map(\.key))
        #expect(made.indexes.map(\.projection) == definition.indexes.map(\.projection))

        let again = await failure { () throws(DynamoDBError) in
            try await client.createTable(definition)
        }
        #expect(again?.kind == .resourceInUse)
        try await client.updateTimeToLive("made", attribute: "expires")
        #expect(try await client.describeTimeToLive("made") == "expires")
        try await client.updateTimeToLive("made", attribute: "expires")
        try await client.updateContinuousBackups("made", recoveryDays: 7)
        try await client.updateTable("made", .deletionProtection(false))
        try await client.updateTable(
            "made", .billing(provisioned: Throughput(read: 5, write: 6)))
        let changed = try await client.describeTable("made")
        #expect(!changed.isDeletionProtected)
        #expect(changed.provisioned == Throughput(read: 5, write: 6))
        #expect(try await client.listTables().names.contains("made"))
        try await client.deleteTable("made")
        try await client.waitUntilDeleted("made")
        let gone = await failure { () throws(DynamoDBError) in
            try await client.describeTable("made")
        }
        #expect(gone?.kind == .tableNotFound)
        #expect(gone?.requestID != nil)
    }

    @Test func `Items are written in batches and read back the same, by every way`() async throws {
        let client = try await client()
        try await client.createTable(TableDefinition(name: "items", key: Self.key))
        let writer = ByteWriter(capacity: 64)
        for start in stride(from: 0, to: 75, by: 25) {
            var body = BatchWriteBody(writer, table: "items")
            for number in start..<start + 25 {
                body.beginPut()
                item(number).write(to: writer)
                body.endPut()
            }
            body.beginPut()
            body.dropPut()
            body.finish()
            #expect(try await client.batchWriteItem(writer).unprocessed.isEmpty)
        }
        let key = Item([.init("PK", .string("p")), .init("SK", .number("7"))])
        let one = try #require(try await client.getItem("items", key: key))
        #expect(one.isEquivalent(to: item(7)))
        let absent = Item([.init("PK", .string("p")), .init("SK", .number("-1"))])
        #expect(try await client.getItem("items", key: absent) == nil)

        let keys = (0..<80).map { number in
            Item([.init("PK", .string("p")), .init("SK", .number("\(number)"))])
        }
        #expect(try await client.items("items", keys: keys).count == 75)

        var scanned: [Item] = []
        for segment in 0..<3 {
            var after: Item?
            repeat {
                let page = try await client.scan(
                    "items", segment: segment, totalSegments: 3, startAfter: after, limit: 10)
                scanned += page.items
                after = page.lastKey
            } while after != nil
        }
        #expect(Set(scanned.compactMap { $0.keyBytes(Self.key) }).count == 75)
        #expect(try await client.scan("items", countOnly: true).count == 75)
        let names = try await client.scan("items", attributes: ["SK", "list"], isConsistent: false)
        #expect(names.items.first?.attributes.count == 2)

        let query = ItemQuery(
            table: "items", partition: .init("PK", .string("p")), isForward: false)
        let first = try await client.query(query, limit: 2)
        #expect(first.items.compactMap { $0["SK"] } == [.number("74"), .number("73")])
        let next = try await client.query(query, startAfter: first.lastKey, limit: 1)
        #expect(next.items.compactMap { $0["SK"] } == [.number("72")])

        let existing = await failure { () throws(DynamoDBError) in
            try await client.putItem("items", item(7), ifAbsent: "PK")
        }
        #expect(existing?.kind == .conditionFailed)
        try await client.putItem("items", item(100))
        try await client.deleteItem("items", key: key)
        #expect(try await client.getItem("items", key: key) == nil)
    }

    @Test func `A table that is not there is named as such`() async throws {
        let client = try await client()
        let error = await failure { () throws(DynamoDBError) in
            try await client.scan("absent")
        }
        let shown = try #require(error?.sluiceError(table: "Absent"))
        #expect(error?.kind == .tableNotFound)
        #expect(shown.place == "Absent" && shown.hint != nil)
    }
}

/// moto verifies signatures after its first calls, which make the identity.
@Suite(
    .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"),
    .timeLimit(.minutes(2)))
struct MotoSignatureTests {
    private struct Identity: Sendable {
        var server: TestServer
        var id: String
        var secret: String
    }

    private static let identity = Task {
        let server = try await TestServer.moto(["INITIAL_NO_AUTH_ACTION_COUNT": "4"])
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:ListTables","#
            + #""dynamodb:BatchWriteItem"],"Resource":"*"}]}"#
        _ = try await iam(server, ["Action": "CreateUser", "UserName": "u"])
        _ = try await iam(
            server,
            [
                "Action": "PutUserPolicy", "UserName": "u", "PolicyName": "p",
                "PolicyDocument": policy,
            ])
        _ = try await iam(server, ["Action": "ListUsers"])
        let answer = try await iam(server, ["Action": "CreateAccessKey", "UserName": "u"])
        return Identity(
            server: server, id: try #require(element("AccessKeyId", of: answer)),
            secret: try #require(element("SecretAccessKey", of: answer)))
    }

    private static func iam(_ server: TestServer, _ form: [String: String]) async throws -> String {
        let text = form.merging(["Version": "2010-05-08"]) { $1 }.map { name, value in
            "\(name)="
                + value.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }.joined(separator: "&")
        let transport = HTTPTransport(
            HTTPTransport.Settings(
                caBundle: nil, connectTimeoutMilliseconds: 5_000,
                requestTimeoutMilliseconds: 20_000, stallTimeoutMilliseconds: 20_000,
                maxConnections: 1))
        let scope = "AKID/20260101/us-east-1/iam/aws4_request"
        let request = HTTPRequest(
            method: "POST", url: server.endpoint + "/",
            headers: [
                ("content-type", "application/x-www-form-urlencoded"),
                (
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, Signature=0"
                ),
            ], body: TestClient.body(text))
        let response = try await transport.send(#require(request)).get()
        #expect(response.status == 200)
        return response.body.text ?? ""
    }

    private static func element(_ name: String, of xml: String) -> String? {
        guard let start = xml.firstRange(of: "<\(name)>"),
            let end = xml.firstRange(of: "</\(name)>")
        else { return nil }
        return String(xml[start.upperBound..<end.lowerBound])
    }

    private func client(
        id: String? = nil, secret: String? = nil
    ) async throws -> DynamoDBClient {
        let identity = try await Self.identity.value
        let credentials = Credentials(
            accessKeyID: id ?? identity.id, secretAccessKey: secret ?? identity.secret,
            source: "test")
        return try TestClient.make(
            identity.server.endpoint, credentials: StaticCredentials(credentials))
    }

    @Test func `The right secret is accepted, for a small and for a large body`() async throws {
        let client = try await client()
        #expect(try await client.listTables().names.isEmpty)
        let text = String(repeating: "ü", count: 800_000)
        let body = TestClient.body(
            #"{"RequestItems":{"T":[{"PutRequest":{"Item":{"PK":{"S":"\#(text)"}}}}]}}"#)
        // Accepted by the signature's judge; the table is not there.
        let error = await failure { () throws(DynamoDBError) in
            try await client.batchWriteItem(body)
        }
        #expect(error?.kind == .tableNotFound)
    }

    @Test func `A wrong secret is named as a wrong signature`() async throws {
        let client = try await client(secret: "hushhush")
        let error = await failure { () throws(DynamoDBError) in try await client.listTables() }
        #expect(error?.kind == .wrongSignature)
        let shown = try #require(error?.sluiceError())
        #expect(shown.code == .credentials && shown.exitStatus == .unavailable)
        #expect(shown.hint?.contains("secret access key is wrong") == true)
        #expect(!shown.description.contains("hushhush"))
    }

    @Test func `An unknown key id is named as such`() async throws {
        let client = try await client(id: "AKIAUNKNOWN")
        let error = await failure { () throws(DynamoDBError) in try await client.listTables() }
        #expect(error?.kind == .unknownCredentials)
    }

    @Test func `A denied action is named`() async throws {
        let client = try await client()
        let error = await failure { () throws(DynamoDBError) in try await client.describeTable("T")
        }
        #expect(error?.kind == .accessDenied)
        #expect(error?.sluiceError().hint?.contains("dynamodb:DescribeTable") == true)
    }
}
