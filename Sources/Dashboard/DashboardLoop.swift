import RunModel
import Terminal

/// The screen's life on its own thread: wait, read keys, reduce, draw.
///
/// What always holds:
/// 1. Nothing changed: no frame but the clock's, once a second (every ten with low bandwidth).
/// 2. At most `framesPerSecond` frames a second; a key is answered at once, but one that is held down not
///    more than ten times a second.
/// 3. Keys are read before a frame is drawn; no frame is built that the terminal cannot take.
/// 4. A terminal that is gone ends it, and is not written to.
final class DashboardLoop<Live: LiveScreen> {
    let screen: Live
    let feed: ModelFeed
    let options: DashboardOptions
    let interaction: Interaction
    private let send: (RunCommand) -> Bool
    /// Draws a context.
    private let draw: (PaneContext) -> Canvas
    private(set) var view: ViewState
    private var model: DashboardModel
    private var theme: Theme
    private var end: DashboardEnd?
    private var hasBegun = false
    /// The steady time of the last frame.
    private var drawnAt: Int64 = .min / 2
    private var wanted = Wanted.atOnce

    /// Whether a frame is wanted, and how soon.
    private enum Wanted: Comparable {
        case no
        case inTime
        /// For a key that is held down.
        case repeated
        case atOnce
    }

    private var lastKey: Key?
    /// Frames that a held key may have at once; it fills up with time.
    private var allowance = maximumAllowance
    private static var maximumAllowance: Double { 6 }

    /// Milliseconds between two answers to keys.
    private static var keyInterval: Int64 { 15 }

    /// The same for a held key: ten a second, since each step of the cursor costs some 350 bytes at
    /// 120×40.
    private var repeatInterval: Int64 {
        allowance >= 1
            ? Self.keyInterval : Int64((1 - allowance) * Self.millisecondsPerAllowance) + 1
    }

    private static var millisecondsPerAllowance: Double { 100 }

    init(
        screen: Live, feed: ModelFeed, options: DashboardOptions, shape: ScreenShape = .standard,
        draw: @escaping (PaneContext) -> Canvas = Frame.draw, send: @escaping (RunCommand) -> Bool
    ) {
        self.screen = screen
        self.feed = feed
        self.options = options
        self.send = send
        self.draw = draw
        interaction = Interaction(shape)
        theme = options.theme
        model = feed.model(at: options.clock.wall())
        view = ViewState(
            size: screen.size, theme: options.theme.name, framesPerSecond: options.framesPerSecond)
        view.isReadOnly = options.isReadOnly
        view.complaint = options.complaint
        view.themes = options.themes.entries().map(\.name)
        readClock()
        if let complaint = options.complaint { say(complaint, .warning) }
    }

    private var context: PaneContext {
        PaneContext(
            model: model, view: view, capabilities: screen.capabilities, keys: options.keys)
    }

    private var isLowBandwidth: Bool { screen.capabilities.isLowBandwidth }

    /// Milliseconds between two ticks of the clock.
    private var tick: Int64 { isLowBandwidth ? 10_000 : 1_000 }

    private var frameInterval: Int64 {
        isLowBandwidth ? 2_000 : 1_000 / Int64(view.framesPerSecond)
    }

    /// Draws the first frame.
    func begin() {
        feed.wakes(screen.wake)
        frame()
    }

    /// Runs until the operator leaves, the terminal hangs up, or all is said.
    func run() -> DashboardEnd {
        while true {
            if let end { return end }
            take(screen.wait(milliseconds: timeout()))
            if let end { return end }
            for key in screen.readKeys() where end == nil { take(key) }
            if let end { return end }
            look()
            if end == nil, wanted != .no, due() <= options.clock.steady(), screen.isWritable {
                frame()
            }
        }
    }

    private func take(_ events: TerminalEvents) {
        if events.contains(.hungUp) {
            end = .hungUp
            return
        }
        if events.contains(.suspend) { screen.stopJob() }
        if !events.isDisjoint(with: [.resized, .continued]) || view.size != screen.size {
            view.size = screen.size
            settle()
            wanted = .atOnce
        }
    }

