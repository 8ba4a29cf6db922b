extension FaultPlan {
    private static let names = [
        "throttle", "unprocessed", "error500", "error503", "drop", "badcrc", "expired", "delay",
        "wcu", "skew", "throttled", "tables", "operations", "times", "seed",
    ]

    /// Reads the text form described at the type.
    package init(parsing text: String) throws(FaultSpecError) {
        self.init()
        var seen: Set<String> = []
        var position = 1
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            defer { position += part.count + 1 }
            let lead = part.prefix { $0 == " " }.count
            let trimmed = part.trimmed
            if trimmed.isEmpty {
                if text.trimmed.isEmpty { return }
                throw FaultSpecError(
                    position: position, message: "an empty part",
                    hint: "write name=value between commas, for example throttle=0.05,seed=1")
            }
            let start = position + lead
            guard let equals = trimmed.firstIndex(of: "=") else {
                throw FaultSpecError(
                    position: start, message: "“\(trimmed)” has no value",
                    hint: "write \(trimmed)=…; the names are \(Self.names.joined(separator: ", "))")
            }
            let name = String(trimmed[..<equals].trimmed)
            let value = String(trimmed[trimmed.index(after: equals)...].trimmed)
            let valueAt = start + trimmed.distance(from: trimmed.startIndex, to: equals) + 1
            guard Self.names.contains(name) else {
                throw FaultSpecError(
                    position: start, message: "unknown fault “\(name)”",
                    hint: "the names are \(Self.names.joined(separator: ", "))")
            }
            guard seen.insert(name).inserted else {
                throw FaultSpecError(
                    position: start, message: "“\(name)” is given twice",
                    hint: "leave one of them out")
            }
            try set(name, SpecValue(text: value, position: valueAt))
        }
    }

    private mutating func set(_ name: String, _ value: SpecValue) throws(FaultSpecError) {
        switch name {
        case "throttle":
            let (share, reason) = try value.shareWithChoice(Self.reasons)
            (throttle, throttleReason) = (share, reason)
        case "unprocessed": unprocessed = try value.share()
        case "error500": error500 = try value.share()
        case "error503": error503 = try value.share()
        case "drop":
            let (share, moment) = try value.shareWithChoice(DropMoment.allCases.map(\.rawValue))
            drop = share
            dropMoment = moment.flatMap(DropMoment.init(rawValue:)) ?? .before
        case "badcrc": badCRC = try value.share()
        case "expired": expired = try value.share()
        case "delay": delay = try value.delay()
        case "wcu": writeUnits = try value.count(from: 1)
        case "skew": skewSeconds = try value.skew()
        case "throttled": throttledTables = try value.list()
        case "tables": tables = try value.list()
        case "operations": operations = try value.list()
        case "times": times = try value.count(from: 0)
        default: seed = UInt64(try value.count(from: 0))
        }
    }
}

/// The text after an equals sign, and where it stands.
private struct SpecValue {
    var text: String
    var position: Int

    func fail(_ message: String, _ hint: String, at offset: Int = 0) -> FaultSpecError {
        FaultSpecError(position: position + offset, message: message, hint: hint)
    }

    func share() throws(FaultSpecError) -> Double {
        guard let share = Double(text), share >= 0, share <= 1 else {
            throw fail("“\(text)” is not a probability", "write a number from 0 to 1, such as 0.05")
        }
        return share
    }

    func shareWithChoice(_ choices: [String]) throws(FaultSpecError) -> (Double, String?) {
        guard let colon = text.firstIndex(of: ":") else { return (try share(), nil) }
        let share = try SpecValue(text: String(text[..<colon]), position: position).share()
        let choice = String(text[text.index(after: colon)...])
        guard choices.contains(choice) else {
            throw fail(
                "unknown “\(choice)”",
                "after the colon stands one of \(choices.joined(separator: ", "))",
                at: text.distance(from: text.startIndex, to: colon) + 1)
        }
        return (share, choice)
    }

    func count(from least: Int) throws(FaultSpecError) -> Int {
        guard let count = Int(text), count >= least else {
            throw fail(
                "“\(text)” is not a whole number from \(least)", "write digits only, such as 1000")
        }
        return count
    }

    func list() throws(FaultSpecError) -> Set<String> {
        let parts = text.split(separator: "|").map { String($0.trimmed) }
        guard !parts.isEmpty, !parts.contains("") else {
            throw fail(
                "an empty list", "write names with | between them, such as MusicCatalog|Orders")
        }
        return Set(parts)
    }

    func delay() throws(FaultSpecError) -> ClosedRange<Int> {
        guard let dots = text.firstRange(of: "..") else {
            let fixed = try microseconds(text[...], at: 0)
            return fixed...fixed
        }
        let low = try microseconds(text[..<dots.lowerBound], at: 0)
        let offset = text.distance(from: text.startIndex, to: dots.upperBound)
        let high = try microseconds(text[dots.upperBound...], at: offset)
        guard low <= high else {
            throw fail("the delay's range runs backwards", "write the shorter time first")
        }
        return low...high
    }

    func skew() throws(FaultSpecError) -> Int {
        let factor = text.hasSuffix("m") ? 60 : 1
        guard text.hasSuffix("m") || text.hasSuffix("s"), let number = Int(text.dropLast()),
            abs(number) <= 10_000_000
        else {
            throw fail(
                "“\(text)” is not a clock's error", "write a number and s or m, such as -20m")
        }
        return number * factor
    }

    private func microseconds(_ part: Substring, at offset: Int) throws(FaultSpecError) -> Int {
        for (unit, factor) in [("ms", 1_000.0), ("us", 1.0), ("s", 1_000_000.0)]
        where part.hasSuffix(unit) {
            guard let number = Double(part.dropLast(unit.count)), number >= 0, number < 1e9 else {
                break
            }
            return Int(number * factor)
        }
        throw fail(
            "“\(part)” is not a time", "write a number and us, ms or s, such as 5ms", at: offset)
    }
}

extension StringProtocol {
    fileprivate var trimmed: SubSequence {
        let start = firstIndex { $0 != " " } ?? endIndex
        var end = endIndex
        while end > start, self[index(before: end)] == " " { end = index(before: end) }
        return self[start..<end]
    }
}
