import DynamoItem
import Testing

@Suite struct UTF8CheckTests {
    private func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { UTF8Check.isValid($0) }
    }

    @Test func `Every character is valid wherever it stands in a word`() {
        let samples: [Unicode.Scalar] = [
            "\0", "a", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}",
            "\u{10000}", "\u{10FFFF}",
        ]
        for scalar in samples {
            for before in 0..<17 {
                let text = String(repeating: "x", count: before) + String(scalar) + "yyyyyyyyy"
                #expect(isValid(Array(text.utf8)))
            }
        }
        #expect(isValid([]))
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x7F], [0xE0, 0x9F, 0xBF],
            [0xE1, 0x80],
            [0xED, 0xA0, 0x80], [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xFE], [0xFF], [0xE2, 0x28, 0xA1],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]) func `What is not UTF-8 is found wherever it stands`(_ bytes: [UInt8])
    {
        for before in 0..<17 {
            let prefix = [UInt8](repeating: UInt8(ascii: "x"), count: before)
            #expect(!isValid(prefix + bytes))
            #expect(!isValid(prefix + bytes + Array("yyyyyyyyy".utf8)))
        }
    }

    @Test func `It agrees with the standard library on all pairs and random runs`() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let bytes = [first, second]
                #expect(isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil))
            }
        }
        var random = Seeded(5)
        let pieces: [UInt8] = [
            0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4,
        ]
        for _ in 0..<50_000 {
            let bytes = (0..<Int.random(in: 1...6, using: &random)).compactMap { _ in
                pieces.randomElement(using: &random)
            }
            #expect(isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil))
        }
    }
}
