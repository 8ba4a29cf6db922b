import RunModel

/// Some hundred lines of the log in one run of bytes.
struct LogChunk: Sendable {
    /// The number of its first line.
    let first: Int
    private let time: Int64
    private var text: [UInt8] = []
    private var records: [Record] = []
    /// Its lines of each level.
    private var levels = [0, 0, 0, 0]
    /// Which three bytes in a row occur in it (a Bloom filter of one hash); empty until it is full.
    private var triples: [UInt64] = []

    private struct Record: Sendable {
        /// Where its bytes end.
        var end: UInt32
        /// Milliseconds after the chunk's time.
        var time: Int32
        /// Bytes of the table's name, at the beginning; the bytes of a line without one begin with a 0.
        var table: UInt16
        var level: UInt8
    }

    /// 64 kB: 180 chunks at the default limit, and what is copied when a line follows a frame.
    private static let capacity = 65_536
    private static let filterBits: UInt32 = 32_768

    init(first: Int, time: Int64) {
        self.first = first
        self.time = time
    }

    var last: Int { first + records.count - 1 }
    var isFull: Bool { text.count >= Self.capacity }
    var size: Int {
        text.count + records.count * MemoryLayout<Record>.stride + triples.count * 8
    }

    mutating func append(_ entry: LogEntry, at time: Int64) {
        let table = (entry.table ?? "").utf8.prefix(Int(UInt16.max))
        text += table
        text.append(0)
        text += entry.text.utf8
        levels[entry.level.gravity] += 1
        records.append(
            Record(
                end: UInt32(clamping: text.count), time: Int32(clamping: time - self.time),
                table: UInt16(table.count), level: UInt8(entry.level.gravity)))
    }

    /// No line follows: makes what a search skips it by.
    mutating func seal() {
        var filter = [UInt64](repeating: 0, count: Int(Self.filterBits) / 64)
        text.withUnsafeBufferPointer { text in
            LogSieve.eachTriple(of: text, bits: Self.filterBits) { bit in
                filter[bit / 64] |= 1 << UInt64(bit % 64)
                return true
            }
        }
        triples = filter
    }

    func line(_ number: Int) -> LogBook.Line {
        let record = records[number - first]
        let bytes = range(number - first)
        let name = text[bytes.prefix(Int(record.table))]
        return LogBook.Line(
            number: number, time: time + Int64(record.time),
            level: Notice.Level(gravity: Int(record.level)),
            table: name.isEmpty ? nil : String(decoding: name, as: UTF8.self),
            text: String(
                decoding: text[bytes.dropFirst(Int(record.table) + 1)], as: UTF8.self))
    }

    func lines(of level: Notice.Level) -> Int { levels[level.gravity...].reduce(0, +) }

    func lines(of level: Notice.Level, upTo number: Int) -> Int {
        records.prefix(number - first + 1).count { Int($0.level) >= level.gravity }
    }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(records[index - 1].end))..<Int(records[index].end)
    }

    /// The numbers of the lines that pass, up to `limit`, in the order asked for.
    func indices(
        _ numbers: ClosedRange<Int>, passing sieve: LogSieve, _ limit: Int, fromEnd: Bool
    ) -> [Int] {
        guard levels[sieve.gravity...].contains(where: { $0 > 0 }) else { return [] }
        if !triples.isEmpty, !sieve.mayOccur(in: triples, bits: Self.filterBits) { return [] }
        var found: [Int] = []
        text.withUnsafeBufferPointer { text in
            records.withUnsafeBufferPointer { records in
                let count = numbers.count
                for step in 0..<count where found.count < limit {
                    let number = fromEnd ? numbers.upperBound - step : numbers.lowerBound + step
                    let index = number - first
                    guard Int(records[index].level) >= sieve.gravity else { continue }
                    let start = index == 0 ? 0 : Int(records[index - 1].end)
                    let line = UnsafeBufferPointer(rebasing: text[start..<Int(records[index].end)])
                    if sieve.passes(line) { found.append(number) }
                }
            }
        }
        return found
    }
}

/// What lines are looked for: how grave, and with what in them.
struct LogSieve: Sendable {
    let gravity: Int
    private let needle: [UInt8]
    /// True where the text has no capitals: then it stands for them too.
    private let foldsCase: Bool

    init(level: Notice.Level, text: String) {
        gravity = level.gravity
        needle = Array(text.utf8)
        foldsCase = !needle.contains { (0x41...0x5A).contains($0) }
    }

    func passes(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = needle.first else { return true }
        guard line.count >= needle.count else { return false }
        for start in 0...line.count - needle.count where fold(line[start]) == first {
            var at = 1
            while at < needle.count, fold(line[start + at]) == needle[at] { at += 1 }
            if at == needle.count { return true }
        }
        return false
    }

    private func fold(_ byte: UInt8) -> UInt8 { foldsCase ? Self.small(byte) : byte }

    private static func small(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// False where a filter says that the text cannot be there.
    func mayOccur(in filter: [UInt64], bits: UInt32) -> Bool {
        guard needle.count >= 3 else { return true }
        var isThere = true
        needle.withUnsafeBufferPointer {
            Self.eachTriple(of: $0, bits: bits) { bit in
                isThere = filter[bit / 64] & 1 << UInt64(bit % 64) != 0
                return isThere
            }
        }
        return isThere
    }

    /// Calls with the place in a filter of each three bytes in a row, capitals as small letters, while it is
    /// answered with true.
    static func eachTriple(
        of text: UnsafeBufferPointer<UInt8>, bits: UInt32, _ body: (Int) -> Bool
    ) {
        var key: UInt32 = 0
        for at in text.indices {
            key = (key << 8 | UInt32(small(text[at]))) & 0xFF_FFFF
            // The multiplier spreads neighbours (2^32 by the golden ratio).
            if at >= 2, !body(Int((key &* 2_654_435_769 >> 12) % bits)) { return }
        }
    }
}

extension Notice.Level {
    /// 0 for debug … 3 for error.
    var gravity: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }

    init(gravity: Int) {
        switch gravity {
        case 0: self = .debug
        case 1: self = .info
        case 2: self = .warning
        default: self = .error
        }
    }
}
