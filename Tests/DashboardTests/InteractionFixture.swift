import RunModel
import Terminal

@testable import Dashboard

/// A run with a table in every state that matters to keys.
enum InteractionFixture {
    /// 2026-03-01T12:00:00Z.
    static let start: Int64 = 1_772_366_400_000

    static let names = [
        "MusicCatalog", "CustomerData", "PlaylistData", "EmployeeData", "Genres", "Archive",
    ]

    static func plan(_ name: String, entities: [String] = ["One"]) -> RunEvent {
        .tablePlanned(
            TablePlan(
                table: name, wireName: name,
                entities: entities.map {
                    EntityPlan(name: $0, root: $0, rows: 1_000, segments: 1)
                }))
    }

    static func differences(_ table: String, count: Int) -> [RunEvent] {
        (0..<count).map {
            .differenceFound(
                ItemDifference(
                    table: table, kind: .changed, key: "PK=A#\($0)", attribute: "Name",
                    expected: #"{"S":"a"}"#, found: #"{"S":"b"}"#))
        }
    }

    static let quarantined = QuarantinedRow(
        entity: EntityID(table: "MusicCatalog", entity: "Track"), key: RowKey(rowid: 88_412),
        cause: "item over 409,600 bytes", message: "431,002 bytes", hint: "leave Bytes out")

    static var events: [RunEvent] {
        var counts = EntityCounts()
        counts.planned = 1_000
        counts.read = 500
        counts.acknowledged = 497
        counts.quarantined = 3
        return [
            .runStarted(
                RunDescription(
                    runID: "r1", isContinued: false, configPath: nil, sourcePath: "shop.db",
                    sourceBytes: 1_000_000, target: "us-east-1", label: nil, isProduction: true)),
            plan("MusicCatalog", entities: ["Artist", "Album", "Track"]), plan("CustomerData"),
            plan("PlaylistData"), plan("EmployeeData"), plan("Genres"), plan("Archive"), .begun,
            .limitsChanged(RunLimits(writeUnits: 4_000, inFlight: 32)),
            .tableStateChanged(table: "MusicCatalog", state: .copying, detail: nil),
            .entityProgressed(EntityID(table: "MusicCatalog", entity: "Track"), counts),
            .rowQuarantined(quarantined), .rowQuarantined(quarantined),
            .tableStateChanged(table: "CustomerData", state: .failed, detail: "access denied"),
            .tableFailed(
                table: "CustomerData",
                RunFailure(code: .accessDenied, message: "access denied", hint: "ask for it")),
            .tableStateChanged(table: "PlaylistData", state: .paused, detail: nil),
            .tableStateChanged(table: "Genres", state: .done, detail: nil),
        ] + differences("EmployeeData", count: 3) + [
            .validationEnded(
                table: "EmployeeData",
                ValidationOutcome(
                    compared: 8, missing: 1, unexpected: 1, changed: 1, isSample: false)),
            .tableStateChanged(table: "EmployeeData", state: .differs, detail: nil),
        ]
    }

    /// What brings each table to its end.
    static let finish: [RunEvent] = ["MusicCatalog", "PlaylistData", "Archive"].map {
        .tableStateChanged(table: $0, state: .done, detail: nil)
    }

    static func model(_ events: [RunEvent] = events) -> DashboardModel {
        var model = DashboardModel()
        for event in events { model.add(event) }
        return model
    }
}

extension DashboardModel {
    /// The next event, a tenth of a second later.
    mutating func add(_ event: RunEvent) {
        let number = snapshot.number + 1
        apply(
            NumberedEvent(
                number: number, time: InteractionFixture.start + Int64(number) * 100, event: event))
    }
}

/// Somebody at the keyboard.
struct Operator {
    var model: DashboardModel
    var view: ViewState
    /// What the last key asked for.
    var effects: [Interaction.Effect] = []
    var keys = KeyMap.standard
    let interaction = Interaction(.standard)

    init(
        _ model: DashboardModel = InteractionFixture.model(),
        size: Size = Size(columns: 120, rows: 40), isReadOnly: Bool = false
    ) {
        self.model = model
        view = ViewState(size: size)
        view.now = InteractionFixture.start
        view.isReadOnly = isReadOnly
        view.themes = ["default", "mono", "nord"]
        view = interaction.settle(context)
    }

    var context: PaneContext {
        PaneContext(model: model, view: view, capabilities: Capabilities(), keys: keys)
    }

    mutating func press(_ key: Key) { (view, effects) = interaction.handle(key, context) }

    /// Presses keys by their names, parted by spaces.
    mutating func press(_ names: String) {
        for name in names.split(separator: " ") {
            guard let key = Key(name: String(name)) else { fatalError("no key \(name)") }
            press(key)
        }
    }

    mutating func type(_ text: String) { for character in text { press(.character(character)) } }

    /// The run goes on.
    mutating func hear(_ events: RunEvent...) {
        for event in events { model.add(event) }
        view = interaction.settle(context)
    }

    /// Puts the cursor of the Tables pane on a table.
    mutating func choose(_ table: String) {
        view.focus = .tables
        view.cursors[.tables] = .table(table)
        view = interaction.settle(context)
    }

    var sent: [RunCommand] {
        effects.compactMap { if case .send(let command) = $0 { command } else { nil } }
    }

    var message: String { view.message?.text ?? "" }

    var dialog: Dialog? { if case .dialog(let dialog) = view.overlays.last { dialog } else { nil } }
}
