import JSONText
import RunModel
import SQLiteSource

/// What a reading knows and what it has found wrong: each problem is noted and the reading goes on, so
/// that the operator sees them all at once.
final class MappingContext {
    let file: String
    let schema: SourceSchema
    private let describe: (String) throws -> [SourceColumn]
    private(set) var problems: [Problem] = []

    init(file: String, schema: SourceSchema, describe: @escaping (String) throws -> [SourceColumn])
    {
        self.file = file
        self.schema = schema
        self.describe = describe
    }

    func report(_ message: String, at place: ConfigPlace, hint: String? = nil) {
        problems.append(problem(message, at: place, hint: hint))
    }

    func report(_ refusal: Refusal, at place: ConfigPlace) {
        guard !refusal.isReported else { return }
        report(refusal.message, at: place, hint: refusal.hint)
    }

    func problem(_ message: String, at place: ConfigPlace, hint: String? = nil) -> Problem {
        Problem(
            file: file, line: place.node.line, column: place.node.column, path: place.path,
            message: message, hint: hint)
    }

    /// Runs a step whose refusal is reported at `place`.
    func attempt<T>(at place: ConfigPlace, _ step: () throws(Refusal) -> T) -> T? {
        do throws(Refusal) {
            return try step()
        } catch {
            report(error, at: place)
            return nil
        }
    }

    /// The columns of a SELECT, as SQLite sees them when it prepares it.
    func columns(ofSelect sql: String) throws(Refusal) -> [SourceColumn] {
        do {
            return try describe(sql)
        } catch let error as SluiceError {
            throw Refusal(error.message, hint: error.hint)
        } catch {
            throw Refusal(String(describing: error).sanitised(limit: 400))
        }
    }
}

// MARK: - Values of a known type

extension MappingContext {
    func string(_ place: ConfigPlace, _ what: String) -> String? {
        if let text = place.node.string { return text }
        report("\(what) must be a string, not \(place.node.value.kind)", at: place)
        return nil
    }

    /// A string that is not empty.
    func name(_ place: ConfigPlace, _ what: String) -> String? {
        guard let text = string(place, what) else { return nil }
        if text.isEmpty {
            report("\(what) must not be empty", at: place)
            return nil
        }
        return text
    }

    func bool(_ place: ConfigPlace, _ what: String) -> Bool? {
        if let bool = place.node.bool { return bool }
        report("\(what) must be true or false, not \(place.node.value.kind)", at: place)
        return nil
    }

    func integer(_ place: ConfigPlace, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard case .number(let text) = place.node.value else {
            report("\(what) must be a whole number, not \(place.node.value.kind)", at: place)
            return nil
        }
        guard let number = place.node.int, range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "of at least \(range.lowerBound)"
                : "from \(range.lowerBound) to \(range.upperBound)"
            report(
                "\(what) must be a whole number \(bounds), not \(text.sanitised(limit: 60))",
                at: place)
            return nil
        }
        return number
    }

    /// A list of names, none of them twice.
    ///
    /// `allowingEmpty` is for names of columns, which SQLite lets be empty.
    func names(
        _ place: ConfigPlace, _ what: String, allowingEmpty: Bool = false
    ) -> [(name: String, place: ConfigPlace)]? {
        guard let elements = place.node.array else {
            report("\(what) must be a list of names, not \(place.node.value.kind)", at: place)
            return nil
        }
        var seen: Set<String> = []
        var names: [(name: String, place: ConfigPlace)] = []
        for (index, element) in elements.enumerated() {
            let place = place.element(index, element)
            let title = "a name in \(what)"
            guard let name = allowingEmpty ? string(place, title) : name(place, title) else {
                continue
            }
            if !seen.insert(name).inserted {
                report("\(name.quoted) is listed twice", at: place, hint: "remove one of the two")
                continue
            }
            names.append((name, place))
        }
        return names
    }
}
