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

    func authenticate(_ message: [UInt8]) -> SHA256.Digest {
        var context = inner
        SHA256_Update(&context, message, message.count)
        let digest = SHA256.finish(&context)
        context = outer
        SHA256_Update(&context, digest, digest.count)
        return SHA256.finish(&context)
    }

    func authenticate(_ message: String) -> SHA256.Digest { authenticate(Array(message.utf8)) }
}

extension [UInt8] {
    /// Appends the digest in lower-case hexadecimal.
    mutating func append(hexadecimal bytes: [UInt8]) {
        func digit(_ nibble: UInt8) -> UInt8 {
            nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
        }
        append(
            contentsOf: [UInt8](unsafeUninitializedCapacity: bytes.count * 2) { text, count in
                for (at, byte) in bytes.enumerated() {
                    text[at &* 2] = digit(byte >> 4)
                    text[at &* 2 &+ 1] = digit(byte & 15)
                }
                count = bytes.count * 2
            })
    }
}
