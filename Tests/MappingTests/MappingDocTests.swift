import Foundation
import JSONText
import Mapping
import RunModel
import Testing

/// docs/mapping.md says what is so: each of its examples is read against the source it shows.
@Suite struct MappingDocTests {
    private struct Block {
        var kind: String
        var text: String
        var line: Int
    }

    private static func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/mapping.md"), encoding: .utf8)
    }

    /// The code blocks, each with what stands behind its opening fence.
    private static func blocks() throws -> [Block] {
        var blocks: [Block] = []
        var open: Block?
        for (index, line) in try page().split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(block)
                    open = nil
                } else {
                    open = Block(kind: String(line.dropFirst(3)), text: "", line: index + 2)
                }
            } else {
                open?.text += line + "\n"
            }
        }
        return blocks
    }

    @Test func `Every example of the page is read without a problem`() throws {
        let blocks = try Self.blocks()
        let sql = try #require(blocks.first { $0.kind == "sql" })
        let fixture = try LanguageFixture(sql.text)
        let examples = blocks.filter { $0.kind.hasPrefix("json") }
        #expect(examples.count > 10)
        for example in examples {
            let json = example.text
            let attributes = #"{"from": "Album", "attributes": \#(json)}"#
            func entity(_ json: String) -> String {
                #"{"tables": {"Music": {"partitionKey": "PK", "entities": {"E": \#(json)}}}}"#
            }
            let config: String
            switch example.kind {
            case "json config": config = json
            case "json table": config = #"{"tables": {"Music": \#(json)}}"#
            case "json entity": config = entity(json)
            case "json attributes":
                config = entity(attributes).replacing(
                    #""PK""#, with: #"{"name": "AlbumId", "type": "N"}"#)
            default:
                Issue.record("line \(example.line): a block of unknown kind \(example.kind)")
                continue
            }
            let reading = try fixture.read(config)
            #expect(
                reading.mapping != nil,
                "line \(example.line): \(reading.problems.map(\.description))")
        }
    }

    @Test(arguments: Conversion.Target.allCases)
    func `Every type is in the page's table`(_ type: Conversion.Target) throws {
        #expect(try Self.page().contains("`\(type.rawValue)`"))
    }
}
