import DynamoItem
import Testing

@Suite struct EquivalenceTests {
    static let equal: [(AttributeValue, AttributeValue)] = [
        (.number("1.50"), .number("1.5")), (.number("1e3"), .number("1000")),
        (.number("-0"), .number("0")),
        (.stringSet(["a", "b"]), .stringSet(["b", "a"])),
        (.numberSet(["1", "2.0"]), .numberSet(["2", "1.0"])),
        (.binarySet([[1], [2]]), .binarySet([[2], [1]])),
        (
            .map(Item([.init("a", .number("1")), .init("b", .null)])),
            .map(Item([.init("b", .null), .init("a", .number("1.0"))]))
        ),
        (.list([.number("1.0"), .null]), .list([.number("1"), .null])), (.binary([]), .binary([])),
    ]

    static let different: [(AttributeValue, AttributeValue)] = [
        (.string("1"), .number("1")), (.number("1"), .number("1.0000001")),
        (.list([.null, .bool(true)]), .list([.bool(true), .null])), (.list([.null]), .list([])),
        (.stringSet(["a"]), .stringSet(["a", "b"])), (.stringSet(["a"]), .list([.string("a")])),
        (.map(Item([.init("a", .null)])), .map(Item([.init("b", .null)]))),
        (.map(Item([.init("a", .null)])), .map(Item())), (.string("\u{E9}"), .string("e\u{301}")),
        (.bool(true), .bool(false)), (.binary([1]), .binary([2])), (.null, .bool(false)),
    ]

    @Test(arguments: equal) func `What the service takes for one is equivalent`(
        _ left: AttributeValue, _ right: AttributeValue
    ) {
        #expect(left.isEquivalent(to: right))
        #expect(right.isEquivalent(to: left))
    }

    @Test(arguments: different) func `What it tells apart is not`(
        _ left: AttributeValue, _ right: AttributeValue
    ) {
        #expect(!left.isEquivalent(to: right))
        #expect(!right.isEquivalent(to: left))
    }

    @Test func `Differences name each attribute once, in order`() {
        let left = Item([.init("a", .number("1")), .init("b", .null), .init("c", .string("x"))])
        let right = Item([.init("d", .null), .init("c", .string("y")), .init("a", .number("1.0"))])
        let found = left.differences(from: right)
        #expect(found.map(\.name) == ["b", "c", "d"])
        #expect(found[0].other == nil)
        #expect(found[1].name == "c")
        #expect(found[1].value == .string("x"))
        #expect(found[1].other == .string("y"))
        #expect(found[2].value == nil)
        #expect(left.differences(from: left).isEmpty)
    }
}
