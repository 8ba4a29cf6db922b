import RunModel
import Terminal
import Testing

@testable import Dashboard

extension Overlay {
    fileprivate func isError(of cause: String) -> Bool {
        if case .error(let id, _) = self { id.cause == cause } else { false }
    }
}

/// What the screen answers to keys, and how the answers stay true.
@Suite struct InteractionAnswerTests {
    @Test func `The first digit takes the place of the limit that is offered`() {
        var someone = Operator()
        someone.press("t")
        someone.type("20")
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(20)])
        someone.press("t backspace")
        someone.type("5")
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(4_005)])
        someone.press("t left")
        someone.type("7")
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(40_070)])
    }

    @Test func `A run that is paused has not ended`() {
        var someone = Operator()
        someone.hear(.settled(.stopped))
        #expect(someone.view.overlays.isEmpty)
        someone.press("E")
        #expect(someone.view.overlays.isEmpty)
        #expect(someone.message == "the run is not at its end yet")
        someone.press("q")
        #expect(someone.effects.isEmpty)
        #expect(someone.dialog?.buttons.count == 3)
        someone.press("esc ctrl-c")
        #expect(someone.dialog?.isLeave == true)
        #expect(someone.message == "Ctrl-C again stops after what is in flight")
    }

    @Test func `The end is shown again after a retry that ends otherwise, else offered`() {
        var someone = Operator()
        func retry(_ events: [RunEvent], _ outcome: RunOutcome) {
            someone.hear(.begun)
            #expect(!someone.view.overlays.contains(.end(top: 0)))
            for event in events { someone.hear(event) }
            someone.hear(.settled(outcome))
        }
        for event in InteractionFixture.finish { someone.hear(event) }
        someone.hear(.settled(.incomplete))
        #expect(someone.view.overlays == [.end(top: 0)])
        someone.press("1")
        #expect(someone.view.overlays.isEmpty)
        // In vain: what is read is not covered.
        someone.choose("MusicCatalog")
        someone.press("r")
        retry([], .incomplete)
        #expect(someone.view.overlays.isEmpty)
        #expect(someone.message == "nothing more to do; E shows how it ended")
        someone.press("j")
        someone.hear(.noticed(Notice(.info, "later")))
        #expect(someone.message != "nothing more to do; E shows how it ended")
        someone.press("r")
        #expect(someone.message == "retrying CustomerData")
        retry(
            [.tableStateChanged(table: "CustomerData", state: .done, detail: nil)], .complete)
        #expect(someone.view.overlays == [.end(top: 0)])
        // What began is over.
        #expect(someone.message.isEmpty)
        // The end of the process is no other end.
        someone.press("1")
        someone.hear(.runEnded(.complete))
        #expect(someone.view.overlays.isEmpty)
    }

    @Test func `What is pasted goes into a line of text, and is no key anywhere else`() {
        let evil = Key.paste("qqX\nMusicCatalog\ty\n\u{3}\u{3}")
        var someone = Operator()
        for opening in ["", "1", "4", "z", "?", "T", "E"] {
            someone = Operator()
            someone.press(opening)
            let before = someone.view
            someone.press(evil)
            #expect(someone.effects.isEmpty)
            #expect(someone.view.overlays == before.overlays && someone.view.focus == before.focus)
            #expect(someone.message.hasPrefix("pasted text is no keys"))
        }
        someone = Operator()
        someone.press("/")
        someone.press(.paste("Customer\nData\n"))
        #expect(someone.view.filters[.tables] == "Customer Data")
        someone.press("esc :")
        someone.press(.paste("write-limit "))
        someone.type("20")
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(20)])
        someone.press("t")
        someone.press(.paste("35"))
        someone.press("enter")
        #expect(someone.sent == [.limitWriteUnits(35)])
        // Into the name that confirms, but its answer is a key of its own.
        someone.choose("MusicCatalog")
        someone.press("X")
        someone.press(.paste("MusicCatalog\nf"))
        #expect(someone.sent.isEmpty && someone.dialog?.isOpen == false)
        someone.press("ctrl-u")
        someone.press(.paste("MusicCatalog\n"))
        #expect(someone.sent.isEmpty && someone.dialog?.isOpen == true)
        someone.press(.paste("f"))
        #expect(someone.sent.isEmpty && someone.dialog?.isOpen == true)
        someone = Operator()
        someone.press("/")
        someone.press(.paste(String(repeating: "long", count: 5_000)))
        #expect(someone.view.filters[.tables]?.count == InputLine.limit)
    }

    @Test func `Tables that were left out do not keep a run from its end`() {
        var someone = Operator()
        for name in ["MusicCatalog", "PlaylistData", "Archive"] {
            someone.hear(
                .tableStateChanged(table: name, state: .paused, detail: "not selected"))
        }
        someone.hear(.settled(.incomplete))
        #expect(someone.view.overlays == [.end(top: 0)])
        someone.press("q")
        #expect(someone.effects == [.leave(.close)])
    }

    @Test func `p stops a validation, and v goes on with it`() {
        var someone = Operator()
        var counts = EntityCounts()
        counts.planned = 10
        counts.read = 10
        counts.acknowledged = 10
        someone.hear(
            .entityProgressed(EntityID(table: "Genres", entity: "One"), counts),
            .tableStateChanged(table: "Genres", state: .validating, detail: nil))
        someone.choose("Genres")
        someone.press("p")
        #expect(someone.sent == [.pause(.tables(["Genres"]))])
        #expect(someone.message == "stops the validation of Genres; v starts it again")
        someone.hear(.tableStateChanged(table: "Genres", state: .paused, detail: nil))
        someone.press("v")
        #expect(someone.sent == [.resume(.tables(["Genres"]))])
        #expect(someone.message == "validating Genres")
    }

    @Test func `A command in the errors goes to no table that is not seen there`() {
        var model = DashboardModel()
        model.add(InteractionFixture.plan("MusicCatalog"))
        model.add(.begun)
        model.add(.tableStateChanged(table: "MusicCatalog", state: .copying, detail: nil))
        var someone = Operator(model)
        someone.choose("MusicCatalog")
        someone.press("4 p")
        #expect(someone.sent.isEmpty)
        #expect(someone.message == "no error is selected: 1 goes to the tables")
        someone.press("X")
        #expect(someone.dialog == nil)
        someone.press("6 z p")
        #expect(someone.sent == [.pause(.tables(["MusicCatalog"]))])
        #expect(someone.message == "pausing MusicCatalog, chosen in 1 Tables")
    }

    @Test func `The errors open on what stands on top, and keep to a group that was chosen`() {
        var someone = Operator()
        func fail(_ cause: String) {
            someone.hear(
                .rowQuarantined(
                    QuarantinedRow(
                        entity: EntityID(table: "Archive", entity: "One"), key: RowKey(rowid: 1),
                        cause: cause, message: cause, hint: nil)))
        }
        func cause() -> String {
            if case .errorGroup(let id) = someone.view.cursors[.errors] { id.cause } else { "" }
        }
        for name in ["a", "b", "c"] { fail(name) }
        #expect(cause() == "c")
        someone.press("4")
        #expect(cause() == "c")
        fail("d")
        // It is looked at: the cursor follows its group.
        #expect(cause() == "c")
        someone.press("1")
        #expect(cause() == "d")
        someone.press("4 j")
        #expect(cause() == "c")
        someone.press("1")
        fail("e")
        #expect(cause() == "c")
        someone.press("4 g 1")
        fail("f")
        #expect(cause() == "f")
        someone.press("4 enter")
        #expect(someone.view.overlays.last?.isError(of: "f") == true)
    }

    @Test func `Differing items are counted and walked, not their attributes`() {
        var someone = Operator()
        someone.hear(.tableStateChanged(table: "Genres", state: .validating, detail: nil))
        for (key, attribute) in [("PK=1", "A"), ("PK=1", "B"), ("PK=2", "A"), ("PK=1", "C")] {
            someone.hear(
                .differenceFound(
                    ItemDifference(
                        table: "Genres", kind: .changed, key: key, attribute: attribute,
                        expected: "1", found: "2")))
        }
        someone.hear(.tableStateChanged(table: "Genres", state: .differs, detail: nil))
        someone.choose("Genres")
        someone.press("enter")
        func page() -> String {
            guard case .difference(_, let number, _) = someone.view.overlays.last else { return "" }
            return DifferenceDetails.page(
                table: "Genres", number: number, someone.context, columns: 100
            ).note.spans.map(\.text).joined()
        }
        #expect(page() == "1 of 2")
        someone.press("n")
        #expect(page() == "2 of 2")
        someone.press("n")
        #expect(someone.message == "no further differences")
        someone.press("i")
        #expect(someone.sent.isEmpty)
        #expect(someone.message.hasPrefix("which row makes this item is not known here"))
        someone.press("N")
        #expect(page() == "1 of 2")
    }

    @Test func `Enter opens and folds a table where all is well`() {
        var someone = Operator(size: Size(columns: 80, rows: 24))
        someone.choose("Archive")
        someone.press("enter")
        #expect(someone.view.expanded == [.table("Archive")])
        someone.press("enter")
        #expect(someone.view.expanded.isEmpty)
        #expect(someone.view.overlays.isEmpty)
    }

    @Test func `Enter in the schema shows an item of a root, and unfolds the rest`() {
        var someone = Operator()
        let entity = EntityID(table: "MusicCatalog", entity: "Track")
        var report = SchemaReport()
        var root = SchemaReport.Table(name: "Track")
        root.entities = [entity]
        report.tables = [root, SchemaReport.Table(name: "Other")]
        report.risks = [.init(.warning, place: "Track", message: "m", advice: "a")]
        someone.hear(.schemaAnalysed(report))
        someone.view.focus = .schema
        someone.view.cursors[.schema] = .schemaTable("Track")
        someone.press("enter")
        #expect(someone.sent == [.inspect(entity, .first)])
        someone.press("q")
        for row in [RowID.schemaTable("Other"), .risk(0)] {
            someone.view.cursors[.schema] = row
            someone.press("enter")
            #expect(someone.view.expanded.contains(row))
            someone.press("enter")
            #expect(someone.view.expanded.isEmpty)
        }
    }

    @Test func `What was announced is told as done`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("space space space p")
        let command = RunCommand.pause(.tables(["MusicCatalog"]))
        someone.hear(.commandAccepted(command, by: "dashboard"))
        #expect(someone.message == "pausing MusicCatalog; 2 left out, where it makes no sense")
        someone.hear(.commandCarriedOut(command))
        #expect(someone.message == "paused MusicCatalog; 2 left out, where it makes no sense")
    }

    @Test func `A later key's answer is not overwritten`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("p ctrl-z w")
        let before = someone.message
        let command = RunCommand.pause(.tables(["MusicCatalog"]))
        someone.hear(.commandAccepted(command, by: "dashboard"), .commandCarriedOut(command))
        #expect(someone.message == before)
    }

    @Test func `n says which of the matches it is`() {
        var someone = Operator()
        someone.press("/")
        someone.type("data")
        someone.press("enter n")
        #expect(someone.message == "2 of 3")
        someone.press("n n")
        #expect(someone.message == "1 of 3, from the other end")
        someone.press("N")
        #expect(someone.message == "3 of 3, from the other end")
    }

    @Test func `A screen that only watches says why nothing begins`() {
        var someone = Operator(isReadOnly: true)
        someone.hear(.beginAwaited)
        someone.press("enter")
        #expect(someone.sent.isEmpty)
        let rows = OverlayFixture.draw(someone.context).rows
        #expect(rows.contains { $0.contains("only watches") })
    }
}
