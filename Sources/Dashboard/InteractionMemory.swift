package import RunModel

/// What is remembered between keys and is not seen.
package struct InteractionMemory: Sendable, Equatable {
    /// In which row of its pane each cursor was last: where its thing vanishes, the next one there is taken.
    package var places: [PaneID: Int] = [:]
    /// Panes whose cursor the operator put on a row below the first.
    package var moved: Set<PaneID> = []
    /// When Ctrl-C was last pressed.
    package var interruptedAt: Int64?
    /// The phase that the pages of start and end were last shown for.
    package var phase = RunSnapshot.Phase.opening
    /// The end that was shown or offered last.
    package var seenEnd: SeenEnd?
    /// The rows of the item window that were left behind, to go back to.
    package var trail: [RowKey] = []
    /// The in-flight limit that was asked for and is not told yet, with the time of asking.
    package var askedInFlight: Asked?

    /// The time of the last refusal that was told.
    package var refusalAt: Int64 = 0

    /// The command that the message announces.
    package var announced: Announced?

    package struct Announced: Sendable, Equatable {
        package var command: RunCommand
        /// How often the same had been answered before.
        package var finished: Int
        /// The message; nil until the key's turn ends.
        package var text: String?
    }

    package struct Asked: Sendable, Equatable {
        package var limit: Int
        package var at: Int64

        package init(limit: Int, at: Int64) {
            self.limit = limit
            self.at = at
        }
    }

    package struct SeenEnd: Sendable, Equatable {
        /// How often the run had begun to move.
        package var spells: Int
        package var outcome: RunOutcome?
    }

    package init() {}
}
