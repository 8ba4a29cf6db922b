import ArgumentParser
import Dashboard
import EventBus
import Glibc
import RunModel
import Terminal

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plays a recorded run in the dashboard, or prints a screen of it.",
        discussion: """
            Examples:
              sluice migrate --record run.jsonl          records
              sluice replay run.jsonl --speed 10         plays ten times as fast
              sluice replay run.jsonl --dump-screen 80x24
              sluice replay run.jsonl --dump-screen 120x40 --at 12.5 --pane flow

            What `migrate --output json` wrote can be played too. Nothing is read but the
            file, and nothing is steered.
            """)

    @Argument(help: "The recording: a JSON object a line.")
    var file: String
    @Option(help: "How many times as fast; 0 for as fast as can be.")
    var speed = 1.0
    @Option(help: "Print the screen as text, at this size, instead of playing.")
    var dumpScreen: ScreenSize?
    @Option(help: "From this second of the recording on; with --dump-screen at it, or end.")
    var at: Moment?
    @Option(
        help: "With --dump-screen: this pane has the focus (\(PaneName.list)); may be repeated.")
    var pane: [PaneName] = []
    @Flag(help: "With --dump-screen: the pane fills the screen.")
    var zoom = false
    @Option(help: "With --dump-screen: escape sequences in mono, 16, 256 or direct colours.")
    var colours: ColourCount?
    @Option(help: "With --dump-screen: draw it so many times, and tell how long a frame takes.")
    var frames: Int?
    @OptionGroup(title: "Dashboard") var screen: ScreenOptions

    func validate() throws {
        guard speed.isFinite, speed >= 0 else {
            throw ValidationError("--speed takes a number from 0")
        }
        guard dumpScreen != nil || (pane.isEmpty && colours == nil && !zoom && frames == nil) else {
            throw ValidationError("--pane, --zoom, --colours and --frames belong to --dump-screen")
        }
        guard frames.map({ (1...100_000).contains($0) }) ?? true else {
            throw ValidationError("--frames takes a number from 1 to 100,000")
        }
        guard !zoom || !pane.isEmpty else { throw ValidationError("--zoom belongs to --pane") }
    }

    func run() async throws {
        let recording = try Recording(path: file)
        for note in recording.notes { Output.error("sluice: \(note)") }
        let setup = try ScreenSetup(
            Workspace.open(CommonOptions.parse([]), flags: screen.flags(), needsSource: false))
        if let size = dumpScreen {
            try dump(recording, size.size, setup)
        } else {
            try await play(recording, setup)
        }
    }

    private func dump(_ recording: Recording, _ size: Size, _ setup: ScreenSetup) throws {
        let found = setup.themes.theme(setup.settings.theme)
        if let complaint = found.complaint, screen.theme != nil {
            throw SluiceError(
                .usage, complaint.message, place: "--theme",
                hint: complaint.hint ?? complaint.problems.first.map { "\($0)" }
                    ?? "name one of the themes")
        }
        let dump = ScreenDump(
            size: size, isUnicode: !setup.settings.isASCII, theme: found.theme,
            colours: colours?.colours)
        let events = recording.events(until: at?.seconds)
        let panes: [PaneID?] = pane.isEmpty ? [nil] : pane.map(\.id)
        for pane in panes {
            Output.write(
                dump.text(after: events, pane: pane, isZoomed: zoom), to: STDOUT_FILENO)
            if let frames {
                Output.error(
                    dump.timing(of: frames, after: events, pane: pane, isZoomed: zoom))
            }
        }
    }

    private func play(_ recording: Recording, _ setup: ScreenSetup) async throws {
        let clock = ReplayClock(
            start: recording.start, speed: speed, steady: DashboardClock.system.steady)
        let player = ReplayPlayer(events: recording.events, clock: clock) { wait in
            try? await Task.sleep(for: .milliseconds(wait))
        }
        let bus = player.makeBus()
        let skipped = at.map { $0.seconds ?? .infinity } ?? 0
        let screen = ViewOnlyScreen(
            setup: setup, hint: "print a screen with --dump-screen 80x24")
        try await screen.show(
            bus.session,
            clock: DashboardClock(wall: { clock.now }, steady: DashboardClock.system.steady)
        ) { await player.play(on: bus, skipping: skipped) }
    }
}

/// `80x24`.
struct ScreenSize: ExpressibleByArgument {
    let size: Size

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
            (1...1_000).contains(columns), (1...1_000).contains(rows)
        else { return nil }
        size = Size(columns: columns, rows: rows)
    }
}

/// A second of a recording, or its end.
struct Moment: ExpressibleByArgument {
    /// Nil: the end.
    let seconds: Double?

    init?(argument: String) {
        if argument == "end" {
            seconds = nil
        } else if let number = Double(argument), number.isFinite, number >= 0 {
            seconds = number
        } else {
            return nil
        }
    }
}

/// A pane, by its title in small letters.
struct PaneName: ExpressibleByArgument {
    let id: PaneID

    init?(argument: String) {
        guard let id = PaneID.allCases.first(where: { $0.title.lowercased() == argument }) else {
            return nil
        }
        self.id = id
    }

    static let list = PaneID.allCases.map { $0.title.lowercased() }.joined(separator: ", ")
}

/// How many colours a printed screen has.
enum ColourCount: String, ExpressibleByArgument, CaseIterable {
    case mono
    case sixteen = "16"
    case indexed = "256"
    case direct

    var colours: Capabilities.Colours {
        switch self {
        case .mono: .mono
        case .sixteen: .sixteen
        case .indexed: .indexed
        case .direct: .direct
        }
    }
}
