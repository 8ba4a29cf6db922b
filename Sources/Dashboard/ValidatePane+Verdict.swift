import PlainText
import RunModel
import Terminal

extension ValidatePane {
    /// What is known of a table's equality.
    enum Verdict {
        case equal
        case sampleEqual
        case differs
        case running
        case notYet

        /// As in the Tables pane.
        var letter: String {
            switch self {
            case .equal, .sampleEqual: "D"
            case .differs: "M"
            case .running: "V"
            case .notYet: "-"
            }
        }

        var role: Role {
            switch self {
            case .equal, .sampleEqual: .good
            case .differs: .tableMismatch
            case .running: .tableValidating
            case .notYet: .textDim
            }
        }
    }

    static func verdict(_ table: RunSnapshot.TableSnapshot) -> Verdict {
        if table.state == .validating { return .running }
        guard let outcome = table.validation else { return .notYet }
        return outcome.isEqual ? (outcome.isSample ? .sampleEqual : .equal) : .differs
    }

    static func result(_ table: RunSnapshot.TableSnapshot, _ verdict: Verdict) -> Line {
        switch verdict {
        case .equal: return Line("equal ✓", .good)
        case .sampleEqual: return Line("sample equal ✓", .good)
        case .differs: return Line(TableWords.differences(table), .tableMismatch)
        case .running:
            let share = TableWords.compared(table) ?? 0
            return Line("comparing \(HumanFormat.fixed(share * 100, 0))%", .tableValidating)
        case .notYet:
            return Line(TableWords.isWhole(table.state) ? "not compared" : "–", .textDim)
        }
    }

    /// A verdict in a word or two; nil where there is none yet.
    static func short(_ table: RunSnapshot.TableSnapshot) -> Line? {
        let verdict = verdict(table)
        switch verdict {
        case .notYet: return nil
        case .running:
            let share = TableWords.compared(table) ?? 0
            return Line(HumanFormat.fixed(share * 100, 0) + "%", .tableValidating)
        case .equal, .sampleEqual:
            let items = HumanFormat.count(table.validation?.compared ?? 0)
            return Line("equal ✓", .good) + Line(" (\(items))", .textDim)
        case .differs:
            return Line(HumanFormat.plural(table.differing, "difference"), .tableMismatch)
        }
    }
}
