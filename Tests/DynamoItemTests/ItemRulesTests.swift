import DynamoItem
import Testing

@Suite struct ItemRulesTests {
    private func nested(_ levels: Int) -> AttributeValue {
        (1..<levels).reduce(.string("x")) { inner, _ in .map(Item([.init("m", inner)])) }
    }

    @Test func `31 maps around a value are held, 32 are not`() {
        #expect(ItemRules.problem(nested(32)) == nil)
        #expect(ItemRules.problem(nested(33)) == .tooDeep)
        #expect(ItemRules.problem(.list([nested(32)])) == .tooDeep)
    }

    @Test(
        arguments: [
            (.stringSet([]), .emptySet(type: "SS")), (.numberSet([]), .emptySet(type: "NS")),
            (.binarySet([[1], [1]]), .duplicateInSet(type: "BS")),
            (.numberSet(["1", "1.0"]), .duplicateInSet(type: "NS")),
            (.stringSet(["", "a"]), nil), (.list([]), nil), (.map(Item()), nil), (.string(""), nil),
            (.number("x"), .number(text: "x", .notANumber)),
            (
                .list([.map(Item([.init("a", .number("1E126"))]))]),
                .number(text: "1E126", .tooLarge)
            ),
            (.map(Item([.init("", .null)])), .emptyName),
        ] as [(AttributeValue, ItemProblem?)])
    func `Sets, numbers and names follow the service's rules`(
        _ value: AttributeValue, _ problem: ItemProblem?
    ) {
        #expect(ItemRules.problem(value) == problem)
    }

    @Test func `An item of 409,600 bytes is held, one more is not`() {
        func item(_ bytes: Int) -> Item {
            Item([.init("PK", .string(String(repeating: "x", count: bytes - 2)))])
        }
        #expect(ItemRules.problem(item(409_600)) == nil)
        #expect(ItemRules.problem(item(409_601)) == .tooLarge(bytes: 409_601))
    }
}

@Suite struct TableNameRuleTests {
    @Test(arguments: ["abc", "A-b_c.9", String(repeating: "x", count: 255), "..."])
    func `A legal name has no problem and stays as it is`(_ name: String) {
        #expect(TableNameRule.problem(name) == nil)
        #expect(TableNameRule.legalised(name) == name)
    }

    @Test(arguments: [
        ("Order Details", "Order_Details"), ("", "___"), ("a", "a__"), ("é", "___"),
        ("a/b\u{1b}c", "a_b_c"),
        (String(repeating: "x", count: 256), String(repeating: "x", count: 255)),
    ]) func `Any other is named and made legal`(_ name: String, _ legal: String) {
        #expect(TableNameRule.problem(name) != nil)
        #expect(TableNameRule.legalised(name) == legal)
        #expect(TableNameRule.problem(legal) == nil)
    }
}
