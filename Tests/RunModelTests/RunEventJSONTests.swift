import Foundation
import JSONText
import RunModel
import Testing

@Suite("Events as JSON")
struct RunEventJSONTests {
    private func text(_ event: RunEvent, number: UInt64 = 1) -> String {
        var writer = JSONWriter()
        NumberedEvent(number: number, time: -5, event: event).write(to: &writer)
        return writer.text
    }

    @Test(arguments: EveryEvent.all)
    func `Every event is written on one line and read back the same`(event: RunEvent) throws {
        let line = text(event, number: .max)
        #expect(!line.contains("\n"))
        let read = try NumberedEvent(json: try JSONReader.read(line))
        #expect(read == NumberedEvent(number: .max, time: -5, event: event))
    }

    @Test
    func `The samples hold every case`() {
        #expect(Set(EveryEvent.all.map(\.name)).count == 31)
        #expect(Set(EveryEvent.commands.map(\.name)).count == 13)
    }

    @Test
    func `A line looks as it is documented`() {
        #expect(
            text(.tableStateChanged(table: "A", state: .paused, detail: nil))
                == #"{"number":1,"time":-5,"event":"tableStateChanged","table":"A","state":"paused","detail":null}"#
        )
        #expect(
            text(.commandAccepted(.pause(.tables(["A"])), by: "dashboard"))
                == #"{"number":1,"time":-5,"event":"commandAccepted","#
                + #""command":{"name":"pause","tables":["A"]},"by":"dashboard"}"#)
    }

    @Test
    func `Fields that are not known are passed over`() throws {
        let line =
            #"{"extra":{"a":[1]},"number":3,"time":4,"event":"runEnded","outcome":"complete","b":1}"#
        let read = try NumberedEvent(json: try JSONReader.read(line))
        #expect(read == NumberedEvent(number: 3, time: 4, event: .runEnded(.complete)))
    }

    @Test
    func `A field that may be null may be missing`() throws {
        let line = #"{"number":3,"time":4,"event":"noticed","level":"info","text":"x"}"#
        #expect(
            try NumberedEvent(json: try JSONReader.read(line)).event == .noticed(Notice(.info, "x"))
        )
    }

    @Test(arguments: [
        ("{}", "no number"),
        ("[]", "no number"),
        (#"{"number":-1,"time":1,"event":"runEnded","outcome":"complete"}"#, "number is not"),
        (#"{"number":1,"time":1}"#, "no event"),
        (#"{"number":1,"time":1,"event":"somethingNew"}"#, "unknown event somethingNew"),
        (
            #"{"number":1,"time":1,"event":"runEnded","outcome":"splendid"}"#,
            "outcome is not a known word"
        ),
        (
            #"{"number":1,"time":1,"event":"itemsUnprocessed","table":"A","count":1.5}"#,
            "count is not an integer"
        ),
        (
            #"{"number":1,"time":1,"event":"commandCarriedOut","command":{"name":"dance"}}"#,
            "unknown command"
        ),
        (
            #"{"number":1,"time":1,"event":"commandCarriedOut","command":{"name":"pause","tables":[1]}}"#,
            "tables is not"
        ),
        (
            #"{"number":1,"time":1,"event":"rowQuarantined","table":"A","entity":"B","key":[{"blob":"0"}]}"#,
            "key is not"
        ),
    ])
    func `What is no event is refused with its place`(line: String, message: String) throws {
        let node = try JSONReader.read("\n  " + line)
        let error = #expect(throws: EventJSONError.self) { try NumberedEvent(json: node) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.line == 2)
    }

    @Test
    func `Every event, every field and every word of it stands in the documentation`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/events.md"), encoding: .utf8)
        for event in EveryEvent.all {
            let section = try #require(
                document.components(separatedBy: "\n### ").first {
                    $0.hasPrefix("`\(event.name)`")
                },
                "docs/events.md has no section \(event.name)")
            let node = try JSONReader.read(text(event))
            for member in node.object ?? []
            where !["number", "time", "event"].contains(member.name) {
                #expect(section.contains("`\(member.name)`"), "\(event.name) lacks \(member.name)")
                for inner in Self.innerNames(of: member.node) {
                    let isNamed = ["`\(inner)`", "{\"\(inner)\":"].contains {
                        document.contains($0)
                    }
                    #expect(isNamed, "\(event.name) lacks \(inner)")
                }
            }
        }
        let words =
            TableState.allCases.map(\.rawValue) + Notice.Level.allCases.map(\.rawValue)
            + SluiceError.Code.allCases.map(\.rawValue) + EveryEvent.commands.map(\.name)
            + ["complete", "incomplete", "differs", "stopped", "failed"]
            + ["missing", "unexpected", "changed", "eventsMissed"]
            + PlanReport.Table.Action.allCases.map(\.rawValue)
            + SchemaReport.Risk.Severity.allCases.map(\.rawValue)
        for word in words { #expect(document.contains("`\(word)`"), "no \(word)") }
    }

    /// The names of all objects within a value.
    private static func innerNames(of node: JSONNode) -> Set<String> {
        var names: Set<String> = []
        for member in node.object ?? [] {
            names.insert(member.name)
            names.formUnion(innerNames(of: member.node))
        }
        for element in node.array ?? [] { names.formUnion(innerNames(of: element)) }
        return names
    }
}
