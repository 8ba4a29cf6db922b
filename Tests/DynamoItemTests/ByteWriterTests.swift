import DynamoItem
import JSONText
import Testing

@Suite struct ByteWriterTests {
    private func text(_ body: (ByteWriter) -> Void) -> String {
        let writer = ByteWriter(capacity: 1)
        body(writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func quoted(_ bytes: [UInt8]) -> [UInt8] {
        let writer = ByteWriter(capacity: 1)
        bytes.withUnsafeBytes { writer.appendJSONString($0) }
        return writer.array
    }

    @Test func `Bytes, texts and truncation`() {
        let writer = ByteWriter(capacity: 1)
        writer.append("abc" as StaticString)
        writer.append(UInt8(ascii: "d"))
        writer.append([0x65, 0x66])
        writer.append("é")
        #expect(writer.array == Array("abcdefé".utf8))
        writer.truncate(to: 2)
        #expect(writer.count == 2)
        writer.append([UInt8](repeating: 7, count: 100_000))
        #expect(writer.array == [0x61, 0x62] + [UInt8](repeating: 7, count: 100_000))
        writer.reset()
        #expect(writer.bytes.isEmpty)
    }

    @Test func `Plain text is copied as it is, any other is refused and leaves nothing`() {
        for length in 0...40 {
            let plain = (0..<length).map { UInt8(0x23 + $0 % 0x30) }
            let writer = ByteWriter(capacity: 1)
            writer.append(UInt8(ascii: "<"))
            #expect(plain.withUnsafeBytes(writer.appendPlainASCII))
            #expect(writer.array == [UInt8(ascii: "<")] + plain)
            for at in 0..<length {
                for special in UInt8.min...UInt8.max {
                    var bytes = plain
                    bytes[at] = special
                    let isPlain =
                        special >= 0x20 && special < 0x80 && special != 0x22 && special != 0x5C
                    let writer = ByteWriter(capacity: 1)
                    let wasCopied = bytes.withUnsafeBytes(writer.appendPlainASCII)
                    #expect(wasCopied == isPlain, "\(special) at \(at) of \(length)")
                    #expect(writer.array == (isPlain ? bytes : []))
                }
            }
        }
    }

    @Test func `Few bytes are copied whole, whatever their number`() {
        let source = (0..<100).map { UInt8($0) }
        for count in 0...64 {
            let writer = ByteWriter(capacity: 1)
            writer.append(1, 2)
            source.withUnsafeBytes { bytes in
                if let base = bytes.baseAddress { writer.appendFew(base + 3, count: count) }
            }
            #expect(writer.array == [1, 2] + source[3..<3 + count])
        }
    }

    @Test func `Each character to escape is found at each place of a word`() throws {
        for length in 0...40 {
            for at in 0..<max(length, 1) {
                for special in [
                    0x00, 0x08, 0x09, 0x0A, 0x0D, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D,
                    0x7F,
                ] as [UInt8] {
                    var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                    if at < length { bytes[at] = special }
                    let node = try JSONReader.read(quoted(bytes))
                    #expect(node.string.map { Array($0.utf8) } == bytes)
                }
            }
        }
    }

    @Test func `Every character comes back, alone and among others`() throws {
        var random = Seeded(2)
        let all = (0...0x10FFFF).compactMap { Unicode.Scalar(UInt32($0)) }
        let everything = String(String.UnicodeScalarView(all))
        #expect(try JSONReader.read(quoted(Array(everything.utf8))).string == everything)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...60, using: &random)
            let scalars = (0..<count).map { _ -> Unicode.Scalar in
                let pool = random.next() % 3 == 0 ? all[..<0x80] : all[...]
                return pool.randomElement(using: &random) ?? "x"
            }
            let text = String(String.UnicodeScalarView(scalars))
            let quoted = quoted(Array(text.utf8))
            #expect(try JSONReader.read(quoted).string.map { Array($0.utf8) } == Array(text.utf8))
            var writer = JSONWriter()
            writer.string(text)
            #expect(quoted == writer.bytes)
        }
    }

    @Test func `Integers are written with all their digits`() {
        var numbers: [Int64] = [
            0, 1, -1, 9, 10, 99, 100, .max, .min, .max / 10, -10, 1_000_000_000,
        ]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            numbers += [power - 1, power, power + 1, -power, 1 - power]
        }
        for number in numbers { #expect(text { $0.appendInteger(number) } == "\(number)") }
    }

    @Test(
        arguments: [
            (0.0, "0"), (-0.0, "0"), (0.99, "0.99"), (12.0, "12"), (-1.5, "-1.5"), (0.1, "0.1"),
            (0.000001, "0.000001"), (1e15, "1000000000000000"),
            (9_007_199_254_740_991, "9007199254740991"),
            (18_014_398_509_481_982, "1.8014398509481982e+16"), (1e14, "100000000000000"),
            (.leastNonzeroMagnitude, "5e-324"),
            (0.30000000000000004, "0.30000000000000004"), (123456.789, "123456.789"),
            (1e22, "1e+22"), (-0.05, "-0.05"), (999_999_999_999_999, "999999999999999"),
        ] as [(Double, String)]) func `Reals are written short`(
            _ number: Double, _ expected: String
        )
    {
        #expect(text { $0.appendReal(number) } == expected)
    }

    @Test
    func `Any real reads back the same, is no longer than the shortest, and of the told size`() {
        var random = Seeded(3)
        for round in 0..<60_000 {
            let number: Double
            switch round % 4 {
            case 0: number = Double(bitPattern: random.next())
            case 1: number = Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 100
            case 2:
                number =
                    Double(
                        Int64.random(in: -999_999_999_999_999...999_999_999_999_999, using: &random)
                    )
                    / [1, 10, 1e3, 1e5, 1e6, 1e7, 1e9][Int.random(in: 0..<7, using: &random)]
            default: number = Double.random(in: -1e7...1e7, using: &random)
            }
            guard number.isFinite else { continue }
            var size = 0
            let written = text { size = $0.appendReal(number) }
            #expect(size == ItemSize.ofNumber(written), "\(written)")
            #expect(Double(written) == number)
            let shortest = DynamoNumber("\(number)")
            #expect(DynamoNumber(written) == shortest, "\(written) is not \(number)")
        }
    }

    @Test func `Base64 of every length comes back`() {
        var random = Seeded(4)
        for length in 0..<70 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
    ])
    func `Base64 is the standard's`(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Z===", "Zg==Zg==", "Zm9*", "====", "Zm9v\n", "Zm-_"])
    func `What is not base64 is refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
