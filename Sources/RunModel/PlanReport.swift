/// What a run is about to do, for the operator's yes before the first write.
package struct PlanReport: Sendable, Equatable {
    package var tables: [Table] = []
    /// How long it may take, in seconds; nil where nothing is known to tell it by.
    package var seconds: ClosedRange<Int>?
    /// What `seconds` was reckoned by: `at 4,000 write units a second, what a new on-demand table takes`.
    package var basis: String?
    /// True where rows in quarantine and failed tables are tried again.
    package var isRetry = false
    /// Risks that belong to the run rather than to the source.
    package var risks: [SchemaReport.Risk] = []

    package init() {}

    package struct Table: Sendable, Equatable {
        package enum Action: String, Sendable, CaseIterable {
            /// Not looked at yet.
            case unknown
            case create
            /// It exists and fits.
            case use
            /// It was made by an earlier run, and is dropped and made anew.
            case recreate
            /// It exists and does not fit, or holds items: the table would fail.
            case refuse
        }

        package var table: String
        package var wireName: String
        package var action = Action.unknown
        /// Billing, indexes and the like: `on demand, index GSI1`.
        package var settings: String
        /// Items that will be written as far as known.
        package var items: Int?
        /// True where `items` is not counted but guessed.
        package var isEstimate = true
        /// Why it is refused, or what to know.
        package var note: String?

        package init(table: String, wireName: String, settings: String) {
            self.table = table
            self.wireName = wireName
            self.settings = settings
        }
    }
}
