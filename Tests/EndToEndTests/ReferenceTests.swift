import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

@testable import sluice

extension Program {
    /// The real Chinook with config.example.json as it is, into three servers of different making.
    @Suite(.enabled(if: Places.hasServers, "\(Places.serversAreMissing)"))
    struct ReferenceTests {
        enum Kind: String, CaseIterable {
            case local = "sluice local"
            case moto
            case ministack

            func start() async throws -> TestServer {
                switch self {
                case .local: try await .local()
                case .moto: try await .moto()
                case .ministack: try await .ministack()
                }
            }
        }

        @Test(
            .enabled(if: Places.hasChinook, "\(Places.chinookIsMissing)"), .timeLimit(.minutes(5)),
            arguments: Kind.allCases)
        func
            `Chinook arrives as the reference mapping says, and validation sees what is changed by hand`(
                _ kind: Kind
            ) async throws
        {
            let source = try #require(Places.chinook)
            let digest = try FolderListing.digest(source)
            let server = try await kind.start()
            let folder = try TestFolder()
            try folder.copy(Places.package + "/config.example.json", as: "config.json")
            let program = try SluiceProgram(
                in: folder,
                ["SLUICE_SOURCE_PATH": source, "SLUICE_TARGET_ENDPOINT": server.endpoint])

            let migration = try await program("migrate", "--no-tui")
            #expect(migration.status == 0, "\(migration)")
            #expect(migration.output.contains("complete: 13,337 items"), "\(migration)")
            #expect(migration.errors.isEmpty, "\(migration)")

            let comparison = try await Scripts.reference(source, server.endpoint)
            #expect(comparison["problems"]?.texts == [], "\(comparison)")
            let counts = comparison["items"]?.object?.map { "\($0.name) \($0.node.int ?? -1)" }
            #expect(
                counts?.sorted() == [
                    "CustomerData 471", "EmployeeData 8", "MusicCatalog 4125", "PlaylistData 8733",
                ])

            let validation = try await program("validate")
            #expect(validation.status == 0, "\(validation)")
            #expect(validation.output.hasSuffix("Equal.\n"), "\(validation)")

            try await changeByHand(
                program, server, tables: kind == .local ? [] : ["--tables", "EmployeeData"])
            #expect(try FolderListing.digest(source) == digest)
        }

        /// Where the real Chinook is not at hand, its likeness is: the demo's database.
        @Test(.timeLimit(.minutes(2)))
        func `The sample database arrives as the reference mapping says`() async throws {
            let folder = try TestFolder()
            let source = folder["chinook.sqlite"]
            try SampleDatabase.create(at: source)
            try folder.copy(Places.package + "/config.example.json", as: "config.json")
            try await Trial.with(source, in: folder) { trial in
                try await trial.expect(0, "migrate", says: "complete: 13,337 items")
                let comparison = try await Scripts.reference(source, trial.server.endpoint)
                #expect(comparison["problems"]?.texts == [], "\(comparison)")
            }
        }

        /// One item changed, one deleted, one added; put right again after each.
        private func changeByHand(
            _ program: SluiceProgram, _ server: TestServer, tables: [String]
        ) async throws {
            let table = "EmployeeData"
            let key = #"{"PK":{"S":"EMPLOYEE#3"},"SK":{"S":"PROFILE"}}"#
            func validate(_ status: Int32, _ words: String...) async throws {
                let result = try await program.start(["validate"] + tables).result()
                #expect(result.status == status, "\(result)")
                for word in words { #expect(result.output.contains(word), "\(word): \(result)") }
            }
            try await Scripts.item(
                server.endpoint, "set", table, key, "FirstName", #"{"S":"Changed"}"#)
            try await validate(
                4, "EmployeeData: differs: 1 changed", "PK=EMPLOYEE#3 SK=PROFILE", "FirstName",
                "Changed", "Jane")
            let json = try await program.start(["validate", "--json"] + tables).result()
            #expect(json.status == 4)
            let report = try Scripts.json(json.output)
            #expect(report["equal"]?.bool == false)
            let difference = report["tables"]?.first("table", table)?["differences"]?[0]
            #expect(difference?["kind"]?.string == "changed")
            #expect(difference?["attribute"]?.string == "FirstName")
            #expect(difference?["expected"]?.string?.contains("Jane") == true)
            #expect(difference?["found"]?.string?.contains("Changed") == true)
            try await Scripts.item(
                server.endpoint, "set", table, key, "FirstName", #"{"S":"Jane"}"#)

            let old = try await Scripts.item(server.endpoint, "delete", table, key)
            try await validate(
                4, "EmployeeData: differs: 1 missing", "missing PK=EMPLOYEE#3 SK=PROFILE")
            try await Scripts.item(server.endpoint, "put", table, old)

            let added = #"{"PK":{"S":"EMPLOYEE#99"},"SK":{"S":"PROFILE"}}"#
            try await Scripts.item(server.endpoint, "put", table, added)
            try await validate(
                4, "EmployeeData: differs: 1 unexpected", "unexpected PK=EMPLOYEE#99 SK=PROFILE")
            try await Scripts.item(server.endpoint, "delete", table, added)
            try await validate(0, "Equal.")
        }
    }
}
