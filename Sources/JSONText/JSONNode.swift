/// A JSON value and where it stands in its text.
///
/// Members keep their order and their duplicates: the reader of a configuration reports them.
package struct JSONNode: Sendable, Hashable {
    package var value: JSONValue
    /// 1-based.
    package var line: Int
    /// 1-based, in Unicode scalars.
    package var column: Int

    package init(_ value: JSONValue, line: Int = 1, column: Int = 1) {
        self.value = value
        self.line = line
        self.column = column
    }
}

package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The text as it was written: no digit is lost.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([JSONMember])

    /// What the value is, as an error message says it: `a string`, `an object`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A name and its value in an object.
package struct JSONMember: Sendable, Hashable {
    package var name: String
    package var nameLine: Int
    package var nameColumn: Int
    package var node: JSONNode

    package init(name: String, nameLine: Int = 1, nameColumn: Int = 1, node: JSONNode) {
        self.name = name
        self.nameLine = nameLine
        self.nameColumn = nameColumn
        self.node = node
    }
}

extension JSONNode {
    /// The value of the first member of that name; nil where this is not an object or has none.
    package subscript(_ name: String) -> JSONNode? {
        object?.first { $0.name == name }?.node
    }

    package subscript(_ index: Int) -> JSONNode? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    package var isNull: Bool { value == .null }

    package var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    /// The number as an integer, where it is one (`32`, also `32.0` and `1e3`) and fits.
    package var int: Int? {
        guard case .number(let text) = value else { return nil }
        if let int = Int(text) { return int }
        // From 2^53 on a Double would pass a neighbour off as the number that was written.
        guard let double, abs(double) < 9_007_199_254_740_992 else { return nil }
        return Int(exactly: double)
    }

    /// The number as a Double; nil where it is not a number or too large for one.
    package var double: Double? {
        guard case .number(let text) = value, let double = Double(text), double.isFinite else {
            return nil
        }
        return double
    }

    /// The number's text as it was written.
    package var numberText: String? {
        if case .number(let text) = value { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let bool) = value { bool } else { nil }
    }

    package var array: [JSONNode]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    package var object: [JSONMember]? {
        if case .object(let members) = value { members } else { nil }
    }
}
