package import RunModel
package import Terminal

/// What a key makes of the view, and what is to be done about it: pure.
///
/// What always holds:
/// 1. A pane with rows has its cursor on one of them.
/// 2. A read-only view sends no command.
/// 3. A dialog opens on the button that does nothing; what destroys needs its name typed, or its letter
///    pressed, and is never confirmed by Enter.
/// 4. Ctrl-C is heard everywhere; there is a way out of each window without Esc.
package struct Interaction: Sendable {
    /// What the shell around the reducer has to do.
    package enum Effect: Sendable, Equatable {
        case send(RunCommand)
        /// To the clipboard of the operator's terminal.
        case copy(String)
        case exportErrors
        case dumpScreen
        /// The pane as plain text on the primary screen.
        case plainPrint
        case suspend
        case redraw
        case setMouse(Bool)
        case setTheme(String)
        case setFramesPerSecond(Int)
        case leave(LeaveChoice)
    }

    /// Frames a second that make sense.
    package static let frameRates = 1...10
    /// Ctrl-C twice within so many milliseconds stops the run.
    package static let interruptWindow: Int64 = 5_000

    let shape: ScreenShape

    package init(_ shape: ScreenShape) { self.shape = shape }

    /// Takes one key.
    package func handle(_ key: Key, _ context: PaneContext) -> (view: ViewState, effects: [Effect])
    {
        var turn = Turn(context, shape)
        turn.take(key)
        turn.noteMoves(since: context.view)
        turn.settle()
        return (turn.view, turn.effects)
    }

    /// Does one action, as its key would.
    package func perform(
        _ action: Action, _ context: PaneContext
    ) -> (view: ViewState, effects: [Effect]) {
        var turn = Turn(context, shape)
        turn.run(action)
        turn.settle()
        return (turn.view, turn.effects)
    }

    /// The view after the run or the screen has changed: cursors on their things, pages of start and end.
    package func settle(_ context: PaneContext) -> ViewState {
        var turn = Turn(context, shape)
        turn.settle()
        return turn.view
    }
}

/// What the reducer must know of how the screen is drawn.
package struct ScreenShape: Sendable {
    /// Where each pane that is shown stands.
    package var areas: @Sendable (PaneContext) -> [PaneID: Rect]
    package var pane: @Sendable (PaneID) -> (any Pane.Type)?
    /// How many rows the topmost window has and how many are seen; nil where it does not scroll.
    package var extent: @Sendable (PaneContext) -> (rows: Int, page: Int)?

    package init(
        areas: @escaping @Sendable (PaneContext) -> [PaneID: Rect],
        pane: @escaping @Sendable (PaneID) -> (any Pane.Type)?,
        extent: @escaping @Sendable (PaneContext) -> (rows: Int, page: Int)?
    ) {
        self.areas = areas
        self.pane = pane
        self.extent = extent
    }
}

/// One key's work: the view as it changes, and what is to be done.
struct Turn {
    var view: ViewState
    private(set) var effects: [Interaction.Effect] = []
    let model: DashboardModel
    let capabilities: Capabilities
    let keys: KeyMap
    let shape: ScreenShape
    /// Tables named in the palette; they stand for the selection.
    var named: [String]?
    /// Which way a pause goes that was asked for by name.
    var way: Pausing?

    init(_ context: PaneContext, _ shape: ScreenShape) {
        view = context.view
        model = context.model
        capabilities = context.capabilities
        keys = context.keys
        self.shape = shape
    }

    var context: PaneContext {
        PaneContext(model: model, view: view, capabilities: capabilities, keys: keys)
    }

    var snapshot: RunSnapshot { model.snapshot }

    /// The tables a command goes to.
    var targets: [String] { named ?? context.selection }

    mutating func effect(_ effect: Interaction.Effect) { effects.append(effect) }

    /// Asks the engine; nothing leaves a read-only view.
    ///
    /// - `undo`: how it is taken back, where the command alone does not tell.
    mutating func send(_ command: RunCommand, undo: UndoStep? = nil, isUndo: Bool = false) {
        guard !view.isReadOnly else {
            say("this screen is read-only", .warning)
            return
        }
        effects.append(.send(command))
        view.memory.announced = .init(
            command: command, finished: model.commands.finished(command))
        if !isUndo { keepUndo(undo, of: command) }
    }

    mutating func say(_ text: String, _ role: Role = .text) {
        view.message = .init(text, role, at: view.steady)
    }

    mutating func take(_ key: Key) {
        view.message = nil
        view.memory.announced = nil
        if key == .control("c") { return interrupt() }
        if case .mouse(let event) = key { return take(event) }
        if case .paste = key, !hasTextField {
            let search = keys.title(of: .search)
            let palette = keys.title(of: .palette)
            return say(
                "pasted text is no keys: it goes into a line of \(search) or \(palette)", .textDim)
        }
        guard let overlay = view.overlays.last else {
            if let action = keys.action(of: key) {
                run(action)
            } else if let name = [key.name].first(where: { !$0.isEmpty }) {
                say("\(name) does nothing here; \(keys.title(of: .help)) shows the keys", .textDim)
            }
            return
        }
        switch overlay {
        case .input(let line): take(key, line)
        case .palette(let line, let selected): take(key, palette: line, selected)
        case .dialog(let dialog): take(key, dialog)
        case .menu(let menu): take(key, menu)
        case .start, .end, .help, .error, .difference, .item: takeOnPage(key, overlay)
        }
    }

