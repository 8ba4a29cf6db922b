/// The texts a key can have, as an automaton over bytes (Glushkov's: one state per byte position, no
/// empty moves). It answers two questions exactly for what it describes:
/// - can two keys ever be the same text (`meets`)?
/// - does a text tell which bytes came from which column (`isUnambiguous`)?
struct KeyCollisionLanguage {
    enum Label: Equatable {
        case byte(UInt8)
        case digit
        case any
        /// Any byte but `#`: what percent-encoding leaves.
        case notHash

        func shares(_ other: Label) -> Bool {
            switch (self, other) {
            case (.byte(let a), .byte(let b)): a == b
            case (.byte(let a), let set), (let set, .byte(let a)): set.contains(a)
            default: true
            }
        }

        private func contains(_ byte: UInt8) -> Bool {
            switch self {
            case .byte(let own): own == byte
            case .digit: (0x30...0x39).contains(byte)
            case .any: true
            case .notHash: byte != UInt8(ascii: "#")
            }
        }
    }

    enum Part {
        case literal([UInt8])
        /// An optional minus and digits.
        case integer
        /// Any text, also none.
        case anything
        case percentEncoded
    }

    private var labels: [Label] = []
    private var follow: [[Int]] = []
    private var starts: [Int] = []
    private var ends: Set<Int> = []
    private var isNullable = true

    init(_ parts: [Part]) {
        for part in parts {
            switch part {
            case .literal(let bytes): for byte in bytes { append([.byte(byte)], loops: false) }
            case .anything: append([.any], loops: true, isNullable: true)
            case .percentEncoded: append([.notHash], loops: true, isNullable: true)
            case .integer: append([.byte(UInt8(ascii: "-")), .digit], loops: true)
            }
        }
    }

    /// Appends a part: its last label may repeat, a first one before it is optional.
    private mutating func append(_ new: [Label], loops: Bool, isNullable nullable: Bool = false) {
        let first = labels.count
        let last = first + new.count - 1
        labels += new
        follow += new.map { _ in [] }
        if first < last { follow[first].append(last) }
        if loops { follow[last].append(last) }
        let entries = Array(first...last)
        for end in ends { follow[end] += entries }
        if isNullable { starts += entries }
        ends = nullable ? ends.union([last]) : [last]
        isNullable = isNullable && nullable
    }

    /// True where some text belongs to both.
    func meets(_ other: KeyCollisionLanguage) -> Bool {
        if isNullable && other.isNullable { return true }
        var seen: Set<Pair> = []
        var open: [Pair] = []
        func visit(_ mine: [Int], _ theirs: [Int]) {
            for a in mine {
                for b in theirs where labels[a].shares(other.labels[b]) {
                    let pair = Pair(a: a, b: b)
                    if seen.insert(pair).inserted { open.append(pair) }
                }
            }
        }
        visit(starts, other.starts)
        while let pair = open.popLast() {
            if ends.contains(pair.a) && other.ends.contains(pair.b) { return true }
            visit(follow[pair.a], other.follow[pair.b])
        }
        return false
    }

    /// True where each text is read in one way only: no two runs over the same bytes differ.
    var isUnambiguous: Bool {
        var seen: Set<Pair> = []
        var open: [Pair] = []
        func visit(_ mine: [Int], _ theirs: [Int], _ differs: Bool) {
            for a in mine {
                for b in theirs where labels[a].shares(labels[b]) {
                    let pair = Pair(a: a, b: b, differs: differs || a != b)
                    if seen.insert(pair).inserted { open.append(pair) }
                }
            }
        }
        visit(starts, starts, false)
        while let pair = open.popLast() {
            if pair.differs && ends.contains(pair.a) && ends.contains(pair.b) { return false }
            visit(follow[pair.a], follow[pair.b], pair.differs)
        }
        return true
    }

    private struct Pair: Hashable {
        var a: Int
        var b: Int
        var differs = false
    }
}
