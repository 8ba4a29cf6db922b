import DynamoItem
import Testing

@Suite struct KeyTests {
    private let schema = KeySchema(partition: .init("PK", .string), sort: .init("SK", .number))

    private func item(_ pk: AttributeValue, _ sk: AttributeValue) -> Item {
        Item([.init("x", .null), .init("SK", sk), .init("PK", pk)])
    }

    @Test func `A key holds its attributes in the schema's order`() {
        let key = item(.string("a"), .number("1")).key(schema)
        #expect(key == Item([.init("PK", .string("a")), .init("SK", .number("1"))]))
        #expect(item(.string("a"), .string("1")).key(schema) == nil)
        #expect(Item([.init("PK", .string("a"))]).key(schema) == nil)
    }

    @Test func `Equal keys have equal bytes, others have others`() {
        let one = item(.string("a"), .number("1.50")).keyBytes(schema)
        #expect(one != nil)
        #expect(one == item(.string("a"), .number("15e-1")).keyBytes(schema))
        #expect(one != item(.string("a"), .number("1.51")).keyBytes(schema))
        #expect(item(.string("a"), .number("x")).keyBytes(schema) == nil)
        #expect(item(.number("1"), .number("1")).keyBytes(schema) == nil)
        let texts = KeySchema(partition: .init("PK", .string), sort: .init("SK", .string))
        #expect(
            item(.string("ab"), .string("c")).keyBytes(texts)
                != item(.string("a"), .string("bc")).keyBytes(texts))
    }
}
