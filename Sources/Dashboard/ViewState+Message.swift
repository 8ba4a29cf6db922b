package import Terminal

extension ViewState {
    /// An answer to a key.
    package struct Message: Sendable, Equatable {
        package var text: String
        package var role: Role
        /// When it was said, in steady milliseconds.
        package var at: Int64

        package init(_ text: String, _ role: Role = .text, at: Int64 = 0) {
            self.text = text
            self.role = role
            self.at = at
        }

        /// What an answer may hide.
        package enum Standing: Sendable {
            /// Just said: everything.
            case fresh
            /// Read: all but an alarm.
            case read
            /// Nothing: it is shown no more.
            case stale
        }

        /// Milliseconds after which an answer gives way to an alarm; one that warns does not.
        static let untilRead: Int64 = 3_000
        /// Milliseconds after which it goes.
        static let untilStale: Int64 = 8_000

        package func standing(at now: Int64) -> Standing {
            let age = now - at
            if age >= Self.untilStale { return .stale }
            return age >= Self.untilRead && role != .warning ? .read : .fresh
        }

        /// Milliseconds until its standing may change; nil where it does no more.
        func untilChange(at now: Int64) -> Int64? {
            [Self.untilRead, Self.untilStale].lazy.map { at + $0 - now }.first { $0 > 0 }
        }
    }

    var messageStanding: Message.Standing? { message?.standing(at: steady) }
}
