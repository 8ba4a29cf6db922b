import DynamoItem
import Testing

@Suite struct CanonicalTests {
    private func canonical(_ value: AttributeValue) -> [UInt8] {
        var bytes: [UInt8] = []
        Item([.init("a", value)]).appendCanonical(to: &bytes)
        return bytes
    }

    @Test(arguments: EquivalenceTests.equal)
    func `Equivalent values have the same canonical bytes`(
        _ left: AttributeValue, _ right: AttributeValue
    ) {
        #expect(canonical(left) == canonical(right))
    }

    @Test(arguments: EquivalenceTests.different)
    func `Values that are told apart have others`(_ left: AttributeValue, _ right: AttributeValue) {
        #expect(canonical(left) != canonical(right))
    }

    @Test func `Parts do not run into one another`() {
        #expect(
            canonical(.stringSet(["ab", "c"])) != canonical(.stringSet(["a", "bc"])))
        #expect(
            canonical(.list([.string("a"), .string("b")])) != canonical(.list([.string("aS:b")])))
    }
}
