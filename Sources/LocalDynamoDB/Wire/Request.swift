import DynamoItem
import JSONText

/// A request's body, its top-level members found and the whole of it known to be JSON.
///
/// It points into the body's bytes and does not outlive them.
struct Request {
    struct Field {
        var name: String
        var start: Int
        var end: Int
    }

    let operation: String
    private let body: JSONCursor
    let fields: [Field]

    init(operation: String, _ bytes: UnsafeRawBufferPointer) throws {
        guard UTF8Check.isValid(bytes), var cursor = JSONCursor(bytes) else {
            throw ServiceError.serialization(nil)
        }
        self.operation = operation
        body = cursor
        var fields: [Field] = []
        try cursor.expect(UInt8(ascii: "{"))
        if !cursor.take(UInt8(ascii: "}")) {
            repeat {
                let name = cursor.text(try cursor.string())
                try cursor.expect(UInt8(ascii: ":"))
                cursor.skipSpace()
                let start = cursor.at
                try cursor.skipValue()
                fields.append(Field(name: name, start: start, end: cursor.at))
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "}"))
        }
        cursor.skipSpace()
        guard cursor.isAtEnd else { throw ServiceError.serialization(nil) }
        self.fields = fields
    }

    /// A cursor at the member's value.
    ///
    /// Nil where it is absent or null. The last of two wins.
    func cursor(_ name: String) -> JSONCursor? {
        guard let field = fields.last(where: { $0.name == name }) else { return nil }
        var cursor = body
        cursor.at = field.start
        return cursor.byte == UInt8(ascii: "n") ? nil : cursor
    }

    func has(_ name: String) -> Bool { cursor(name) != nil }

    func string(_ name: String) throws -> String? {
        guard var cursor = cursor(name) else { return nil }
        guard cursor.byte == UInt8(ascii: "\"") else { throw mismatch(cursor, "String") }
        return cursor.text(try cursor.string())
    }

    func bool(_ name: String) throws -> Bool? {
        guard let node = try node(name) else { return nil }
        guard let bool = node.bool else { throw Request.mismatch(node, "Boolean") }
        return bool
    }

    func integer(_ name: String) throws -> Int? {
        guard let node = try node(name) else { return nil }
        guard let integer = node.int else { throw Request.mismatch(node, "Integer") }
        return integer
    }

    /// The member as a tree: for what is small.
    func node(_ name: String) throws -> JSONNode? {
        guard let field = fields.last(where: { $0.name == name }) else { return nil }
        let node: JSONNode
        do throws(JSONError) {
            node = try JSONReader.read(body.bytes(from: field.start, to: field.end))
        } catch {
            throw ServiceError.serialization(nil)
        }
        return node.isNull ? nil : node
    }

    private func mismatch(_ cursor: JSONCursor, _ wanted: String) -> ServiceError {
        ItemScanner(cursor: cursor, out: ByteWriter(capacity: 64)).unexpected(of: wanted)
    }

    static func mismatch(_ node: JSONNode, _ wanted: String) -> ServiceError {
        switch node.value {
        case .null: .serialization("NULL_VALUE cannot be converted to \(wanted)")
        case .bool(let bool):
            .serialization("\(bool ? "TRUE" : "FALSE")_VALUE cannot be converted to \(wanted)")
        case .number: .serialization("NUMBER_VALUE cannot be converted to \(wanted)")
        case .string: .serialization("STRING_VALUE cannot be converted to \(wanted)")
        case .array: .serialization("Unrecognized collection type class java.util.ArrayList")
        case .object: .serialization("Start of structure or map found where not expected")
        }
    }
}

/// A tree's members with AWS's complaint where one is of the wrong kind.
extension JSONNode {
    func text(_ name: String) throws -> String? {
        guard let node = self[name], !node.isNull else { return nil }
        guard let text = node.string else { throw Request.mismatch(node, "String") }
        return text
    }

    func integer(_ name: String) throws -> Int? {
        guard let node = self[name], !node.isNull else { return nil }
        guard let integer = node.int else { throw Request.mismatch(node, "Long") }
        return integer
    }

    func flag(_ name: String) throws -> Bool? {
        guard let node = self[name], !node.isNull else { return nil }
        guard let flag = node.bool else { throw Request.mismatch(node, "Boolean") }
        return flag
    }

    func list(_ name: String) throws -> [JSONNode]? {
        guard let node = self[name], !node.isNull else { return nil }
        guard let list = node.array else { throw Request.mismatch(node, "List") }
        return list
    }

    func structure(_ name: String) throws -> JSONNode? {
        guard let node = self[name], !node.isNull else { return nil }
        guard node.object != nil else { throw Request.mismatch(node, "Structure") }
        return node
    }
}
