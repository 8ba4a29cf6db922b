import RunModel
import Testing

@testable import Dashboard

@Suite struct ErrorBookTests {
    private func row(_ entity: String, _ key: Int64, _ cause: String) -> RunEvent {
        .rowQuarantined(
            QuarantinedRow(
                entity: EntityID(table: "A", entity: entity), key: RowKey(rowid: key), cause: cause,
                message: "\(cause): row \(key)", hint: "cut it"))
    }

    private func failure(_ message: String) -> RunEvent {
        .tableFailed(
            table: "A", RunFailure(code: .accessDenied, message: message, hint: "allow it"))
    }

    @Test func `Rows of one cause are one group, with samples of every entity`() throws {
        var feed = Feed()
        for key in 0..<100 { feed.tell(row("Track", Int64(key), "too large"), at: Double(key)) }
        feed.tell(row("Album", 999, "too large"), at: 200)
        let group = try #require(feed.model.errors.groups.first)
        #expect(feed.model.errors.groups.count == 1)
        #expect(group.count == 101)
        #expect(group.samples.count == ErrorBook.sampleLimit)
        #expect(Set(group.samples.map(\.entity?.entity)) == ["Track", "Album"])
        #expect(Set(group.samples.map(\.key)).count == 5)
        #expect(group.firstAt == Feed.start)
        #expect(group.lastAt == Feed.start + 200_000)
        #expect(group.remedy == "cut it")
        #expect(group.isStanding)
    }

    @Test func `One cause is one group, however long each try took`() {
        var feed = Feed()
        feed.begin([("A", 10)])
        for (second, time) in ["0 ms", "4 ms", "1,213 ms"].enumerated() {
            let reason = "Failed to connect to 127.0.0.1 port 8000 after \(time): refused"
            feed.tell(
                .batchRetried(table: "A", reason: reason, attempt: 2, delayMilliseconds: 9),
                at: Double(second))
        }
        let groups = feed.model.errors.groups
        #expect(groups.map(\.count) == [3])
        #expect(
            groups.map(\.id.cause) == ["Failed to connect to 127.0.0.1 port 8000: refused"])
        // What each said is kept.
        #expect(groups.first?.samples.count == 3)
    }

    @Test(arguments: [
        (
            "Operation timed out after 5001 milliseconds with 0 bytes",
            "Operation timed out with 0 bytes"
        ),
        ("12 ms", "12 ms"), ("row 12 ms: 3", "row: 3"), ("", ""), ("forms of ms", "forms of ms"),
        ("a  b after 3 ms", "a  b"), ("x after 1.5 ms, y in 20 ms", "x, y"),
    ])
    func `Milliseconds are no part of a cause`(message: String, cause: String) {
        #expect(ErrorGroup.cause(of: message) == cause)
    }

    @Test func `The group seen last comes first`() {
        var feed = Feed()
        feed.tell(row("E", 1, "one"), at: 1)
        feed.tell(row("E", 2, "two"), at: 2)
        feed.tell(row("E", 3, "one"), at: 3)
        #expect(feed.model.errors.groups.map(\.id.cause) == ["one", "two"])
    }

    @Test func `A failure no longer stands when its table leaves the state, and stands again`() {
        var feed = Feed()
        feed.begin([("A", 10)])
        feed.enter(.failed, "A", at: 1)
        feed.tell(failure("denied\n  and more"), at: 1)
        #expect(feed.model.errors.groups.map(\.id.cause) == ["denied"])
        #expect(feed.model.errors.groups.map(\.isStanding) == [true])
        feed.enter(.preparing, "A", at: 2)
        #expect(feed.model.errors.groups.map(\.isStanding) == [false])
        feed.tell(failure("denied\n  and more"), at: 3)
        #expect(feed.model.errors.groups.map(\.isStanding) == [true])
        #expect(feed.model.errors.groups.map(\.count) == [1])
    }

    @Test func `A quarantine no longer stands when its rows were retried`() {
        var feed = Feed()
        feed.plan("A", [("E", 10), ("F", 10)])
        feed.tell(row("E", 1, "too large"), at: 1)
        feed.progress("A", "E", 0, quarantined: 1, at: 1)
        feed.tell(row("F", 1, "too large"), at: 1)
        feed.progress("A", "F", 0, quarantined: 1, at: 1)
        feed.progress("A", "E", 1, quarantined: -1, at: 2)
        #expect(feed.model.errors.groups.map(\.isStanding) == [true])
        feed.progress("A", "F", 1, quarantined: -1, at: 2)
        #expect(feed.model.errors.groups.map(\.isStanding) == [false])
    }

    @Test func `A reset ends a table's quarantine`() {
        var feed = Feed()
        feed.begin([("A", 10)])
        feed.tell(row("E", 1, "too large"), at: 1)
        feed.enter(.queued, "A", at: 2)
        #expect(feed.model.errors.groups.map(\.isStanding) == [true])
        feed.tell(.quarantineCounted(table: "A", []), at: 2)
        #expect(feed.model.errors.groups.map(\.isStanding) == [false])
    }

    @Test func `Retries, refusals, warnings and a changed source have their groups`() {
        var feed = Feed()
        feed.tell(.batchRetried(table: "A", reason: "reset", attempt: 2, delayMilliseconds: 50))
        feed.tell(.commandRefused(.pause(.tables(["A"])), by: "ann", why: "it is done"))
        feed.tell(.noticed(Notice(.warning, "slow")))
        feed.tell(.noticed(Notice(.info, "nothing")))
        feed.tell(.sourceChanged(detail: "its size"))
        let groups = feed.model.errors.groups
        #expect(groups.map(\.id.kind) == [.notice, .notice, .refused, .retried])
        #expect(groups.map(\.id.table) == [nil, nil, "A", "A"])
        #expect(groups[2].samples.first?.message.contains("pause A, asked for by ann") == true)
        #expect(groups.allSatisfy { !$0.isStanding })
    }

    @Test func `Groups are bounded; what stands stays`() {
        var feed = Feed()
        feed.tell(failure("denied"))
        for number in 0..<2_000 { feed.tell(.noticed(Notice(.warning, "warning \(number)"))) }
        #expect(feed.model.errors.groups.count == ErrorBook.groupLimit)
        #expect(feed.model.errors.groups.last?.id.kind == .failure)
        #expect(feed.model.errors.groups.first?.id.cause == "warning 1999")
    }

    @Test func `Nothing that a terminal obeys stays in a group`() {
        var feed = Feed()
        let evil = "\u{1B}]52;c;x\u{7}\u{202E}"
        feed.tell(failure(evil + "\n" + evil))
        feed.tell(row("E", 1, evil))
        feed.tell(.noticed(Notice(.error, evil)))
        for group in feed.model.errors.groups {
            let texts = [group.id.cause] + group.samples.map(\.message)
            for scalar in texts.joined().unicodeScalars {
                #expect(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x202E)
            }
        }
    }
}
