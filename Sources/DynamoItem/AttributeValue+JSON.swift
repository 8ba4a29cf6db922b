package import JSONText

/// Why a JSON value is not an attribute value.
package struct AttributeJSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// Not an object; the text says what it is.
        case notAnObject(String)
        /// `{}`: no type.
        case noType
        /// More than one type.
        case manyTypes
        case unknownType(String)
        /// The type's value is of another JSON kind than the type has.
        case wrongKind(type: String, found: String)
        case notBase64
        /// `{"NULL": false}`.
        case nullNotTrue
        case duplicateName(String)
    }

    package var kind: Kind
    package var line: Int
    package var column: Int

    package init(_ kind: Kind, at node: JSONNode) {
        self.kind = kind
        line = node.line
        column = node.column
    }

    package var description: String {
        switch kind {
        case .notAnObject(let found): "expected an attribute value, found \(found)"
        case .noType: "an attribute value without a type"
        case .manyTypes: "an attribute value with more than one type"
        case .unknownType(let type): "no attribute type \"\(type)\""
        case .wrongKind(let type, let found): "the value of \(type) is \(found)"
        case .notBase64: "a binary value that is not base64"
        case .nullNotTrue: "the value of NULL is not true"
        case .duplicateName(let name): "the name \"\(name)\" twice"
        }
    }
}

extension AttributeValue {
    /// Reads `{"S": "text"}` and its like.
    ///
    /// Sets and numbers are taken as they are: see `ItemRules`. It recurses as deep as the tree is; the JSON reader's limit bounds that.
    package init(json node: JSONNode) throws(AttributeJSONError) {
        guard let members = node.object else {
            throw AttributeJSONError(.notAnObject(node.value.kind), at: node)
        }
        guard let member = members.first else { throw AttributeJSONError(.noType, at: node) }
        guard members.count == 1 else { throw AttributeJSONError(.manyTypes, at: node) }
        let content = member.node
        func wrongKind() -> AttributeJSONError {
            AttributeJSONError(
                .wrongKind(type: member.name, found: content.value.kind), at: content)
        }
        switch (member.name, content.value) {
        case ("S", .string(let text)): self = .string(text)
        case ("N", .string(let text)): self = .number(text)
        case ("B", .string): self = .binary(try Self.binary(content))
        case ("BOOL", .bool(let bool)): self = .bool(bool)
        case ("NULL", .bool(true)): self = .null
        case ("NULL", .bool(false)): throw AttributeJSONError(.nullNotTrue, at: content)
        case ("M", .object): self = .map(try Item(json: content))
        case ("L", .array(let elements)):
            var values: [AttributeValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try AttributeValue(json: element)) }
            self = .list(values)
        case ("SS", .array(let elements)): self = .stringSet(try Self.strings(elements, "SS"))
        case ("NS", .array(let elements)): self = .numberSet(try Self.strings(elements, "NS"))
        case ("BS", .array(let elements)):
            var values: [[UInt8]] = []
            for element in elements { values.append(try Self.binary(element)) }
            self = .binarySet(values)
        case ("S", _), ("N", _), ("B", _), ("BOOL", _), ("NULL", _), ("M", _), ("L", _), ("SS", _),
            ("NS", _), ("BS", _):
            throw wrongKind()
        default: throw AttributeJSONError(.unknownType(member.name), at: node)
        }
    }

    private static func strings(
        _ elements: [JSONNode], _ type: String
    ) throws(AttributeJSONError) -> [String] {
        var texts: [String] = []
        texts.reserveCapacity(elements.count)
        for element in elements {
            guard let text = element.string else {
                throw AttributeJSONError(
                    .wrongKind(type: type, found: element.value.kind), at: element)
            }
            texts.append(text)
        }
        return texts
    }

    private static func binary(_ node: JSONNode) throws(AttributeJSONError) -> [UInt8] {
        guard let text = node.string else {
            throw AttributeJSONError(.wrongKind(type: "B", found: node.value.kind), at: node)
        }
        guard let bytes = Base64.decode(text) else {
            throw AttributeJSONError(.notBase64, at: node)
        }
        return bytes
    }
}

extension Item {
    /// Reads `{"PK": {"S": "…"}, …}`; a name twice is an error.
    package init(json node: JSONNode) throws(AttributeJSONError) {
        guard let members = node.object else {
            throw AttributeJSONError(.notAnObject(node.value.kind), at: node)
        }
        if let again = Self.repeatedName(members) {
            throw AttributeJSONError(.duplicateName(again.name), at: again.node)
        }
        var attributes: [Attribute] = []
        attributes.reserveCapacity(members.count)
        for member in members {
            attributes.append(Attribute(member.name, try AttributeValue(json: member.node)))
        }
        self.init(attributes)
    }
    /// The first member whose name came before; names are told apart by their bytes, as DynamoDB does.
    private static func repeatedName(_ members: [JSONMember]) -> JSONMember? {
        // Most items have few attributes: comparing them costs less than hashing them.
        if members.count <= 16 {
            for (at, member) in members.enumerated() {
                for earlier in members[..<at]
                where earlier.name.utf8.elementsEqual(member.name.utf8) {
                    return member
                }
            }
            return nil
        }
        var names = Set<[UInt8]>(minimumCapacity: members.count)
        return members.first { !names.insert(Array($0.name.utf8)).inserted }
    }
}
