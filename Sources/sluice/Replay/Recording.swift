import Foundation
import JSONText
import RunModel

/// The events of a run as `--record` or `--output json` wrote them.
struct Recording: Sendable {
    var events: [NumberedEvent] = []
    /// What is to be known of the file: a last line that was cut, events that were missed.
    var notes: [String] = []

    /// A line may hold the analysis of ten thousand tables.
    private static let limits = JSONLimits(maxBytes: 256 << 20)

    /// - It throws `.usage` with file and line for what is no event; a last line that is not whole, since the
    ///   recorder was killed, is passed over.
    init(path: String) throws(SluiceError) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        else {
            throw SluiceError(
                .usage, "the recording cannot be read", place: path.sanitised(limit: 300),
                hint: "is it there, and may this user read it?")
        }
        try self.init([UInt8](data), name: path.sanitised(limit: 300))
    }

    /// - `name`: what the file is called in messages.
    init(_ bytes: [UInt8], name: String) throws(SluiceError) {
        var missed = 0
        var number = 0
        var rest = bytes[...]
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            let line = rest[..<(end ?? rest.endIndex)]
            rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            do throws(LineProblem) {
                switch try Self.read(Array(line)) {
                case .event(let event): try add(event)
                case .missed(let count): missed += count
                }
            } catch {
                if end == nil {
                    notes.append(
                        "\(name):\(number): the last line is not whole and was passed over")
                    break
                }
                throw SluiceError(
                    .usage, error.text, place: "\(name):\(number)",
                    hint:
                        "a recording is what --record or --output json wrote, a JSON object a line"
                )
            }
        }
        if missed > 0 { notes.append("\(name): \(missed) events were missed when it was recorded") }
        guard !events.isEmpty else {
            throw SluiceError(
                .usage, "the recording holds no event", place: name,
                hint: "make one with `sluice migrate --record FILE`")
        }
    }

    private struct LineProblem: Error {
        var text: String
    }

    private enum Line {
        case event(NumberedEvent)
        case missed(Int)
    }

    private mutating func add(_ event: NumberedEvent) throws(LineProblem) {
        if let last = events.last, event.number <= last.number {
            throw LineProblem(
                text: "the event has the number \(event.number), the one before it \(last.number)")
        }
        events.append(event)
    }

    private static func read(_ line: [UInt8]) throws(LineProblem) -> Line {
        let node: JSONNode
        do throws(JSONError) {
            node = try JSONReader.read(line, limits: limits)
        } catch {
            throw LineProblem(
                text: "column \(error.column): \(error.message)".sanitised(limit: 400))
        }
        if node["event"]?.string == "eventsMissed" { return .missed(node["count"]?.int ?? 0) }
        do throws(EventJSONError) {
            return .event(try NumberedEvent(json: node))
        } catch {
            throw LineProblem(text: error.message.sanitised(limit: 400))
        }
    }

    /// Milliseconds since 1970 of the first event.
    var start: Int64 { events.first?.time ?? 0 }

    /// Those of the first seconds; nil: all.
    func events(until seconds: Double?) -> ArraySlice<NumberedEvent> {
        guard let seconds else { return events[...] }
        let end = start + Int64(min(max(0, seconds), 1e9) * 1_000)
        return events.prefix { $0.time <= end }
    }
}
