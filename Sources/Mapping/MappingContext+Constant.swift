import DynamoItem
import JSONText

/// Constants: JSON as it is written, or of a named type.
extension MappingContext {
    /// The value; a string becomes S, a number N, true and false BOOL, a list L, an object M.
    func constant(_ place: ConfigPlace, type: ConfigPlace? = nil, level: Int) -> AttributeValue? {
        if let type {
            guard let name = string(type, "\"type\"") else { return nil }
            return attempt(at: type) { () throws(Refusal) in try typed(place, name) }
        }
        guard let value = plain(place) else { return nil }
        if let problem = ItemRules.problem(value, level: level) {
            report("DynamoDB does not hold this constant: \(problem)", at: place)
            return nil
        }
        return value
    }

    private func plain(_ place: ConfigPlace) -> AttributeValue? {
        switch place.node.value {
        case .null: return .null
        case .bool(let bool): return .bool(bool)
        case .string(let text): return .string(text)
        case .number(let text): return .number(text)
        case .array(let elements):
            let values = elements.enumerated().compactMap {
                plain(place.element($0.offset, $0.element))
            }
            return values.count == elements.count ? .list(values) : nil
        case .object:
            var item = Item()
            for entry in entries(place, "a constant map", allowingEmpty: true) {
                guard let value = plain(entry.value) else { return nil }
                item.attributes.append(Item.Attribute(entry.name, value))
            }
            return .map(item)
        }
    }

    private func typed(_ place: ConfigPlace, _ name: String) throws(Refusal) -> AttributeValue {
        let node = place.node
        func texts(_ text: (JSONNode) -> String?) throws(Refusal) -> [String] {
            let values = (node.array ?? []).compactMap(text)
            guard let array = node.array, !array.isEmpty, values.count == array.count,
                Set(values).count == values.count
            else {
                throw Refusal(
                    "a constant of type \(name) is a list of different "
                        + (name == "SS" ? "strings" : "numbers") + ", at least one")
            }
            return values
        }
        let value: AttributeValue?
        switch name {
        case "S": value = (node.string ?? node.numberText).map { .string($0) }
        case "N": value = (node.numberText ?? node.string).map { .number($0) }
        case "B": value = node.string.flatMap(Base64.decode).map { .binary($0) }
        case "BOOL": value = node.bool.map { .bool($0) }
        case "SS": value = .stringSet(try texts(\.string))
        case "NS": value = .numberSet(try texts { $0.numberText ?? $0.string })
        default:
            throw Refusal(
                "a constant has no type \(name.quoted)",
                hint: RowScope.hint(for: name, among: ["S", "N", "B", "BOOL", "SS", "NS"]))
        }
        guard let value else {
            throw Refusal(
                "\(node.value.kind) is no constant of type \(name)",
                hint: name == "B" ? "binary is written in base64 with padding" : nil)
        }
        if let problem = ItemRules.problem(value) {
            throw Refusal("DynamoDB does not hold this constant: \(problem)")
        }
        return value
    }
}
