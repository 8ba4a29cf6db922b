import EventBus
import RunModel
import Synchronization
import Terminal

@testable import Dashboard

/// Time that passes only while a scripted screen waits.
final class ScriptedTime: Sendable {
    private let milliseconds = Mutex<Int64>(0)

    var now: Int64 { milliseconds.withLock { $0 } }

    func pass(_ count: Int64) { milliseconds.withLock { $0 += count } }

    var clock: DashboardClock {
        DashboardClock(
            wall: { [self] in InteractionFixture.start + now }, steady: { [self] in now })
    }
}

/// A screen with a script: what happens when, until it hangs up at the end.
final class ScriptedScreen: LiveScreen {
    enum Step {
        case keys([Key])
        case run(@Sendable () -> Void)
        case resize(Size)
        case writable(Bool)
    }

    var size: Size
    let capabilities: Capabilities
    let time: ScriptedTime
    private var script: [(at: Int64, step: Step)]
    private let end: Int64
    private var waiting: [Key] = []

    private(set) var frames: [(at: Int64, canvas: Canvas)] = []
    private(set) var themes: [String] = []
    private(set) var waits = 0
    private(set) var calls: [String] = []
    private(set) var isWritable = true
    private(set) var hasHungUp = false
    /// What was shown after the end: must stay none.
    private(set) var framesAfterEnd = 0
    private let woken = Woken()

    final class Woken: Sendable {
        private let flag = Mutex(false)
        func set() { flag.withLock { $0 = true } }
        func take() -> Bool {
            flag.withLock { flag in
                defer { flag = false }
                return flag
            }
        }
    }

    init(
        _ time: ScriptedTime, _ script: [(at: Int64, step: Step)] = [], until end: Int64,
        size: Size = Size(columns: 80, rows: 24), capabilities: Capabilities = Capabilities()
    ) {
        self.time = time
        self.script = script
        self.end = end
        self.size = size
        self.capabilities = capabilities
    }

    var wake: @Sendable () -> Void {
        let woken = woken
        return { woken.set() }
    }

    func wait(milliseconds: Int?) -> TerminalEvents {
        waits += 1
        if woken.take() { return .woken }
        let until = milliseconds.map { time.now + Int64($0) } ?? .max
        let next = min(until, script.first?.at ?? .max, end)
        if next > time.now { time.pass(next - time.now) }
        if time.now >= end {
            hasHungUp = true
            return .hungUp
        }
        guard let first = script.first, first.at <= time.now else { return [] }
        script.removeFirst()
        switch first.step {
        case .keys(let keys):
            waiting += keys
            return .keys
        case .run(let body):
            body()
            return woken.take() ? .woken : []
        case .resize(let size):
            self.size = size
            return .resized
        case .writable(let isWritable):
            self.isWritable = isWritable
            return []
        }
    }

    func show(_ canvas: Canvas, theme: Theme) {
        if hasHungUp { framesAfterEnd += 1 }
        frames.append((time.now, canvas))
        themes.append(theme.name)
    }

    func readKeys() -> [Key] {
        defer { waiting = [] }
        return waiting
    }

    func redraw() { calls.append("redraw") }
    func stopJob() { calls.append("stop") }
    func lend(_ body: () -> Void) { calls.append("lend") }
    func copy(_ text: String) -> Bool {
        calls.append("copy " + text)
        return true
    }
    func setMouse(isOn: Bool) { calls.append(isOn ? "mouse on" : "mouse off") }
    func close() { calls.append("close") }
}
