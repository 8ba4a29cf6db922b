import DynamoItem
import JSONText

/// The placeholders of one request, and which of them its expressions have used.
final class ExpressionScope {
    private let names: [String: String]
    private let values: [String: AttributeValue]
    private var usedNames: Set<String> = []
    private var usedValues: Set<String> = []

    /// Reads ExpressionAttributeNames and ExpressionAttributeValues.
    ///
    /// `expressions` are the request's own that may use them, as they are named.
    init(_ request: Request, expressions: [String]) throws {
        let isUsed = expressions.contains(where: request.has)
        let shown = expressions.joined(separator: " and ")
        let verb = expressions.count > 1 ? "are" : "is"
        var names: [String: String] = [:]
        if let node = try request.node("ExpressionAttributeNames") {
            guard isUsed else {
                throw ServiceError.validation(
                    "ExpressionAttributeNames can only be specified when using expressions: "
                        + "\(shown) \(verb) null")
            }
            guard let members = node.object else { throw Request.mismatch(node, "Map") }
            if members.isEmpty {
                throw ServiceError.validation("ExpressionAttributeNames must not be empty")
            }
            for member in members {
                guard Self.isPlaceholder(member.name, "#") else {
                    throw ServiceError.validation(
                        "ExpressionAttributeNames contains invalid key: Syntax error; key: "
                            + "\"\(member.name)\"")
                }
                guard let name = member.node.string else {
                    throw Request.mismatch(member.node, "String")
                }
                names[member.name] = name
            }
        }
        self.names = names
        var values: [String: AttributeValue] = [:]
        if let cursor = request.cursor("ExpressionAttributeValues") {
            guard isUsed else {
                throw ServiceError.validation(
                    "ExpressionAttributeValues can only be specified when using expressions: "
                        + "\(shown) \(verb) null")
            }
            values = try Self.values(cursor)
        }
        self.values = values
    }

    private static func values(_ cursor: JSONCursor) throws -> [String: AttributeValue] {
        var cursor = cursor
        guard cursor.take(UInt8(ascii: "{")) else { throw ServiceError.serialization(nil) }
        var values: [String: AttributeValue] = [:]
        while !cursor.take(UInt8(ascii: "}")) {
            if !values.isEmpty { try cursor.expect(UInt8(ascii: ",")) }
            let name = cursor.text(try cursor.string())
            try cursor.expect(UInt8(ascii: ":"))
            guard isPlaceholder(name, ":") else {
                throw ServiceError.validation(
                    "ExpressionAttributeValues contains invalid key: Syntax error; key: \"\(name)\""
                )
            }
            var scanner = ItemScanner(cursor: cursor, out: ByteWriter(capacity: 128))
            do {
                _ = try scanner.value(level: 1)
            } catch let error as ServiceError where error.code == "ValidationException" {
                throw ServiceError.validation(
                    "ExpressionAttributeValues contains invalid value: \(error.message ?? "") for key "
                        + name)
            }
            values[name] = try StoredItem.value(scanner.out.bytes)
            cursor = scanner.cursor
        }
        if values.isEmpty {
            throw ServiceError.validation("ExpressionAttributeValues must not be empty")
        }
        return values
    }

    private static func isPlaceholder(_ text: String, _ mark: Character) -> Bool {
        text.first == mark && text.utf8.count > 1
    }

    func name(_ placeholder: String) -> String? {
        usedNames.insert(placeholder)
        return names[placeholder]
    }

    func value(_ placeholder: String) -> AttributeValue? {
        usedValues.insert(placeholder)
        return values[placeholder]
    }

    /// To be called when every expression of the request has been parsed.
    func checkAllUsed() throws {
        let spareNames = names.keys.filter { !usedNames.contains($0) }.sorted()
        if !spareNames.isEmpty {
            throw ServiceError.validation(
                "Value provided in ExpressionAttributeNames unused in expressions: keys: "
                    + "{\(spareNames.joined(separator: ", "))}")
        }
        let spareValues = values.keys.filter { !usedValues.contains($0) }.sorted()
        if !spareValues.isEmpty {
            throw ServiceError.validation(
                "Value provided in ExpressionAttributeValues unused in expressions: keys: "
                    + "{\(spareValues.joined(separator: ", "))}")
        }
    }
}

/// Stored bytes as trees: what expressions and projections work on.
enum StoredItem {
    static func item(_ bytes: UnsafeRawBufferPointer) throws -> Item {
        do {
            return try Item(json: try JSONReader.read(bytes))
        } catch {
            throw ServiceError.internalError
        }
    }

    static func item(_ bytes: [UInt8]) throws -> Item { try bytes.withUnsafeBytes { try item($0) } }

    static func value(_ bytes: UnsafeRawBufferPointer) throws -> AttributeValue {
        do {
            return try AttributeValue(json: try JSONReader.read(bytes))
        } catch {
            throw ServiceError.internalError
        }
    }
}
