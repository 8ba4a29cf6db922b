import DynamoItem
import Testing

@Suite struct NumberSizeTests {
    /// The vectors of DYNAMODB.md 1.1, measured against the service, and some by the same rule.
    static let vectors: [(String, Int)] = [
        ("1", 2), ("12", 2), ("123", 3), ("100", 2), ("0", 1), ("-0", 1), ("1E125", 2),
        ("0.0000001", 2),
        ("1.5", 3), ("1.234", 4), ("3.14159", 5), ("100.5", 4), ("-42", 3), ("-0.15", 3),
        ("12345678901234567890123456789012345678", 20),
        ("0.000", 1), ("00042", 2), ("1.50", 3), ("1e3", 2), ("5.", 2), (".5", 2), ("+5", 2),
        ("-1E-130", 3), ("0e99", 1), ("123e-2", 3), ("9.99", 3), ("120e-1", 2),
    ]

    @Test(arguments: vectors) func `A number's stored bytes follow the measured rule`(
        _ text: String, _ size: Int
    ) {
        #expect(ItemSize.ofNumber(text) == size)
    }

    @Test func `An integer's size is its text's size`() {
        var numbers: [Int64] = [0, 1, -1, .max, .min, 10, -100, 9_999, 10_000, 12_300_000]
        var random = Seeded(1)
        for _ in 0..<20_000 {
            let bits = Int64(bitPattern: random.next())
            numbers.append(bits >> Int64.random(in: 0..<64, using: &random))
        }
        for number in numbers {
            #expect(ItemSize.ofInteger(number) == ItemSize.ofNumber("\(number)"))
        }
    }

    @Test func `An item's size counts names, values and the overhead of lists and maps`() {
        let item = Item([
            .init("PK", .string("é")),  // 2 + 2
            .init("n", .number("100.5")),  // 1 + 4
            .init("b", .binary([1, 2, 3])),  // 1 + 3
            .init("f", .bool(false)),  // 1 + 1
            .init("z", .null),  // 1 + 1
            .init("l", .list([.string("ab"), .null])),  // 1 + 3 + (1 + 2) + (1 + 1)
            .init("m", .map(Item([.init("xy", .string(""))]))),  // 1 + 3 + (1 + 2 + 0)
            .init("s", .stringSet(["a", "bc"])),  // 1 + 3
            .init("q", .numberSet(["1", "12"])),  // 1 + 4
            .init("y", .binarySet([[1], [2, 3]])),  // 1 + 3
        ])
        #expect(ItemSize.of(item) == 4 + 5 + 4 + 2 + 2 + 9 + 7 + 4 + 5 + 4)
        #expect(ItemSize.of(Item()) == 0)
    }

    @Test(arguments: [(0, 1), (1, 1), (1_024, 1), (1_025, 2), (409_600, 400)])
    func `A write unit is a kilobyte begun`(_ bytes: Int, _ units: Int) {
        #expect(ItemSize.writeUnits(bytes: bytes) == units)
    }
}

/// A small generator with a seed, so that a failure comes again (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
