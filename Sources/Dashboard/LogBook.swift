package import RunModel

/// The log as the screen keeps it: the newest lines, bounded in bytes, cheap to copy.
///
/// What always holds: the bytes kept stay below the limit (but for one chunk); a line's number never
/// changes; copying costs the list of chunks, writing after a copy the newest chunk.
package struct LogBook: Sendable {
    /// Lines taken in since the start; numbers of lines run from 0.
    package private(set) var count = 0
    /// The oldest line still kept.
    package private(set) var first = 0

    private var chunks: [LogChunk] = []
    private var bytes = 0
    private let limit: Int
    private var bursts = LogBursts()

    /// - `limit`: bytes kept.
    package init(limit: Int = 12_000_000) { self.limit = limit }

    package struct Line: Sendable, Equatable {
        /// From 0, over the whole run.
        package var number: Int
        /// Milliseconds since 1970.
        package var time: Int64
        package var level: Notice.Level
        package var table: String?
        package var text: String

        package init(number: Int, time: Int64, level: Notice.Level, table: String?, text: String) {
            self.number = number
            self.time = time
            self.level = level
            self.table = table
            self.text = text
        }
    }

    /// The line of a number; nil where it is not kept (any more).
    package func line(_ number: Int) -> Line? {
        place(of: number).map { chunks[$0].line(number) }
    }

    /// Up to `limit` lines of a level or graver that hold the text, going back from before a number; newest first.
    ///
    /// Small ASCII letters in the text stand for capitals too.
    package func lines(
        before number: Int, level: Notice.Level, matching text: String, limit: Int
    ) -> [Line] {
        let sieve = LogSieve(level: level, text: text)
        var found: [Line] = []
        var at = min(number, count) - 1
        while found.count < limit, let place = place(of: at) {
            let chunk = chunks[place]
            for index in chunk.indices(
                chunk.first...at, passing: sieve, limit - found.count, fromEnd: true)
            {
                found.append(chunk.line(index))
            }
            at = chunk.first - 1
        }
        return found
    }

    /// The same, going forward from a number; oldest first.
    package func lines(
        from number: Int, level: Notice.Level, matching text: String, limit: Int
    ) -> [Line] {
        let sieve = LogSieve(level: level, text: text)
        var found: [Line] = []
        var at = max(number, first)
        while found.count < limit, let place = place(of: at) {
            let chunk = chunks[place]
            for index in chunk.indices(
                at...chunk.last, passing: sieve, limit - found.count, fromEnd: false)
            {
                found.append(chunk.line(index))
            }
            at = chunk.last + 1
        }
        return found
    }

    /// How many lines of a level or graver are kept, up to one of them.
    package func lines(upTo number: Int, level: Notice.Level) -> Int {
        guard let place = place(of: number) else { return 0 }
        return chunks[..<place].reduce(0) { $0 + $1.lines(of: level) }
            + chunks[place].lines(of: level, upTo: number)
    }

    /// The chunk that holds a line.
    private func place(of number: Int) -> Int? {
        guard number >= first, number < count else { return nil }
        var low = 0
        var high = chunks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if chunks[middle].first <= number { low = middle } else { high = middle - 1 }
        }
        return low
    }

    mutating func apply(_ event: NumberedEvent) {
        for burst in bursts.due(at: event.time) { append(burst, at: event.time) }
        if bursts.take(event) { return }
        if let entry = LogEntry(event.event) { append(entry, at: event.time) }
    }

    mutating func missed(_ count: Int, at time: Int64) {
        bursts.missed(count, at: time)
    }

    private mutating func append(_ entry: LogEntry, at time: Int64) {
        if chunks.last?.isFull ?? true {
            if let last = chunks.indices.last { chunks[last].seal() }
            chunks.append(LogChunk(first: count, time: time))
            while bytes > limit, chunks.count > 2 {
                bytes -= chunks.removeFirst().size
                first = chunks.first?.first ?? count
            }
        }
        let last = chunks.count - 1
        let before = chunks[last].size
        chunks[last].append(entry, at: time)
        bytes += chunks[last].size - before
        count += 1
    }
}