    /// True where text is being typed.
    private var hasTextField: Bool {
        switch view.overlays.last {
        case .input, .palette: true
        case .dialog(let dialog): dialog.input != nil && !dialog.isOpen
        case .start, .end, .help, .error, .difference, .item, .menu, nil: false
        }
    }

    /// Does an action, or says why it cannot be done now.
    mutating func run(_ action: Action) {
        if let why = whyUnavailable(action) { return say(why, way == nil ? .warning : .text) }
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: movePage(-1)
        case .pageDown: movePage(1)
        case .top: moveToEnd(-1)
        case .bottom: moveToEnd(1)
        case .collapse: collapse()
        case .expand: expand()
        case .nextPane: step(by: 1)
        case .previousPane: step(by: -1)
        case .tables, .schema, .flow, .errors, .validation, .log:
            if let pane = action.pane { view.focus = pane }
        case .zoom: view.isZoomed.toggle()
        case .open:
            // The message line says so while nothing is written yet.
            if snapshot.phase == .waiting, !view.isReadOnly { return steer(.begin) }
            open()
        case .end: view.overlays.append(.end(top: 0))
        case .item: showItem()
        case .search:
            view.overlays.append(
                .input(InputLine(.search(view.focus), text: view.filters[view.focus] ?? "")))
        case .nextMatch: moveToMatch(1)
        case .previousMatch: moveToMatch(-1)
        case .clear: clear()
        case .sort:
            let items = TableSort.allCases
            view.overlays.append(
                .menu(
                    Menu(
                        .sort, items: items.map(\.rawValue),
                        selected: items.firstIndex(of: view.sort) ?? 0)))
        case .reverseSort:
            view.isSortReversed.toggle()
            say("sorted by \(view.sort.rawValue)" + (view.isSortReversed ? ", reversed" : ""))
        case .less: widen(-1)
        case .more: widen(1)
        case .follow: follow()
        case .wrap:
            view.isWrapped.toggle()
            say(view.isWrapped ? "long lines are wrapped" : "long lines are cut")
        case .mark: mark()
        case .markAll: markAll()
        case .begin, .pause, .pauseAll, .retry, .retryAll, .validate, .repair, .writeLimit,
            .inFlightLess, .inFlightMore, .undo, .reset:
            steer(action)
        case .copy, .copyRow: copy(action)
        case .exportErrors: effect(.exportErrors)
        case .dumpScreen: effect(.dumpScreen)
        case .plainPrint: effect(.plainPrint)
        case .palette: view.overlays.append(.palette(InputLine(.palette), selected: 0))
        case .help: view.overlays.append(.help(top: 0, search: ""))
        case .theme: chooseTheme()
        case .mouse:
            view.isMouseOn.toggle()
            effect(.setMouse(view.isMouseOn))
            say(
                view.isMouseOn
                    ? "mouse on; \(keys.title(of: .mouse)) lets the terminal select text"
                    : "mouse off")
        case .faster: setFrames(view.framesPerSecond + 1)
        case .slower: setFrames(view.framesPerSecond - 1)
        case .redraw: effect(.redraw)
        case .suspend: effect(.suspend)
        case .leave: leave()
        }
    }

    private func whyUnavailable(_ action: Action) -> String? {
        if let way, action == .pause { return context.whyNot(way, targets) }
        guard let named, action.takesTables else { return action.whyUnavailable(context) }
        return action.whyReadOnlyOrOver(context) ?? action.whyNotOn(named, context, group: nil)
    }

    private mutating func setFrames(_ wanted: Int) {
        let rate = min(
            max(wanted, Interaction.frameRates.lowerBound), Interaction.frameRates.upperBound)
        if rate != view.framesPerSecond {
            view.framesPerSecond = rate
            effect(.setFramesPerSecond(rate))
        }
        say(
            capabilities.isLowBandwidth
                ? "low bandwidth: a frame every two seconds at most"
                : "at most \(rate) frames a second")
    }

    private mutating func copy(_ action: Action) {
        let text = action == .copy ? Clipboard.field(context) : Clipboard.row(context)
        guard let text, !text.isEmpty else { return say("nothing to copy here", .warning) }
        effect(.copy(text))
        say("copied: " + text.sanitised(limit: 60))
    }
}

extension ScreenShape {
    /// As `Frame` draws it.
    package static let standard = ScreenShape(
        areas: { Layout.areas(size: $0.view.size, view: $0.view, snapshot: $0.snapshot) },
        pane: Frame.pane,
        extent: { context in
            let layout = Layout(
                size: context.view.size, view: context.view, snapshot: context.snapshot)
            let area = Rect(context.view.size).split(top: layout.header.rows).rest
            return OverlayDrawing.extent(context, area: area)
        })
}
