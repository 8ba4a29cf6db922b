import Foundation
import GRDB
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

/// A folder with a source and perhaps a configuration, an endpoint in this process, and the program.
struct Trial {
    let folder: TestFolder
    let server: LocalDynamoDBServer
    var program: SluiceProgram
    /// The source file's path.
    let source: String

    /// Runs the body with a fresh endpoint, and stops it.
    ///
    /// The SQL makes the source, `shop.db`; the configuration is the text of config.json, if any.
    static func with(
        sql: String, config: String? = nil, _ body: (Trial) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        let source = folder["shop.db"]
        try change(source, sql)
        try await with(source, in: folder, config: config, body)
    }

    /// The same with a source that is there.
    static func with(
        _ source: String, in folder: TestFolder, config: String? = nil,
        _ body: (Trial) async throws -> Void
    ) async throws {
        if let config { try folder.write(config, to: "config.json") }
        let server = try await LocalDynamoDBServer.start()
        let program = try SluiceProgram(
            in: folder,
            ["SLUICE_SOURCE_PATH": source, "SLUICE_TARGET_ENDPOINT": server.endpoint])
        do {
            try await body(
                Trial(folder: folder, server: server, program: program, source: source))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// Runs SQL on a database, made where it is missing; nothing stays open.
    static func change(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// Runs the program to its end.
    func sluice(_ arguments: String...) async throws -> ProcessResult {
        try await program.start(arguments).result()
    }

    /// Runs the program and expects this exit status and these words on its two streams together.
    @discardableResult
    func expect(
        _ status: Int32, _ arguments: String..., says: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ProcessResult {
        let result = try await program.start(arguments).result()
        #expect(result.status == status, "\(arguments): \(result)", sourceLocation: sourceLocation)
        for words in says {
            #expect(
                (result.output + result.errors).contains(words), "\(arguments): \(result)",
                sourceLocation: sourceLocation)
        }
        return result
    }

    /// The items of a table, counted through boto3; -1 where there is none.
    func count(_ table: String) async throws -> Int {
        Int(
            try await Scripts.item(server.endpoint, "count", table).split(separator: "\n").first
                ?? "") ?? -1
    }
}

/// The scripts beside these tests: what was written is read by another's client and judged by the
/// specification.
enum Scripts {
    static let folder = Places.package + "/Tests/EndToEndTests/Scripts/"

    static func reference(_ source: String, _ endpoint: String) async throws
        -> JSONNode
    {
        try json(await Python.run(folder + "reference.py", [source, endpoint]))
    }

    /// The events are the lines of `migrate --output json`.
    static func standard(_ source: String, _ endpoint: String, events: String) async throws
        -> JSONNode
    {
        let folder = try TestFolder()
        let file = try folder.write(events, to: "events.jsonl")
        return try json(await Python.run(Self.folder + "default.py", [source, endpoint, file]))
    }

    @discardableResult
    static func item(_ arguments: String...) async throws -> String {
        try await Python.run(folder + "item.py", arguments)
    }

    static func json(_ text: String) throws -> JSONNode { try JSONReader.read(Array(text.utf8)) }

    static func lines(_ text: String) throws -> [JSONNode] {
        try text.split(separator: "\n").map { try json(String($0)) }
    }
}

extension JSONNode {
    /// The texts of an array.
    var texts: [String] { array?.compactMap(\.string) ?? [] }

    /// The member of an array whose field `name` is this text.
    func first(_ name: String, _ text: String) -> JSONNode? {
        array?.first { $0[name]?.string == text }
    }
}