    private func take(_ key: Key) {
        readClock()
        let (next, effects) = interaction.handle(key, context)
        view = next
        wanted = max(wanted, key == lastKey ? .repeated : .atOnce)
        lastKey = key
        for effect in effects { carryOut(effect) }
    }

    /// Looks whether the run or the clock went on.
    private func look() {
        let now = options.clock.wall()
        let standing = view.messageStanding
        view.steady = options.clock.steady()
        if now / tick != view.now / tick || view.messageStanding != standing {
            view.now = now
            wanted = max(wanted, .inTime)
        }
        if feed.isChanged { wanted = max(wanted, .inTime) }
        if feed.isClosed { end = .left(.close) }
    }

    private func readClock() {
        view.now = options.clock.wall()
        view.steady = options.clock.steady()
    }

    /// When the next frame is to be drawn, in steady time.
    private func due() -> Int64 {
        switch wanted {
        case .no: .max
        case .inTime: drawnAt + frameInterval
        case .repeated: drawnAt + repeatInterval
        case .atOnce: drawnAt + Self.keyInterval
        }
    }

    /// How long there is nothing to do.
    private func timeout() -> Int {
        let wall = options.clock.wall()
        var untilTick = tick - wall % tick
        if let until = view.message?.untilChange(at: options.clock.steady()) {
            untilTick = min(untilTick, until)
        }
        guard wanted != .no else { return Int(untilTick) }
        // A terminal that takes nothing is asked again now and then; its wait ends when it does.
        guard screen.isWritable else { return Int(min(untilTick, 500)) }
        return Int(max(0, min(untilTick, due() - options.clock.steady())))
    }

    private func settle() {
        view = interaction.settle(context)
        let phase = model.snapshot.phase
        if phase == .waiting, !options.asksToBegin, !hasBegun, !view.isReadOnly {
            hasBegun = true
            _ = send(.begin(.all))
        }
        if !options.staysAtEnd, model.snapshot.isFinished { end = .left(.close) }
    }

    private func frame() {
        model = feed.model(at: options.clock.wall())
        settle()
        screen.show(draw(context), theme: theme)
        let now = options.clock.steady()
        let earned = Double(now - max(drawnAt, 0)) / Self.millisecondsPerAllowance
        allowance = min(Self.maximumAllowance, allowance + earned)
        if wanted >= .repeated { allowance = max(0, allowance - 1) }
        drawnAt = now
        wanted = .no
    }
}

// What keys ask for.
extension DashboardLoop {
    private func carryOut(_ effect: Interaction.Effect) {
        switch effect {
        case .send(let command):
            if !send(command) { say("the run takes no more commands", .warning) }
        case .copy(let text):
            if !screen.copy(text) { say("the terminal takes nothing now: not copied", .warning) }
        case .exportErrors: write(Exports.errorLines(model.errors), "errors", "jsonl")
        case .dumpScreen: write(Exports.screen(draw(context)), "screen", "txt")
        case .plainPrint:
            screen.lend { PlainPrint.show(PlainPrint.text(context, interaction.shape)) }
        case .suspend: screen.stopJob()
        case .redraw: screen.redraw()
        case .setMouse(let isOn): screen.setMouse(isOn: isOn)
        case .setTheme(let name): wear(name)
        // It stands in the view, where the loop reads it.
        case .setFramesPerSecond: break
        case .leave(let choice): end = .left(choice)
        }
    }

    private func say(_ text: String, _ role: Role = .text) {
        view.message = .init(text, role, at: view.steady)
    }

    private func write(_ bytes: [UInt8], _ name: String, _ ending: String) {
        let written = Exports.write(
            bytes, name: name, ending: ending, folder: options.exportFolder, time: view.now)
        switch written {
        case .success(let path): say("written to \(path)")
        case .failure(let failure): say("not written: \(failure.text)", .warning)
        }
    }

    private func wear(_ name: String) {
        do throws(ThemeCatalogue.Complaint) {
            theme = try options.themes.find(name)
        } catch {
            say(error.message, .warning)
        }
    }
}
