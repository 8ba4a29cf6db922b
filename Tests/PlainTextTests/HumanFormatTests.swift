import PlainText
import Testing

@Suite("Numbers for people")
struct HumanFormatTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `Counts have separators`(number: Int, text: String) {
        #expect(HumanFormat.count(number) == text)
    }

    @Test(arguments: [
        (0.0, "0 B"), (940, "940 B"), (999.4, "999 B"), (999.6, "1.00 kB"), (1_000, "1.00 kB"),
        (12_345_678, "12.3 MB"), (99_960, "100 kB"), (999_600, "1.00 MB"), (1.5e15, "1.50 PB"),
        (.infinity, "–"), (-1, "–"),
    ])
    func `Bytes have three figures`(number: Double, text: String) {
        #expect(HumanFormat.bytes(number) == text)
    }

    @Test(arguments: [(31_200.0, "31.2k"), (4_130_000, "4.13M"), (7, "7"), (0.4, "0")])
    func `Rates are short`(number: Double, text: String) {
        #expect(HumanFormat.short(number) == text)
    }

    @Test(arguments: [
        (Int64(0), "0 ms"), (999, "999 ms"), (1_000, "1.0 s"), (9_999, "9.9 s"), (12_000, "12 s"),
        (59_999, "59 s"), (80_000, "1m 20s"), (3_599_999, "59m 59s"), (7_500_000, "2h 05m"),
        (273_600_000, "3d 04h"), (-5, "0 ms"),
    ])
    func `Durations have two units`(milliseconds: Int64, text: String) {
        #expect(HumanFormat.duration(milliseconds: milliseconds) == text)
    }

    @Test(arguments: [
        (0.0, "0.0%"), (0.483, "48.3%"), (0.9999, "99.9%"), (0.99999999, "99.9%"), (1, "100.0%"),
    ])
    func `A hundred percent is not said before it is`(share: Double, text: String) {
        #expect(HumanFormat.percent(share) == text)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (1_763_805_063_123, "2025-11-22T09:51:03.123Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_799_999, "2000-02-29T23:59:59.999Z"),
        (951_868_800_000, "2000-03-01T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func `Times are UTC`(milliseconds: Int64, text: String) {
        #expect(HumanFormat.time(milliseconds: milliseconds, fraction: true) == text)
    }

    @Test
    func `One row is not rows`() {
        #expect(HumanFormat.plural(1, "row") == "1 row")
        #expect(HumanFormat.plural(1_000, "batch", "batches") == "1,000 batches")
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("❤️", 1), ("", 0), ("ö", 1), ("…", 1),
    ])
    func `Text is measured in columns`(text: String, width: Int) {
        #expect(text.cellWidth == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
        ("ab", 1, "…"),
        ("ab", 0, ""),
    ])
    func `Text is clipped to columns`(text: String, width: Int, expected: String) {
        #expect(text.clipped(to: width) == expected)
        #expect(text.clipped(to: width).cellWidth <= width)
    }

    @Test(arguments: [
        (
            "the item is 440284 bytes with its names; DynamoDB holds 409600",
            "the item is 440,284 bytes with its names; DynamoDB holds 409,600"
        ),
        ("a key over 2048 bytes", "a key over 2,048 bytes"),
        ("row 1234567: 12 bytes", "row 1234567: 12 bytes"),
        ("0x12345 bytes of 12345a bytes", "0x12345 bytes of 12345a bytes"),
        ("holds 99999999999999999999999 bytes", "holds 99999999999999999999999 bytes"),
        ("  bytes  ", "  bytes  "), ("", ""),
    ]) func `Numbers of bytes in a sentence are readable, other numbers stay`(
        sentence: String, readable: String
    ) {
        #expect(HumanFormat.readable(sentence) == readable)
    }
}
