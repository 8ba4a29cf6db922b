import Glibc
package import Terminal

/// How a dashboard is to be: what the command line and the configuration say of it.
package struct DashboardOptions: Sendable {
    /// The theme it opens with.
    package var theme: Theme
    /// Where the others are.
    package var themes: ThemeCatalogue
    package var keys: KeyMap
    /// 1…10; a low-bandwidth screen shows one every two seconds at most.
    package var framesPerSecond: Int
    /// True where it shows and never steers: a replay, `--read-only`.
    package var isReadOnly: Bool
    /// For the audit trail: `dashboard (ops@host, pts/3)`.
    package var who: String
    /// Where exported errors and screens are written.
    package var exportFolder: String
    /// False: it closes by itself once the run is settled or over.
    package var staysAtEnd: Bool
    /// False: it says `begin` by itself when the run waits for it.
    package var asksToBegin: Bool
    /// Why the theme is not the one that was asked for: said with the first frame, and in the plan.
    package var complaint: String?
    package var clock: DashboardClock

    package init(
        theme: Theme = .builtIn, themes: ThemeCatalogue = ThemeCatalogue(folders: []),
        keys: KeyMap = .standard, framesPerSecond: Int = 4, isReadOnly: Bool = false,
        who: String = "dashboard", exportFolder: String = ".", staysAtEnd: Bool = true,
        asksToBegin: Bool = true, complaint: String? = nil, clock: DashboardClock = .system
    ) {
        self.theme = theme
        self.themes = themes
        self.keys = keys
        let rates = Interaction.frameRates
        self.framesPerSecond = min(max(rates.lowerBound, framesPerSecond), rates.upperBound)
        self.isReadOnly = isReadOnly
        self.who = who
        self.exportFolder = exportFolder
        self.staysAtEnd = staysAtEnd
        self.asksToBegin = asksToBegin
        self.complaint = complaint
        self.clock = clock
    }
}

/// The times that a dashboard goes by.
package struct DashboardClock: Sendable {
    /// Milliseconds since 1970 UTC, as events have it: what is shown.
    package var wall: @Sendable () -> Int64
    /// Milliseconds that never go back: when to draw.
    package var steady: @Sendable () -> Int64

    package init(wall: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64) {
        self.wall = wall
        self.steady = steady
    }

    package static let system = DashboardClock(
        wall: { milliseconds(CLOCK_REALTIME) }, steady: { milliseconds(CLOCK_MONOTONIC) })

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }
}

/// How a dashboard ended.
package enum DashboardEnd: Sendable, Equatable {
    /// The operator left, or nothing was left to show.
    ///
    /// For `stop` the command was sent already.
    case left(LeaveChoice)
    /// The terminal is gone; nothing was written to it any more.
    case hungUp
}
