import Foundation
import Headless
import JSONText
import RunModel
import Testing

@Suite("The stored status")
struct StatusReportTests {
    private func report(owner: Int32? = nil, outcome: RunOutcome? = nil) -> StatusReport {
        var counts = EntityCounts()
        counts.read = 50
        counts.acknowledged = 48
        counts.quarantined = 2
        counts.bytes = 4_800
        counts.segments = 2
        counts.segmentsDone = 1
        counts.planned = 100
        let entity = EntityID(table: "MusicCatalog", entity: "Album")
        return StatusReport(
            statePath: "/a/.sluice/state.sqlite", readAt: 1_763_805_123_000, ownerPID: owner,
            run: .init(
                id: "r1", configPath: "/a/config.json", sourcePath: "/a/shop.db",
                target: "us-east-1",
                startedAt: 1_763_805_063_000, endedAt: nil, outcome: outcome),
            tables: [
                .init(
                    name: "MusicCatalog", wireName: "p-MusicCatalog", state: .copying,
                    startedAt: 1_763_805_063_000,
                    entities: [
                        .init(
                            name: "Album", root: "Album", counts: counts,
                            segments: [
                                .init(
                                    number: 0, after: nil, through: RowKey(rowid: 50),
                                    watermark: RowKey(rowid: 50), isDone: true, counts: counts)
                            ])
                    ],
                    causes: [
                        .init(
                            cause: "empty key", count: 2, firstAt: 1, lastAt: 2,
                            samples: [
                                QuarantinedRow(
                                    entity: entity, key: RowKey(rowid: 7), cause: "empty key",
                                    message: "SK is empty")
                            ])
                    ]),
                .init(
                    name: "Other", wireName: "Other", state: .failed, detail: "no",
                    failure: RunFailure(code: .accessDenied, message: "not allowed", hint: "ask"),
                    startedAt: 1_763_805_063_000, endedAt: 1_763_805_064_500,
                    validation: ValidationOutcome(
                        compared: 5, missing: 0, unexpected: 0, changed: 0, isSample: false),
                    entities: []),
            ])
    }

    @Test
    func `A run that was killed is shown with what it left behind`() {
        #expect(
            report().text == """
                run r1: interrupted
                  source  /a/shop.db
                  target  us-east-1
                  config  /a/config.json
                  state   /a/.sluice/state.sqlite
                  started 2025-11-22T09:51:03Z

                table         state                   done  items  quarantined  excluded    bytes  segments   time
                MusicCatalog  copying (interrupted)  50.0%     48            2         0  4.80 kB       1/2      –
                Other         failed                     –      0            0         0      0 B       0/0  1.5 s

                in quarantine:
                  MusicCatalog: empty key ×2
                    Album 7: SK is empty

                failed:
                  Other: not allowed
                    hint: ask

                validation:
                  Other: equal: 5 items compared

                next: `sluice resume` continues from the last checkpoint

                """)
    }

    @Test
    func `A running migration is shown with its process`() {
        let text = report(owner: 4_711).text
        #expect(text.hasPrefix("run r1: running, process 4711\n"))
        #expect(text.contains("copying "))
        #expect(!text.contains("interrupted"))
        #expect(text.contains("1m 00s"))
    }

    @Test(arguments: [
        (Int32?.none, RunOutcome?.none, "interrupted"), (1, nil, "running"),
        (nil, .complete, "complete"), (1, .complete, "complete"), (nil, .stopped, "stopped"),
    ])
    func `The standing is one word`(owner: Int32?, outcome: RunOutcome?, word: String) {
        #expect(report(owner: owner, outcome: outcome).standing == word)
    }

    @Test
    func `No run yet says how to start one`() {
        let report = StatusReport(
            statePath: "/a/state.sqlite", readAt: 0, ownerPID: nil, run: nil, tables: [])
        #expect(report.standing == "none")
        #expect(report.text.contains("no run yet in /a/state.sqlite"))
        #expect(
            report.json(pretty: false).contains(#""standing":"none","ownerPID":null,"run":null"#))
    }

    @Test(arguments: [true, false])
    func `The JSON holds all of it`(pretty: Bool) throws {
        let node = try JSONReader.read(report(owner: 12).json(pretty: pretty))
        #expect(node["standing"]?.string == "running")
        #expect(node["ownerPID"]?.int == 12)
        #expect(node["run"]?["startedAt"]?.int == 1_763_805_063_000)
        #expect(node["counts"]?["acknowledged"]?.int == 48)
        let table = node["tables"]?[0]
        #expect(table?["wireName"]?.string == "p-MusicCatalog")
        #expect(table?["failure"]?.isNull == true)
        #expect(table?["entities"]?[0]?["segments"]?[0]?["watermark"]?[0]?.int == 50)
        #expect(table?["entities"]?[0]?["segments"]?[0]?["after"]?.isNull == true)
        #expect(table?["quarantine"]?[0]?["samples"]?[0]?["message"]?.string == "SK is empty")
        let other = node["tables"]?[1]
        #expect(other?["failure"]?["code"]?.string == "accessDenied")
        #expect(other?["validation"]?["compared"]?.int == 5)
    }

    @Test
    func `Every field of the status stands in the documentation`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/events.md"), encoding: .utf8)
        let section = try #require(document.components(separatedBy: "\n## Status\n").last)
        var names: Set<String> = []
        func collect(_ node: JSONNode) {
            for member in node.object ?? [] {
                names.insert(member.name)
                if !["counts", "failure", "validation", "samples"].contains(member.name) {
                    collect(member.node)
                }
            }
            for element in node.array ?? [] { collect(element) }
        }
        collect(try JSONReader.read(report().json()))
        #expect(names.count > 25)
        for name in names { #expect(section.contains("`\(name)`"), "no \(name)") }
    }

    @Test
    func `Nothing that a terminal obeys comes out of the state`() {
        var report = report()
        let evil = "x\u{1B}[2J\u{9B}\r\u{202E}"
        report.statePath = evil
        report.tables[0].name = evil
        report.tables[0].causes[0].cause = evil
        report.tables[1].failure?.message = evil
        for text in [report.text, report.json()] {
            #expect(
                !text.unicodeScalars.contains {
                    $0 != "\n"
                        && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}")
                })
        }
    }
}
