import DynamoItem
import JSONText
import SQLiteSource

/// JSON text as a document or a set. It builds a tree: JSON in a column is the exception.
extension EncodePass {
    mutating func writeParsed(
        _ field: EncodeField, _ row: SourceRow, _ storage: SourceRow.StorageClass
    ) -> Outcome {
        // A number is JSON of its own; SQLite keeps it as one in a column without type.
        if field.target == .json, storage == .integer {
            return writeInteger(field, row.integer(at: field.column))
        }
        guard storage == .text, let text = row.text(at: field.column) else {
            return problem(field, row, "not JSON text")
        }
        let node: JSONNode
        do throws(JSONError) {
            node = try JSONReader.read(text, limits: JSONLimits())
        } catch {
            return problem(field, row, "text that is not JSON", "not JSON: \(error.message)")
        }
        do throws(ParsedProblem) {
            let value: AttributeValue
            switch field.target {
            case .stringSet:
                guard let set = try stringSet(node) else { return .absent }
                value = set
            case .numberSet:
                guard let set = try numberSet(node) else { return .absent }
                value = set
            default: value = try document(node, level: Int(field.level))
            }
            let bytes = ItemSize.of(value)
            guard bytes <= DynamoLimits.itemBytes else { return tooLarge(field, bytes) }
            open(field)
            // The opening ends with the brace that the value brings too.
            writer.truncate(to: writer.count - 1)
            value.write(to: writer)
            count(field, bytes)
            return .written
        } catch {
            return problem(field, row, error.cause, error.detail)
        }
    }

    private struct ParsedProblem: Error {
        var cause: String
        var detail: String?
    }

    private func document(
        _ node: JSONNode, level: Int
    ) throws(ParsedProblem) -> AttributeValue {
        guard level <= DynamoLimits.nesting else {
            throw ParsedProblem(cause: "JSON nested more than 32 levels deep")
        }
        switch node.value {
        case .null: return .null
        case .bool(let bool): return .bool(bool)
        case .string(let text): return .string(text)
        case .number(let text): return .number(try number(text))
        case .array(let elements):
            var list: [AttributeValue] = []
            for element in elements { list.append(try document(element, level: level + 1)) }
            return .list(list)
        case .object(let members):
            var names: Set<String> = []
            var map = Item()
            for member in members {
                guard names.insert(member.name).inserted else {
                    throw ParsedProblem(cause: "a name twice in a JSON object")
                }
                guard !member.name.isEmpty,
                    member.name.utf8.count <= DynamoLimits.attributeNameBytes
                else { throw ParsedProblem(cause: "an empty or oversize name in a JSON object") }
                map.attributes.append(
                    Item.Attribute(member.name, try document(member.node, level: level + 1)))
            }
            return .map(map)
        }
    }

    /// The number's text, exactly as written.
    private func number(_ text: String) throws(ParsedProblem) -> String {
        if let problem = DynamoNumber.problem(of: text) {
            throw ParsedProblem(
                cause: "number out of range", detail: "a number in the JSON is \(problem)")
        }
        return text
    }

    /// nil where it is empty: DynamoDB has no empty sets.
    private func stringSet(_ node: JSONNode) throws(ParsedProblem) -> AttributeValue? {
        guard let elements = node.array else {
            throw ParsedProblem(cause: "not a JSON array of strings")
        }
        var seen: Set<[UInt8]> = []
        var texts: [String] = []
        for element in elements {
            guard let text = element.string else {
                throw ParsedProblem(cause: "not a JSON array of strings")
            }
            // Bytes, not characters: Swift's equality would take two spellings of one letter for the same.
            if seen.insert(Array(text.utf8)).inserted { texts.append(text) }
        }
        return texts.isEmpty ? nil : .stringSet(texts)
    }

    private func numberSet(_ node: JSONNode) throws(ParsedProblem) -> AttributeValue? {
        guard let elements = node.array else {
            throw ParsedProblem(cause: "not a JSON array of numbers")
        }
        var seen: Set<DynamoNumber> = []
        var texts: [String] = []
        for element in elements {
            guard case .number(let text) = element.value, let value = DynamoNumber(try number(text))
            else {
                throw ParsedProblem(cause: "not a JSON array of numbers")
            }
            if seen.insert(value).inserted { texts.append(text) }
        }
        return texts.isEmpty ? nil : .numberSet(texts)
    }
}
