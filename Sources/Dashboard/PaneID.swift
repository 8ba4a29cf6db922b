/// The panes, in the order of their number keys.
package enum PaneID: Int, CaseIterable, Hashable, Sendable {
    case tables = 1
    case schema
    case flow
    case errors
    case validate
    case log

    package var title: String {
        switch self {
        case .tables: "Tables"
        case .schema: "Schema"
        case .flow: "Flow"
        case .errors: "Errors"
        case .validate: "Validate"
        case .log: "Log"
        }
    }
}
