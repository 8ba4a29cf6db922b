import DynamoItem
import Testing

@Suite struct DynamoNumberTests {
    @Test(arguments: [
        ("1.50", "1.5"), ("1e3", "1000"), ("-0", "0"), ("0.000", "0"), ("+5", "5"), ("5.", "5"),
        (".5", "0.5"), ("00042", "42"), ("1e+2", "100"), ("-12.340e-3", "-0.01234"), ("0e500", "0"),
        ("123456789012345678901234567890.12345678", "123456789012345678901234567890.12345678"),
        ("1E-3", "0.001"), ("120", "120"), ("100.05", "100.05"), ("0.0000120", "0.000012"),
    ]) func `A number is written back as the service does`(_ text: String, _ normal: String) throws
    {
        let number = try #require(DynamoNumber(text))
        #expect(number.normalised == normal)
        #expect(DynamoNumber(normal) == number)
        #expect(number.problem == nil)
    }

    @Test(arguments: [
        "", " 5", "5 ", "1_000", "0x1", "NaN", "Inf", "-", "+", ".", "e5", "1e", "1e+", "1.2.3",
        "--1", "1e5.",
        "1e1e1", "-.", "１", "1,5",
    ]) func `What is not a number is refused`(_ text: String) {
        #expect(DynamoNumber(text) == nil)
        #expect(DynamoNumber.problem(of: text) == .notANumber)
    }

    static let nines = String(repeating: "9", count: 38)

    @Test(
        arguments: [
            (nines, nil), (nines + "9", .tooManyDigits(39)), (nines + "0000", nil),
            ("0." + nines, nil),
            ("1" + String(repeating: "0", count: 60) + "1", .tooManyDigits(62)),
            ("9.9999999999999999999999999999999999999E+125", nil), ("1E126", .tooLarge),
            ("-1E126", .tooLarge), ("1E-130", nil), ("-1E-130", nil), ("9E-131", .tooSmall),
            ("0.1E126", nil), ("10E125", .tooLarge), ("0E999999999999999999999", nil),
            ("1E999999999999999999999", .tooLarge), ("1E-999999999999999999999", .tooSmall),
        ] as [(String, NumberProblem?)])
    func `Digits and magnitude are bounded as the service bounds them`(
        _ text: String, _ problem: NumberProblem?
    ) {
        #expect(DynamoNumber.problem(of: text) == problem)
        #expect(DynamoNumber(text)?.problem == problem)
    }

    @Test(
        arguments: [
            (1e126, .tooLarge), (Double("1e126") ?? 0, .tooLarge),
            (-(Double("1e126") ?? 0), .tooLarge), (-Double.infinity, .tooLarge),
            (Double.nan, .notANumber),
            (9.99e125, nil),
            (1e-130, nil), (9.9e-131, .tooSmall), (0.0, nil), (-0.0, nil),
            (.leastNonzeroMagnitude, .tooSmall),
        ] as [(Double, NumberProblem?)]) func `A double's range is checked without its text`(
            _ number: Double, _ problem: NumberProblem?
        )
    {
        #expect(DynamoNumber.problem(of: number) == problem)
        if number.isFinite { #expect(DynamoNumber.problem(of: "\(number)") == problem) }
    }

    @Test func `Numbers are in the order of their values`() throws {
        let ascending = [
            "-1E125", "-100.5", "-100", "-99.999", "-2", "-1.5", "-1", "-0.1", "-0.01", "-1E-130",
            "0",
            "1E-130", "0.01", "0.1", "0.11", "1", "1.5", "2", "9", "10", "99.999", "100", "100.5",
            "1E125",
        ].compactMap { DynamoNumber($0) }
        #expect(ascending.count == 24)
        for (at, left) in ascending.enumerated() {
            for (other, right) in ascending.enumerated() {
                #expect((left < right) == (at < other))
                #expect((left == right) == (at == other))
            }
        }
    }

    @Test func `Equal values are equal and hash alike however they are written`() {
        let ways = ["1000", "1e3", "1.000E+3", "+1000.0", "0001000.", "10000e-1"]
        #expect(Set(ways.compactMap { DynamoNumber($0) }).count == 1)
        #expect(DynamoNumber("-0") == DynamoNumber("0e5"))
    }
}
