import Foundation
import JSONText
import Testing

@testable import LocalDynamoDB

@Suite struct FileStorageTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "local-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    @Test func `Tables and items are there after a restart`() async throws {
        try await withFolder { folder in
            let options = LocalDynamoDBOptions(storage: .file(folder + "/local.db"))
            try await withServer(options) { _, client in
                try client.json("CreateTable", Sample.table())
                try client.json(
                    "BatchWriteItem",
                    Sample.batch(
                        "Music",
                        (0..<5).map {
                            Sample.item(
                                "A", "\($0)", #""GSI1PK": {"S": "g"}, "GSI1SK": {"S": "x"}"#)
                        }))
            }
            try await withServer(options) { _, client in
                let table = try client.json("DescribeTable", #"{"TableName": "Music"}"#)["Table"]
                #expect(table?["ItemCount"]?.int == 5)
                let indexed = try client.json(
                    "Scan", #"{"TableName": "Music", "IndexName": "GSI1"}"#)
                #expect(indexed["Count"]?.int == 5)
                // A table made after the restart does not meet the old one's storage.
                try client.json("CreateTable", Sample.simpleTable())
                #expect(try client.json("Scan", #"{"TableName": "Plain"}"#)["Count"]?.int == 0)
            }
        }
    }

    @Test func `A second server on the file is refused with a hint`() async throws {
        try await withFolder { folder in
            let options = LocalDynamoDBOptions(storage: .file(folder + "/local.db"))
            try await withServer(options) { _, client in
                try client.json("CreateTable", Sample.table())
                let error = await #expect(throws: LocalDynamoDBError.self) {
                    try await LocalDynamoDBServer.start(options)
                }
                #expect(error?.hint.contains("another process has it open") == true)
            }
        }
    }

    @Test func `Someone else's database is refused and left as it was`() async throws {
        try await withFolder { folder in
            let path = folder + "/notes.txt"
            try "these are notes, not a database, and longer than one hundred bytes".write(
                toFile: path, atomically: true, encoding: .utf8)
            await #expect(throws: LocalDynamoDBError.self) {
                try await LocalDynamoDBServer.start(LocalDynamoDBOptions(storage: .file(path)))
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("these are notes"))
        }
    }

    @Test func `A taken port is refused with a hint`() async throws {
        try await withServer { server, _ in
            let error = await #expect(throws: LocalDynamoDBError.self) {
                try await LocalDynamoDBServer.start(LocalDynamoDBOptions(port: server.port))
            }
            #expect(error?.message.contains(":\(server.port)") == true)
        }
    }

    @Test func `The audit file has a line for each put, in their order`() async throws {
        try await withFolder { folder in
            let options = LocalDynamoDBOptions(auditPath: folder + "/audit")
            try await withServer(options) { _, client in
                try client.json("CreateTable", Sample.table())
                for sort in ["1", "2", "1"] {
                    try client.json(
                        "PutItem",
                        #"{"TableName": "Music", "Item": \#(Sample.item("A", sort, #""v": {"S": ""}"#))}"#
                    )
                }
            }
            let lines = try String(contentsOfFile: folder + "/audit", encoding: .utf8)
            #expect(
                lines.split(separator: "\n").map(String.init)
                    == ["1", "2", "1"].map { "Music\t" + #"{"PK":{"S":"A"},"SK":{"S":"\#($0)"}}"# })
        }
    }
}
