import CLibcrypto

/// SHA-256 over libcrypto.
package enum SHA256 {
    /// 32 bytes.
    package typealias Digest = [UInt8]

    package static func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
        return finish(&context)
    }

    package static func digest(of bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { digest(of: $0) }
    }

    static func finish(_ context: inout SHA256_CTX) -> Digest {
        Digest(unsafeUninitializedCapacity: 32) { digest, count in
            SHA256_Final(digest.baseAddress, &context)
            count = 32
        }
    }
}

/// A digest in lower-case hexadecimal, on its way into another one or into a header: nothing is allocated.
struct HexadecimalDigest {
    private var text = InlineArray<64, UInt8>(repeating: 0)

    init(_ digest: SHA256.Digest) { digest.withUnsafeBytes { write($0) } }

    /// Ends the digest.
    init(_ context: inout SHA256_CTX) {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { digest in
            SHA256_Final(digest.bindMemory(to: UInt8.self).baseAddress, &context)
            write(UnsafeRawBufferPointer(digest))
        }
    }

    private mutating func write(_ digest: UnsafeRawBufferPointer) {
        func digit(_ nibble: UInt8) -> UInt8 {
            nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
        }
        for (at, byte) in digest.prefix(32).enumerated() {
            text[at &* 2] = digit(byte >> 4)
            text[at &* 2 &+ 1] = digit(byte & 15)
        }
    }

    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        text.span.withUnsafeBufferPointer(body)
    }

    func update(_ context: inout SHA256_CTX) {
        withBytes { _ = SHA256_Update(&context, $0.baseAddress, $0.count) }
    }
}

/// An HMAC-SHA-256 key with its two pads already hashed: a message then costs two blocks less.
struct HMACKey: Sendable {
    private let inner: SHA256_CTX
    private let outer: SHA256_CTX

    init(_ key: [UInt8]) {
        // A key longer than a block is replaced by its digest (RFC 2104).
        var block = key.count > 64 ? SHA256.digest(of: key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        inner = Self.started(block.map { $0 ^ 0x36 })
        outer = Self.started(block.map { $0 ^ 0x5C })
    }

    private static func started(_ pad: [UInt8]) -> SHA256_CTX {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        SHA256_Update(&context, pad, pad.count)
        return context
    }

    /// A message's digest, begun with the key.
    func begin() -> SHA256_CTX { inner }

    /// The code of the message that was begun: its digest, not yet ended.
    func end(_ message: inout SHA256_CTX) -> SHA256_CTX {
        let digest = SHA256.finish(&message)
        var context = outer
        SHA256_Update(&context, digest, digest.count)
        return context
    }

    func authenticate(_ message: [UInt8]) -> SHA256.Digest {
        var context = begin()
        SHA256_Update(&context, message, message.count)
        context = end(&context)
        return SHA256.finish(&context)
    }

    func authenticate(_ message: String) -> SHA256.Digest { authenticate(Array(message.utf8)) }
}
