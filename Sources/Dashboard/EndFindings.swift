import PlainText
import Terminal

/// What is not in the target and why: what is alike in several tables is told once.
struct EndFindings {
    private struct Finding {
        var text: String
        var hint: String?
        var tables: [String]
        var count: Int
    }

    /// Findings that are told at the end: more is read in the Errors pane.
    private static let most = 50

    private var findings: [Finding] = []
    private var places: [String: Int] = [:]
    /// True where it is told how often.
    private let isCounted: Bool

    init(isCounted: Bool = false) { self.isCounted = isCounted }

    mutating func add(_ text: String, hint: String?, table: String, count: Int) {
        if let at = places[text] {
            findings[at].tables.append(table)
            findings[at].count += count
        } else {
            places[text] = findings.count
            findings.append(Finding(text: text, hint: hint, tables: [table], count: count))
        }
    }

    func write(
        _ heading: String, sign: Line, columns: Int, to page: inout OverlayPage
    ) {
        guard !findings.isEmpty else { return }
        let more = findings.count > Self.most
        page.heading(
            heading,
            more
                ? Line(
                    "the first \(Self.most) of \(HumanFormat.count(findings.count)); the Errors pane has more"
                ) : Line())
        for finding in findings.prefix(Self.most) {
            let times = isCounted ? " ×" + HumanFormat.count(finding.count) : ""
            let names = TableWords.names(finding.tables)
            page.text(
                HumanFormat.readable(finding.text) + times, columns: columns,
                lead: sign + Line(names + "  ", .textStrong).kept(to: columns / 2), limit: 6)
            if let hint = finding.hint {
                page.text(hint, columns: columns, .textDim, lead: "→ ", indent: 2, limit: 6)
            }
        }
    }
}
