import Foundation
import RunModel
import Testing

@Suite("Remedies of quarantined rows")
struct QuarantineRemedyTests {
    /// The causes that stand in Mapping's sources.
    private static let causes: [String] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("Sources/Mapping")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var causes: Set<String> = []
        for file in files where file.hasPrefix("Encode") {
            let path = folder.appendingPathComponent(file)
            let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
            for match in text.matches(
                of: /(?:(?:problem|fail|refused)\(\s*field,(?: row,)?|[( ]cause:) "([^"\\]+)"/)
            {
                causes.insert(String(match.1))
            }
        }
        return causes.sorted()
    }()

    @Test func `Every cause that Mapping knows has a remedy, with and without its column`() {
        #expect(Self.causes.count > 20)
        for cause in Self.causes {
            #expect(QuarantineRemedy.of(cause) != nil, "\(cause)")
            #expect(QuarantineRemedy.of("Track.Bytes: \(cause)") != nil, "\(cause)")
        }
        #expect(QuarantineRemedy.of("PK: a key over 2048 bytes") != nil)
        #expect(QuarantineRemedy.of("refused by the service: no") != nil)
        #expect(QuarantineRemedy.of("something else") == nil)
    }

    @Test func `A row brings the remedy of its cause`() {
        let entity = EntityID(table: "A", entity: "B")
        let key = RowKey(rowid: 1)
        let known = QuarantinedRow(
            entity: entity, key: key, cause: "Name: invalid UTF-8 text", message: "m")
        #expect(known.hint?.contains("unstorable") == true)
        let unknown = QuarantinedRow(entity: entity, key: key, cause: "c", message: "m")
        #expect(unknown.hint == nil)
    }
}
