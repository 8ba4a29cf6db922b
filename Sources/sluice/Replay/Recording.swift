import JSONText
import RunModel

/// The events of a run as `--record` or `--output json` wrote them.
///
/// The file is read through when it is opened, and again, event by event, when it is played: however long
/// it is, no more than a line of it is held.
struct Recording: Sendable {
    let events: RecordedEvents
    /// Milliseconds since 1970 of the first event.
    let start: Int64
    /// What is to be known of the file: a last line that was cut, events that were missed.
    private(set) var notes: [String] = []

    /// - It throws `.usage` with file and line for what is no event; a last line that is not whole, since the
    ///   recorder was killed, is passed over.
    init(path: String) throws(SluiceError) {
        guard let bytes = RecordingBytes(path: path) else {
            throw SluiceError(
                .usage, "the recording cannot be read", place: path.sanitised(limit: 300),
                hint: "is it there, and may this user read it?")
        }
        try self.init(bytes, name: path.sanitised(limit: 300))
    }

    /// - `name`: what the file is called in messages.
    init(_ bytes: RecordingBytes, name: String) throws(SluiceError) {
        events = RecordedEvents(bytes: bytes)
        var lines = RecordedLines(bytes: bytes)
        var missed = 0
        var first: Int64?
        var last: UInt64 = 0
        while let line = lines.next() {
            let problem: String
            do throws(RecordedLines.Problem) {
                switch try line.read() {
                case .nothing: continue
                case .missed(let count):
                    missed += count
                    continue
                case .event(let event) where event.number > last:
                    first = first ?? event.time
                    last = event.number
                    continue
                case .event(let event):
                    problem =
                        "the event has the number \(event.number), the one before it \(last)"
                }
            } catch {
                problem = error.text
            }
            if !line.isWhole {
                notes.append(
                    "\(name):\(line.number): the last line is not whole and was passed over")
                break
            }
            throw SluiceError(
                .usage, problem, place: "\(name):\(line.number)",
                hint: "a recording is what --record or --output json wrote, a JSON object a line")
        }
        if missed > 0 { notes.append("\(name): \(missed) events were missed when it was recorded") }
        guard let first else {
            throw SluiceError(
                .usage, "the recording holds no event", place: name,
                hint: "make one with `sluice migrate --record FILE`")
        }
        start = first
    }

    /// Those of the first seconds; nil: all.
    func events(until seconds: Double?) -> some Sequence<NumberedEvent> {
        let end = seconds.map { start + Int64(min(max(0, $0), 1e9) * 1_000) } ?? .max
        return events.lazy.prefix { $0.time <= end }
    }
}

/// The events of a recording that was found good, read as they are asked for.
struct RecordedEvents: Sequence, Sendable {
    fileprivate let bytes: RecordingBytes

    func makeIterator() -> Iterator { Iterator(lines: RecordedLines(bytes: bytes)) }

    struct Iterator: IteratorProtocol {
        fileprivate var lines: RecordedLines

        mutating func next() -> NumberedEvent? {
            while let line = lines.next() {
                guard let content = try? line.read() else { return nil }
                if case .event(let event) = content { return event }
            }
            return nil
        }
    }
}

/// The lines of a recording.
struct RecordedLines {
    private let bytes: RecordingBytes
    /// What was read last, how far it is used, and where the next of it begins.
    private var piece: [UInt8] = []
    private var used = 0
    private var offset = 0
    private var number = 0

    private static let pieceSize = 1 << 18

    /// A line may hold the analysis of ten thousand tables.
    static let limits = JSONLimits(maxBytes: 256 << 20)

    struct Problem: Error {
        var text: String
    }

    enum Content {
        case nothing
        case event(NumberedEvent)
        case missed(Int)
    }

    init(bytes: RecordingBytes) { self.bytes = bytes }

    struct Line {
        var bytes: [UInt8]
        /// From 1.
        var number: Int
        /// False for a last line without its end.
        var isWhole: Bool
    }

    mutating func next() -> Line? {
        var line: [UInt8] = []
        while line.count <= Self.limits.maxBytes {
            if used == piece.count {
                piece = bytes.read(offset, Self.pieceSize)
                offset += piece.count
                used = 0
                if piece.isEmpty { break }
            }
            let rest = piece[used...]
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            line += rest[..<(end ?? rest.endIndex)]
            used = end.map { $0 + 1 } ?? rest.endIndex
            if end != nil {
                number += 1
                return Line(bytes: line, number: number, isWhole: true)
            }
        }
        guard !line.isEmpty else { return nil }
        number += 1
        // One that is too long is no cut one: the reader says so.
        return Line(
            bytes: line, number: number, isWhole: line.count > Self.limits.maxBytes)
    }
}

extension RecordedLines.Line {
    func read() throws(RecordedLines.Problem) -> RecordedLines.Content {
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return .nothing }
        let node: JSONNode
        do throws(JSONError) {
            node = try JSONReader.read(bytes, limits: RecordedLines.limits)
        } catch {
            throw RecordedLines.Problem(
                text: "column \(error.column): \(error.message)".sanitised(limit: 400))
        }
        if node["event"]?.string == "eventsMissed" { return .missed(node["count"]?.int ?? 0) }
        do throws(EventJSONError) {
            return .event(try NumberedEvent(json: node))
        } catch {
            throw RecordedLines.Problem(text: error.message.sanitised(limit: 400))
        }
    }
}
