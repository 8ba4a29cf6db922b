import RunModel
import Testing

@testable import Dashboard

@Suite struct LogBookTests {
    private func book(_ lines: Int, limit: Int = 12_000_000) -> LogBook {
        var book = LogBook(limit: limit)
        for number in 0..<lines {
            let level = Notice.Level.allCases[number % 10 == 7 ? 2 : number % 100 == 3 ? 3 : 1]
            let notice = Notice(
                level, "line \(number) of the log, with some words", table: "T\(number % 5)")
            book.apply(
                NumberedEvent(
                    number: UInt64(number + 1), time: Feed.start + Int64(number),
                    event: .noticed(notice)))
        }
        return book
    }

    @Test func `A line comes back as it went in`() {
        let book = book(5_000)
        #expect(book.count == 5_000)
        for number in [0, 1, 1_999, 4_999] {
            let line = book.line(number)
            #expect(line?.number == number)
            #expect(line?.time == Feed.start + Int64(number))
            #expect(line?.table == "T\(number % 5)")
            #expect(line?.text == "line \(number) of the log, with some words")
        }
        #expect(book.line(5_000) == nil)
        #expect(book.line(-1) == nil)
        #expect(book.line(3)?.level == .error)
    }

    @Test func `Memory is bounded, the newest lines stay, numbers do not change`() {
        let book = book(20_000, limit: 300_000)
        #expect(book.count == 20_000)
        #expect(book.first > 10_000)
        #expect(book.line(book.first - 1) == nil)
        #expect(book.line(book.first)?.text.hasPrefix("line \(book.first) ") == true)
        let all = book.lines(from: 0, level: .debug, matching: "", limit: .max)
        #expect(all.map(\.number) == Array(book.first..<20_000))
        let bytes = all.reduce(0) { $0 + $1.text.utf8.count }
        #expect(bytes > 100_000 && bytes < 400_000)
    }

    @Test(arguments: [
        ("", Notice.Level.debug), ("", .warning), ("", .error), ("LINE 12", .debug),
        ("line 12", .debug),
        ("4999 of", .debug), ("t3", .warning), ("T3", .info), ("absent", .debug), ("e", .error),
        ("words", .debug),
    ])
    func `A search finds what a plain search finds, in both directions`(
        _ text: String, _ level: Notice.Level
    ) {
        let book = book(5_000)
        let all = (0..<5_000).compactMap { book.line($0) }
        let folds = text == text.lowercased()
        let expected = all.filter { line in
            let whole = "\(line.table ?? "")|\(line.text)"
            return line.level.gravity >= level.gravity
                && (text.isEmpty || (folds ? whole.lowercased() : whole).contains(text))
        }
        #expect(
            book.lines(from: 100, level: level, matching: text, limit: 40)
                == Array(expected.filter { $0.number >= 100 }.prefix(40)))
        #expect(
            book.lines(before: 4_321, level: level, matching: text, limit: 40)
                == Array(expected.filter { $0.number < 4_321 }.reversed().prefix(40)))
        #expect(
            book.lines(from: 0, level: level, matching: text, limit: .max).count == expected.count)
    }

    @Test func `A copy keeps its lines while the book goes on`() {
        var book = book(2_000)
        let copy = book
        book.apply(
            NumberedEvent(
                number: 1, time: Feed.start, event: .noticed(Notice(.info, "one more"))))
        #expect(copy.count == 2_000)
        #expect(copy.line(2_000) == nil)
        #expect(book.line(2_000)?.text == "one more")
    }

    @Test func `What comes many times a second is one line a second`() {
        var feed = Feed()
        for step in 0..<300 {
            feed.tell(
                .throttled(table: "A", cause: "hot key", batches: 1), at: Double(step) / 100)
            feed.tell(.itemsUnprocessed(table: "A", count: 2), at: Double(step) / 100)
        }
        feed.tell(Feed.sample(1), at: 5)
        let lines = feed.model.log.lines(from: 0, level: .debug, matching: "", limit: 100)
        #expect(lines.count == 6)
        #expect(lines.first?.text == "200 items unprocessed, sent again")
        #expect(lines[1].text == "throttled ×100: hot key")
        #expect(lines.allSatisfy { $0.table == "A" && $0.level == .warning })
    }

    @Test func `What is sent again for one cause is one line a second, however long it took`() {
        var feed = Feed()
        for time in 0..<50 {
            let reason = "Failed to connect after \(time) ms: refused"
            feed.tell(
                .batchRetried(table: "A", reason: reason, attempt: 2, delayMilliseconds: 9),
                at: Double(time) / 100)
        }
        feed.tell(Feed.sample(1), at: 5)
        let lines = feed.model.log.lines(from: 0, level: .debug, matching: "", limit: 100)
        #expect(lines.map(\.text) == ["batch sent again ×50: Failed to connect: refused"])
    }

    @Test func `Each kind of fact has its line and its level`() {
        var feed = Feed()
        feed.begin([("A", 10)])
        let segment = SegmentID(entity: EntityID(table: "A", entity: "E"), number: 3)
        feed.tell(
            .segmentProgressed(
                segment,
                SegmentStanding(
                    after: nil, through: nil, watermark: "4711", acknowledged: 25, isDone: false)))
        feed.tell(.commandAccepted(.pause(.tables(["A"])), by: "ann@host"))
        feed.tell(.commandRefused(.pause(.tables(["A"])), by: "ann@host", why: "it is done"))
        feed.tell(
            .tableFailed(
                table: "A", RunFailure(code: .accessDenied, message: "denied", hint: "allow it")))
        feed.tell(.runEnded(.incomplete))
        let texts = feed.model.log.lines(from: 0, level: .debug, matching: "", limit: 100).suffix(5)
        #expect(
            texts.map { "\($0.level.rawValue) \($0.table ?? "–") \($0.text)" } == [
                "debug A E segment 3 checkpoint at 4711, 25 items",
                "info A pause A, asked for by ann@host",
                "warning A pause A refused: it is done (ann@host)",
                "error A FAILED: denied → allow it",
                "info – the run ended: some tables failed or rows are in quarantine",
            ])
    }

    @Test func `Nothing that a terminal obeys stays in a line`() {
        var feed = Feed()
        let evil = "a\u{1B}[2J\u{9B}1m\u{202E}\r\n\u{0}b"
        feed.tell(.noticed(Notice(.info, evil, table: evil)))
        let line = feed.model.log.line(0)
        for scalar in ((line?.text ?? "") + (line?.table ?? "")).unicodeScalars {
            #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
            #expect(scalar.value != 0x202E)
        }
        #expect(line?.table?.hasPrefix("a") == true)
    }
}
