package import RunModel
package import Terminal

/// What the operator has done to the view: everything on the screen that is not a fact of the run.
package struct ViewState: Sendable, Equatable {
    /// Milliseconds since 1970 UTC: the clock in the header.
    package var now: Int64 = 0
    /// Milliseconds that never go back: what an answer's age goes by.
    package var steady: Int64 = 0
    package var size: Size
    package var focus = PaneID.tables
    package var isZoomed = false
    /// Where each pane's cursor is; a pane without an entry has it on its first row.
    package var cursors: [PaneID: RowID] = [:]
    /// The first row shown, or the first line for panes that are text.
    package var tops: [PaneID: Int] = [:]
    /// Columns scrolled to the right.
    package var sideways: [PaneID: Int] = [:]
    /// Rows that show what is inside them.
    package var expanded: Set<RowID> = []
    /// Tables folded on a screen so large that all are open without asking: `TablesPane.isOpen`.
    package var collapsed: Set<RowID> = []
    /// Tables that are marked; commands go to them instead of the cursor's.
    package var marks: Set<String> = []
    /// What is searched for, by pane: shown in the border, with how many rows match.
    package var filters: [PaneID: String] = [:]
    package var sort = TableSort.plan
    package var isSortReversed = false
    package var span = FlowSpan.fiveMinutes
    package var isFollowing = true
    /// The lines that the log had when it last followed: what comes after is new.
    package var heldLog = 0
    package var isWrapped = false
    /// The least severe level the log pane shows.
    package var level = Notice.Level.info
    /// Windows over the panes, the topmost last.
    package var overlays: [Overlay] = []
    /// The answer to the last key; how long it is shown is `Message.Standing`.
    package var message: Message?
    package var isReadOnly = false
    package var isMouseOn = false
    package var theme: String
    /// Why it is not the one that was asked for.
    package var complaint: String?
    /// The names of all themes there are.
    package var themes: [String] = []
    package var framesPerSecond: Int
    /// How to take back what was done, the newest last.
    package var undo: [UndoStep] = []
    /// What the last keys leave for the next ones.
    package var memory = InteractionMemory()

    package init(size: Size, theme: String = "default", framesPerSecond: Int = 4) {
        self.size = size
        self.theme = theme
        self.framesPerSecond = framesPerSecond
    }
}

/// How the Tables pane is ordered.
package enum TableSort: String, CaseIterable, Sendable {
    /// As the mapping has them.
    case plan
    case name
    /// What needs attention first: failed, differs, paused, running, queued, done.
    case state
    case progress
    case items
    case rate
    case left
}

/// What the Flow pane's graphs span.
package enum FlowSpan: String, CaseIterable, Sendable {
    case fiveMinutes = "5m"
    case fifteenMinutes = "15m"
    case hour = "1h"

    package var seconds: Int {
        switch self {
        case .fiveMinutes: 300
        case .fifteenMinutes: 900
        case .hour: 3_600
        }
    }
}

/// A window over the panes.
package enum Overlay: Sendable, Equatable {
    /// A line of input at the bottom: a search, or a command of the palette.
    case input(InputLine)
    /// The plan before the start: Enter begins.
    case start(top: Int)
    /// How it ended.
    case end(top: Int)
    case help(top: Int, search: String)
    case palette(InputLine, selected: Int)
    case dialog(Dialog)
    /// The full text of an error group.
    case error(ErrorGroup.ID, top: Int)
    /// A differing item, attribute by attribute.
    case difference(table: String, number: Int, top: Int)
    /// A source row beside its item: `RunSnapshot.inspection`.
    case item(EntityID, top: Int)
    /// A list to choose one of.
    case menu(Menu)
}

/// Text being typed.
package struct InputLine: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        case search(PaneID)
        case helpSearch
        case palette
        case writeLimit
        /// Typing the table's name in the reset dialog.
        case confirmation
    }

    package var purpose: Purpose
    package var text = ""
    /// In characters from the start.
    package var cursor = 0
    /// True while the text is one that was offered: the first character typed takes its place.
    package var isOffered = false

    package init(_ purpose: Purpose, text: String = "", isOffered: Bool = false) {
        self.purpose = purpose
        self.text = text
        self.isOffered = isOffered && !text.isEmpty
        cursor = text.count
    }
}

/// A question with buttons; the first button is the one that does nothing, and has the focus.
package struct Dialog: Sendable, Equatable {
    package enum Answer: Sendable, Equatable {
        case cancel
        case send([RunCommand])
        case leave(LeaveChoice)
    }

    package struct Button: Sendable, Equatable {
        package var key: Character
        package var label: String
        package var answer: Answer

        package init(_ key: Character, _ label: String, _ answer: Answer) {
            self.key = key
            self.label = label
            self.answer = answer
        }
    }

    package var title: String
    package var text: [String]
    package var buttons: [Button]
    package var selected = 0
    /// What must be typed before another button than the first works; nil for nothing.
    package var mustType: String?
    package var input: InputLine?
    package var isDangerous = false

    package init(title: String, text: [String], buttons: [Button]) {
        self.title = title
        self.text = text
        self.buttons = buttons
    }
}

/// A list to choose one of; themes are shown as the selection moves.
package struct Menu: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case sort
        /// With the theme to go back to.
        case theme(before: String)
    }

    package var kind: Kind
    package var items: [String]
    package var selected: Int

    package init(_ kind: Kind, items: [String], selected: Int = 0) {
        self.kind = kind
        self.items = items
        self.selected = selected
    }
}

/// What to do about the run when the operator leaves the screen.
package enum LeaveChoice: Sendable, Equatable {
    /// Land what is in flight, checkpoint, end; resumable.
    case stop
    /// The screen ends, the run goes on.
    case goOnHeadless
    /// The run is over: nothing is left to decide.
    case close
}
