import PlainText
import RunModel
import Terminal

/// The whole run in a few numbers, counted once for a frame.
struct RunSummary {
    private(set) var groups: [TableWords.Group: Int] = [:]
    private(set) var counts = EntityCounts()
    /// False where nothing is known of some table's rows.
    private(set) var isKnown = true
    /// False where the rows of some table are not counted, but guessed.
    private(set) var isCounted = true
    /// Tables of which only the validation was stopped.
    private(set) var copied = 0
    private(set) var quarantined = 0
    /// The places of the gravest table and of the first one with rows in quarantine.
    private(set) var failed: Int?
    private(set) var differing: Int?
    private(set) var withQuarantine: Int?
    private(set) var tablesWithQuarantine = 0

    init(_ snapshot: RunSnapshot) {
        var numbers = Array(repeating: 0, count: TableState.allCases.count)
        let tables = snapshot.tables
        // By place: a copy of each of 10,000 tables would cost more than all the rest of a frame.
        var planned = 0
        for index in tables.indices {
            let state = tables[index].state
            numbers[state.number] += 1
            let before = counts.quarantined
            for place in tables[index].entities.indices {
                counts += tables[index].entities[place].counts
            }
            if !tables[index].isCounted { isCounted = false }
            if let expected = tables[index].expected {
                planned += expected
            } else {
                isKnown = false
            }
            if tables[index].isValidationStopped { copied += 1 }
            if state == .failed, failed == nil { failed = index }
            if state == .differs, differing == nil { differing = index }
            if counts.quarantined > before {
                tablesWithQuarantine += 1
                withQuarantine = withQuarantine ?? index
            }
        }
        counts.planned = isKnown && !tables.isEmpty ? planned : nil
        quarantined = counts.quarantined
        for state in TableState.allCases where numbers[state.number] > 0 {
            groups[TableWords.Group(state), default: 0] += numbers[state.number]
        }
    }

    var tables: Int { groups.values.reduce(0, +) }

    func number(_ group: TableWords.Group) -> Int { groups[group] ?? 0 }

    /// True where each table holds all its items, whether they were compared or not.
    var isWhole: Bool {
        tables > 0 && number(.done) + number(.differs) + number(.validating) + copied == tables
    }

    /// The share acknowledged, of a guess where not everything is counted; nil where nothing is known.
    ///
    /// It is 1 only when every item is in the target.
    var share: Double? {
        guard tables > 0, isKnown || isWhole else { return nil }
        return TableWords.share(counts, isWhole: isWhole)
    }

    /// `1 running · 1 paused · 1 FAILED`; where `isShort` by letter: `R1 P1 F1`.
    func states(isShort: Bool = false) -> Line {
        var line = Line()
        for group in TableWords.Group.shown {
            let number = number(group)
            guard number > 0 else { continue }
            if !line.isEmpty { line.append(isShort ? " " : " · ", .textDim) }
            line.append(
                isShort
                    ? group.letter + String(number)
                    : "\(HumanFormat.count(number)) \(group.rawValue)", group.role)
        }
        return line
    }
}

extension TableWords.Group {
    /// In the order the sum is written.
    static let shown: [Self] = [
        .running, .pausing, .paused, .failed, .differs, .validating, .queued, .done,
    ]
}

extension TableState {
    /// Its place in `allCases`.
    fileprivate var number: Int {
        switch self {
        case .queued: 0
        case .preparing: 1
        case .copying: 2
        case .pausing: 3
        case .paused: 4
        case .verifying: 5
        case .validating: 6
        case .done: 7
        case .differs: 8
        case .failed: 9
        }
    }
}
