package import JSONText

extension AttributeValue {
    /// Writes `{"S": "text"}` and its like.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name(typeName)
        switch self {
        case .string(let text), .number(let text): writer.string(text)
        case .binary(let bytes): writer.string(Base64.encode(bytes))
        case .bool(let bool): writer.bool(bool)
        case .null: writer.bool(true)
        case .list(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .map(let item): item.write(to: &writer)
        case .stringSet(let texts), .numberSet(let texts):
            writer.beginArray()
            for text in texts { writer.string(text) }
            writer.endArray()
        case .binarySet(let elements):
            writer.beginArray()
            for bytes in elements { writer.string(Base64.encode(bytes)) }
            writer.endArray()
        }
        writer.endObject()
    }

    /// Writes the same, compact, into a request body.
    package func write(to writer: ByteWriter) {
        writer.append("{\"")
        writer.append(typeName)
        writer.append("\":")
        switch self {
        case .string(let text), .number(let text): writer.appendJSONString(text)
        case .binary(let bytes): writer.appendBase64String(bytes)
        case .bool(let bool): writer.append(bool ? "true" : "false" as StaticString)
        case .null: writer.append("true" as StaticString)
        case .list(let elements): writer.appendList(elements) { $0.write(to: writer) }
        case .map(let item): item.write(to: writer)
        case .stringSet(let texts), .numberSet(let texts):
            writer.appendList(texts) { writer.appendJSONString($0) }
        case .binarySet(let elements):
            writer.appendList(elements) { writer.appendBase64String($0) }
        }
        writer.append(UInt8(ascii: "}"))
    }

    /// `S`, `N`, `B`, `BOOL`, `NULL`, `L`, `M`, `SS`, `NS` or `BS`.
    package var typeName: String {
        switch self {
        case .string: "S"
        case .number: "N"
        case .binary: "B"
        case .bool: "BOOL"
        case .null: "NULL"
        case .list: "L"
        case .map: "M"
        case .stringSet: "SS"
        case .numberSet: "NS"
        case .binarySet: "BS"
        }
    }

    /// The type as a key attribute; nil where no key has it.
    package var keyType: KeyType? { KeyType(rawValue: typeName) }

    /// The value as an operator reads it: strings and numbers bare, lists and maps as attribute JSON.
    ///
    /// What comes from data is not sanitised here: that happens where it enters the run's model.
    package var displayText: String {
        switch self {
        case .string(let text): return text
        case .number(let text): return text
        case .bool(let bool): return bool ? "true" : "false"
        case .null: return "NULL"
        case .binary(let bytes): return "base64:" + Base64.encode(bytes)
        case .list, .map, .stringSet, .numberSet, .binarySet:
            var writer = JSONWriter()
            write(to: &writer)
            return writer.text
        }
    }
}

extension AttributeValue {
    /// Attribute JSON, compact: `{"N":"1"}`.
    package var json: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }
}

extension Item {
    /// Writes `{"PK": {"S": "…"}, …}`.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for attribute in attributes {
            writer.name(attribute.name)
            attribute.value.write(to: &writer)
        }
        writer.endObject()
    }

    /// Writes the same, compact, into a request body.
    package func write(to writer: ByteWriter) {
        writer.append(UInt8(ascii: "{"))
        for (at, attribute) in attributes.enumerated() {
            if at > 0 { writer.append(UInt8(ascii: ",")) }
            writer.appendJSONString(attribute.name)
            writer.append(UInt8(ascii: ":"))
            attribute.value.write(to: writer)
        }
        writer.append(UInt8(ascii: "}"))
    }

    /// Attribute JSON, compact.
    package var json: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    /// `PK=ARTIST#1 SK=PROFILE`: the attributes' names and values as an operator reads them.
    package var displayText: String {
        attributes.map { "\($0.name)=\($0.value.displayText)" }.joined(separator: " ")
    }
}

extension ByteWriter {
    fileprivate func appendBase64String(_ bytes: [UInt8]) {
        append(UInt8(ascii: "\""))
        bytes.withUnsafeBytes { appendBase64($0) }
        append(UInt8(ascii: "\""))
    }

    fileprivate func appendList<Element>(_ elements: [Element], _ body: (Element) -> Void) {
        append(UInt8(ascii: "["))
        for (at, element) in elements.enumerated() {
            if at > 0 { append(UInt8(ascii: ",")) }
            body(element)
        }
        append(UInt8(ascii: "]"))
    }
}
