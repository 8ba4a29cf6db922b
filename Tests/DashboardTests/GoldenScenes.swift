import Dashboard
import RunModel
import Terminal

/// A moment of a run, and what the operator has done to the view.
struct GoldenScene: Sendable, CustomStringConvertible {
    let name: String
    let model: DashboardModel
    private let change: @Sendable (inout ViewState) -> Void

    init(
        _ name: String, _ model: DashboardModel,
        _ change: @escaping @Sendable (inout ViewState) -> Void = { _ in }
    ) {
        self.name = name
        self.model = model
        self.change = change
    }

    func view(_ size: Size) -> ViewState {
        var view = ViewState(size: size)
        view.now = GoldenScript.now
        change(&view)
        return view
    }

    func canvas(_ size: Size, isUnicode: Bool = true) -> Canvas {
        Frame.draw(
            context: PaneContext(
                model: model, view: view(size), capabilities: Capabilities(isUnicode: isUnicode)))
    }

    var description: String { name }

    static let all = [
        empty, start, running, throttled, failed, paused, pausing, validating, differs, complete,
        manyTables, evil,
    ]

    static let empty = GoldenScene("empty", DashboardModel())

    static let start: GoldenScene = {
        var script = GoldenScript(before: 9)
        script.start()
        script.planShop()
        script.tell(.schemaAnalysed(.shop))
        script.tell(.planMade(.shop))
        script.tell(.beginAwaited)
        script.pass(milliseconds: 9_000)
        return GoldenScene("start", script.model) { $0.overlays = [.start(top: 0)] }
    }()

    static let running: GoldenScene = {
        var script = GoldenScript(before: 300)
        script.copyShop(seconds: 300)
        return GoldenScene("running", script.model) { $0.cursors[.tables] = .table("MusicCatalog") }
    }()

    static let throttled: GoldenScene = {
        var script = GoldenScript(before: 300)
        script.copyShop(seconds: 290)
        for _ in 0..<10 {
            script.tell(.throttled(table: "MusicCatalog", cause: "GSI1 keys", batches: 7))
            script.tell(.itemsUnprocessed(table: "MusicCatalog", count: 31))
            script.advanceShop(by: 9_400)
            script.flow(9_400, inFlight: 32)
            script.pass(milliseconds: 1_000)
        }
        return GoldenScene("throttled", script.model) {
            $0.cursors[.tables] = .entity(EntityID(table: "MusicCatalog", entity: "Track"))
            $0.expanded = [.table("MusicCatalog")]
            $0.sort = .state
        }
    }()

    static let failed: GoldenScene = {
        var script = GoldenScript(before: 300)
        script.copyShop(seconds: 280)
        script.troubleShop()
        script.goOn(seconds: 280..<300, tables: ["MusicCatalog", "PlaylistData"])
        let model = script.model
        let group = model.errors.groups.first { $0.id.kind == .failure }
        return GoldenScene("failed", model) {
            $0.focus = .errors
            $0.cursors = [.tables: .table("CustomerData")]
            $0.cursors[.errors] = group.map { .errorGroup($0.id) }
        }
    }()

    static let paused: GoldenScene = {
        var script = GoldenScript(before: 300)
        script.copyShop(seconds: 270)
        script.tell(.commandAccepted(.pause(.all), by: "ops@ops pts/3"))
        for table in ["MusicCatalog", "CustomerData", "PlaylistData"] {
            script.state(table, .pausing)
            script.state(table, .paused, "12:02")
        }
        script.tell(.commandCarriedOut(.pause(.all)))
        for _ in 0..<30 {
            script.flow(0, inFlight: 0)
            script.pass(milliseconds: 1_000)
        }
        return GoldenScene("paused", script.model) {
            $0.cursors[.tables] = .table("PlaylistData")
            $0.marks = ["CustomerData", "PlaylistData"]
            $0.isReadOnly = true
        }
    }()

    static let pausing: GoldenScene = {
        var script = GoldenScript(before: 300)
        script.copyShop(seconds: 299)
        script.tell(.commandAccepted(.pause(.tables(["MusicCatalog"])), by: "ops@ops pts/3"))
        script.state("MusicCatalog", .pausing)
        script.tell(.inFlightChanged(table: "MusicCatalog", batches: 3))
        script.tell(
            .commandAccepted(
                .reset(.tables(["CustomerData"]), emptyTarget: false), by: "ops@ops pts/3"))
        script.flow(8_200, inFlight: 3)
        script.pass(milliseconds: 1_000)
        return GoldenScene("pausing", script.model) {
            $0.cursors[.tables] = .table("MusicCatalog")
            $0.message = .init("pausing MusicCatalog", .text)
        }
    }()

    static let validating: GoldenScene = {
        var script = GoldenScript(before: 420)
        script.copyShop(seconds: 300)
        for table in GoldenScript.shop { script.finish(table.name) }
        script.validate("Genres", equal: 25)
        script.validate("EmployeeData", equal: 8_000)
        script.state("PlaylistData", .validating)
        script.tell(
            .validationProgressed(table: "PlaylistData", compared: 4_191_000, differences: 0))
        script.flow(0, inFlight: 0)
        script.pass(milliseconds: 120_000)
        return GoldenScene("validating", script.model) { $0.focus = .validate }
    }()

    static let differs: GoldenScene = {
        var script = GoldenScript(before: 420)
        script.copyShop(seconds: 300)
        for table in GoldenScript.shop { script.finish(table.name) }
        for table in GoldenScript.shop where table.name != "CustomerData" {
            script.validate(table.name, equal: table.entities.reduce(0) { $0 + $1.rows })
        }
        script.differCustomers()
        script.tell(.settled(.differs))
        script.pass(milliseconds: 120_000)
        return GoldenScene("differs", script.model) {
            $0.focus = .validate
            $0.expanded = [.validation("CustomerData")]
            $0.cursors[.validate] = .difference(table: "CustomerData", number: 1)
        }
    }()

    static let complete: GoldenScene = {
        var script = GoldenScript(before: 420)
        script.copyShop(seconds: 300)
        for table in GoldenScript.shop { script.finish(table.name) }
        for table in GoldenScript.shop {
            script.validate(table.name, equal: table.entities.reduce(0) { $0 + $1.rows })
        }
        script.flow(0, inFlight: 0)
        script.tell(.runEnded(.complete))
        script.pass(milliseconds: 120_000)
        return GoldenScene("complete", script.model)
    }()
}
