import CheckpointStore
import DynamoDB
import DynamoItem
import Foundation
import LocalDynamoDB
import Logging
import RunModel
import TestSupport

/// A source large enough to be interrupted, an endpoint in this process that can misbehave, and the program.
struct FaultsTrial {
    let folder: TestFolder
    let server: LocalDynamoDBServer
    var program: SluiceProgram

    /// Runs the body with a fresh endpoint, and stops it.
    ///
    /// The source is `shop.db` and the mapping that of `FaultsShop`, where no other configuration is given.
    static func with(
        _ options: LocalDynamoDBOptions = LocalDynamoDBOptions(), faults: String = "",
        sql: String? = nil, config: String = FaultsShop.config,
        _ body: (FaultsTrial) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        try Trial.change(folder["shop.db"], sql ?? FaultsShop.sql)
        try folder.write(config, to: "config.json")
        var options = options
        options.faults = try FaultPlan(parsing: faults)
        let server = try await LocalDynamoDBServer.start(options)
        let program = try SluiceProgram(in: folder, ["SLUICE_TARGET_ENDPOINT": server.endpoint])
        do {
            try await body(FaultsTrial(folder: folder, server: server, program: program))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    var source: String { folder["shop.db"] }
    var statePath: String { folder[".sluice/state.sqlite"] }

    func sluice(_ arguments: String...) async throws -> ProcessResult {
        try await program.start(arguments).result()
    }

    func setFaults(_ text: String) throws { server.faults = try FaultPlan(parsing: text) }

    /// What the state file says now; nil where it holds no run.
    func state() throws -> FaultsState? {
        try FaultsState(statePath, config: folder["config.json"])
    }

    /// Runs the body with a client of the endpoint.
    func client<Value>(_ body: (DynamoDBClient) async throws -> Value) async throws -> Value {
        let configuration = DynamoDBConfiguration(
            region: "us-east-1", endpoint: try Endpoint(Resolved(server.endpoint, origin: "test")),
            isCustomEndpoint: true,
            credentials: StaticCredentials(
                Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "x", source: "test")))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let client = try DynamoDBClient(configuration, logger: logger)
        defer { client.close() }
        return try await body(client)
    }

    /// Every item of the target: by table, by key, each in a form that is equal for equal items.
    func items() async throws -> [String: [[UInt8]: [UInt8]]] {
        try await client { client in
            var found: [String: [[UInt8]: [UInt8]]] = [:]
            for table in try await client.listTables().names {
                found[table] = try await Self.items(of: table, client)
            }
            return found
        }
    }

    private static func items(
        of table: String, _ client: DynamoDBClient
    ) async throws -> [[UInt8]: [UInt8]] {
        let key = try await client.describeTable(table).key
        var items: [[UInt8]: [UInt8]] = [:]
        var start: Item?
        repeat {
            let page = try await client.scan(table, startAfter: start)
            for item in page.items {
                var bytes: [UInt8] = []
                item.appendCanonical(to: &bytes)
                items[item.keyBytes(key) ?? []] = bytes
            }
            start = page.lastKey
        } while start != nil
        return items
    }
}

/// A stored run, read beside or after the process that owns it.
struct FaultsState {
    let run: StoredRun
    let tables: [StoredTable]
    let segments: [StoredSegment]
    let quarantined: Int

    init?(_ path: String, config: String) throws {
        guard let store = try CheckpointStore.openIfPresent(path: path) else { return nil }
        defer { try? store.close() }
        let runs = try store.runs()
        guard let run = runs.last else { return nil }
        self.run = run
        tables = try store.tables(of: run.id)
        segments = try store.segments(of: run.id)
        quarantined = try store.quarantineCount(of: run.id)
    }

    var acknowledged: Int { segments.reduce(0) { $0 + $1.counts.acknowledged } }

    /// DESIGN §2.1, for each segment as it is stored.
    var isBalanced: Bool { segments.allSatisfy { $0.counts.isBalanced } }
}

/// 20,000 rows in five entities of three tables, rowids, a composite key and a text key among them.
enum FaultsShop {
    static let rows = 20_000
    /// What the mapping's `where` leaves out.
    static let excluded = 200
    static var items: Int { rows - excluded }

    static let sql = """
        CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, score REAL, note TEXT);
        CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer(id), total REAL);
        CREATE TABLE line(orders INTEGER, no INTEGER, sku TEXT, price REAL,
            PRIMARY KEY(orders, no)) WITHOUT ROWID;
        CREATE TABLE tag(code TEXT PRIMARY KEY, weight INTEGER) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
            INSERT INTO customer SELECT i, 'customer ' || i, i * 1.25, printf('%.*c', i % 300, 'x') FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000)
            INSERT INTO orders SELECT i, 1 + i * 7 % 4000, i / 3.0 FROM n;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5999)
            INSERT INTO line SELECT 1 + i / 2, 1 + i % 2, 'SKU' || i % 97, i * 0.1 FROM n;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
            INSERT INTO tag SELECT printf('tag%05d', i), i FROM n;
        """

    static let config = #"""
        {
          "source": { "path": "shop.db" },
          "target": { "region": "us-east-1" },
          "tables": {
            "Shop": {
              "partitionKey": "PK", "sortKey": "SK",
              "indexes": { "GSI1": { "partitionKey": "GSI1PK", "sortKey": "GSI1SK", "projection": "ALL" } },
              "entities": {
                "Customer": {
                  "from": "customer",
                  "attributes": {
                    "PK": "C#{id}", "SK": "PROFILE", "GSI1PK": "NAME#{name}", "GSI1SK": "C#{id}",
                    "Orders": { "list": { "from": "orders", "by": "customer", "order": ["id"], "columns": ["id", "total"] } }
                  }
                },
                "Order": {
                  "from": "orders",
                  "attributes": { "PK": "C#{customer}", "SK": "O#{id}", "CustomerName": "{customer.name}" }
                }
              }
            },
            "Lines": {
              "partitionKey": "PK", "sortKey": "SK",
              "entities": { "Line": { "from": "line", "attributes": { "PK": "O#{orders}", "SK": "L#{no}" } } }
            },
            "Tags": {
              "partitionKey": "PK",
              "entities": {
                "Tag": { "from": "tag", "where": "weight % 10 <> 3", "attributes": { "PK": "T#{code}" } }
              }
            }
          }
        }
        """#
}

/// Seeded chance, the same on every machine.
struct FaultsDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
