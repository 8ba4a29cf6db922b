import DynamoItem
import JSONText
import Testing

@Suite struct AttributeJSONTests {
    static let whole = """
        {"PK":{"S":"a\\"é"},"n":{"N":"1.50"},"b":{"B":"AAEC"},"t":{"BOOL":true},"f":{"BOOL":false},\
        "z":{"NULL":true},"l":{"L":[{"S":""},{"L":[]}]},"m":{"M":{"x":{"N":"1"},"y":{"M":{}}}},\
        "ss":{"SS":["b","a"]},"ns":{"NS":["1","2"]},"bs":{"BS":["AA==",""]}}
        """

    @Test func `An item with every type comes back byte for byte from both writers`() throws {
        let item = try Item(json: JSONReader.read(Self.whole))
        #expect(item.json == Self.whole)
        let writer = ByteWriter(capacity: 1)
        item.write(to: writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == Self.whole)
        #expect(
            item.attributes.map(\.value.typeName).joined(separator: " ")
                == "S N B BOOL BOOL NULL L M SS NS BS")
    }

    @Test(
        arguments: [
            (#"{}"#, .noType), (#"{"S":"a","N":"1"}"#, .manyTypes),
            (#"{"X":"a"}"#, .unknownType("X")),
            (#"{"s":"a"}"#, .unknownType("s")), (#""a""#, .notAnObject("a string")),
            (#"{"N":1}"#, .wrongKind(type: "N", found: "a number")),
            (#"{"S":null}"#, .wrongKind(type: "S", found: "null")),
            (#"{"BOOL":"true"}"#, .wrongKind(type: "BOOL", found: "a string")),
            (#"{"NULL":false}"#, .nullNotTrue),
            (#"{"NULL":1}"#, .wrongKind(type: "NULL", found: "a number")),
            (#"{"B":"*"}"#, .notBase64),
            (#"{"SS":["a",1]}"#, .wrongKind(type: "SS", found: "a number")),
            (#"{"L":{}}"#, .wrongKind(type: "L", found: "an object")),
            (#"{"M":{"a":{"N":"1"},"a":{"N":"2"}}}"#, .duplicateName("a")),
            (#"{"M":{"a":1}}"#, .notAnObject("a number")),
        ] as [(String, AttributeJSONError.Kind)]) func `What is no attribute value is named`(
            _ text: String, _ kind: AttributeJSONError.Kind
        ) throws
    {
        let node = try JSONReader.read(text)
        let error = #expect(throws: AttributeJSONError.self) { try AttributeValue(json: node) }
        #expect(error?.kind == kind)
    }

    @Test func `Names are told apart by their bytes`() throws {
        let item = try Item(
            json: JSONReader.read("{\"\u{E9}\":{\"N\":\"1\"},\"e\u{301}\":{\"N\":\"2\"}}"))
        #expect(item["\u{E9}"] == .number("1"))
        #expect(item["e\u{301}"] == .number("2"))
    }

    @Test(arguments: [2, 16, 17, 100]) func `A name twice is found among few and among many`(
        _ count: Int
    ) throws {
        let names = (1..<count).map { "\"a\($0)\":{\"NULL\":true}" }
        let text = "{" + (names + ["\"a1\":{\"NULL\":true}"]).joined(separator: ",") + "}"
        let node = try JSONReader.read(text)
        let error = #expect(throws: AttributeJSONError.self) { try Item(json: node) }
        #expect(error?.kind == .duplicateName("a1"))
    }

    @Test func `A value is shown as an operator reads it`() {
        #expect(AttributeValue.string("ARTIST#1").displayText == "ARTIST#1")
        #expect(AttributeValue.binary([0, 1]).displayText == "base64:AAE=")
        #expect(AttributeValue.list([.number("1")]).displayText == #"{"L":[{"N":"1"}]}"#)
        let key = Item([.init("PK", .string("A")), .init("SK", .number("2"))])
        #expect(key.displayText == "PK=A SK=2")
    }
}
