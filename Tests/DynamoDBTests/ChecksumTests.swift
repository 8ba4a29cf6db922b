import Testing

@testable import DynamoDB

@Suite struct ChecksumTests {
    /// As zlib computes them.
    @Test(
        arguments: [
            ([], 0), (Array("a".utf8), 3_904_355_907), (Array("123456789".utf8), 3_421_780_262),
            (Array(#"{"UnprocessedItems":{}}"#.utf8), 4_185_382_651),
            ([UInt8]((0..<1_280).map { UInt8($0 & 255) }), 511_339_812),
        ] as [([UInt8], UInt32)])
    func `The checksum is zlib's`(_ bytes: [UInt8], _ expected: UInt32) {
        #expect(bytes.withUnsafeBytes { CRC32.checksum($0) } == expected)
    }

    @Test func `Any start within memory gives the same checksum`() {
        let bytes = [UInt8]((0..<64).map { UInt8($0) })
        for offset in 0..<16 {
            let sum = bytes.withUnsafeBytes {
                CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0[offset...]))
            }
            let copy = Array(bytes[offset...])
            #expect(copy.withUnsafeBytes { CRC32.checksum($0) } == sum)
        }
    }
}
