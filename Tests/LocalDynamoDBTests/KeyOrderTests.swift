import DynamoItem
import Testing

@testable import LocalDynamoDB

/// The bytes that keys are sorted by.
@Suite struct KeyOrderTests {
    private static func sortable(_ text: String) -> [UInt8] {
        NumberText.sortable(Array((DynamoNumber(text)?.normalised ?? "").utf8))
    }

    @Test func `Bytes sort as numbers do, at every edge`() {
        let ascending = [
            "-9.9999999999999999999999999999999999999E+125", "-1E125", "-100.01", "-100", "-99.9",
            "-12", "-11", "-10.5", "-10", "-9", "-1.55", "-1.5", "-1", "-0.5", "-0.05", "-1E-130",
            "0",
            "1E-130", "1.1E-130", "0.05", "0.5", "0.55", "1", "1.05", "1.5", "1.55", "9", "10",
            "10.5",
            "11", "12", "99.9", "100", "100.01", "1E125",
            "9.9999999999999999999999999999999999999E+125",
        ]
        for (lower, higher) in zip(ascending, ascending.dropFirst()) {
            #expect(
                Self.sortable(lower).lexicographicallyPrecedes(Self.sortable(higher)),
                "\(lower) < \(higher)")
        }
    }

    @Test func `Bytes sort as numbers do, for any two of a thousand`() {
        var dice = FaultDice(seed: 7)
        let texts = (0..<1_000).map { _ in
            let sign = Bool.random(using: &dice) ? "-" : ""
            let digits = Int.random(in: 0...99_999, using: &dice)
            return "\(sign)\(digits)E\(Int.random(in: -4...4, using: &dice))"
        }
        let numbers = texts.compactMap { DynamoNumber($0) }
        for (left, right) in zip(numbers, numbers.dropFirst()) {
            let (a, b) = (Self.sortable(left.normalised), Self.sortable(right.normalised))
            #expect((left < right) == a.lexicographicallyPrecedes(b), "\(left) \(right)")
            #expect((left == right) == (a == b), "\(left) \(right)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 8, 1_000_000])
    func `Segments cover every hash once`(_ total: Int) {
        #expect(PrimaryKey.firstHash(segment: 0, of: total) == 0)
        #expect(PrimaryKey.firstHash(segment: total, of: total) == 1 << 32)
        for segment in Set([0, total / 2, total - 1]) {
            let first = PrimaryKey.firstHash(segment: segment, of: total)
            #expect(first < PrimaryKey.firstHash(segment: segment + 1, of: total))
        }
    }

    @Test func `Hashes spread over the segments`() {
        var counts = [Int](repeating: 0, count: 8)
        for number in 0..<8_000 {
            counts[Int((PrimaryKey.hash(Array("ARTIST#\(number)".utf8)) * 8) >> 32)] += 1
        }
        #expect(counts.allSatisfy { (800...1_200).contains($0) }, "\(counts)")
    }
}
