import CLibcrypto
import Synchronization

/// AWS Signature Version 4 for header-signed requests of one region and service.
///
/// The key derived from secret, date, region and service is kept, and the caller keeps a frame for as long as
/// nothing but the body changes. libcurl's own signer is not used because before
/// 8.3.0 it cannot correct the clock and breaks on removed headers.
package struct SignatureV4: Sendable {
    /// A header that is signed.
    struct Header: Sendable {
        /// In lower case.
        var name: String
        /// Without spaces at its ends or in a row.
        var value: [UInt8]

        init(_ name: String, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }

        init(_ name: String, _ value: String) { self.init(name, Array(value.utf8)) }
    }

    private let scopeTail: [UInt8]
    private let region: String
    private let service: String
    private let keys = SigningKeyCache()

    package init(region: String, service: String = "dynamodb") {
        self.region = region
        self.service = service
        scopeTail = Array("/\(region)/\(service)/aws4_request".utf8)
    }

    /// What all requests of a second have in common that differ in their bodies alone.
    ///
    /// - `path`: canonical: percent-encoded, beginning with a slash.
    /// - `query`: canonical: sorted and percent-encoded; empty for DynamoDB.
    /// - `headers`: what is signed, sorted by name; `host` and `x-amz-date` among them.
    /// - `date`: `x-amz-date`'s value, 16 bytes.
    func frame(
        method: String, path: String, query: String = "", headers: [Header], date: [UInt8],
        credentials: Credentials
    ) -> SigningFrame {
        let newline = UInt8(ascii: "\n")
        let names = Array(headers.map(\.name).joined(separator: ";").utf8)
        var request = Array("\(method)\n\(path)\n\(query)\n".utf8)
        for header in headers {
            request += Array("\(header.name):".utf8) + header.value + [newline]
        }
        request += [newline] + names + [newline]
        var canonical = SHA256_CTX()
        SHA256_Init(&canonical)
        SHA256_Update(&canonical, request, request.count)

        let scope = date.prefix(8) + scopeTail
        let key = keys.key(
            secret: credentials.secretAccessKey, day: Array(date.prefix(8)), region: region,
            service: service)
        let text = Array("AWS4-HMAC-SHA256\n".utf8) + date + [newline] + scope + [newline]
        var toSign = key.begin()
        SHA256_Update(&toSign, text, text.count)
        return SigningFrame(
            canonical: canonical, toSign: toSign, key: key,
            authorization: Array(
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/".utf8) + scope
                + Array(", SignedHeaders=".utf8) + names + Array(", Signature=".utf8))
    }
}

/// A request without its body, ready to be signed.
///
/// Both digests of a signature are carried to where the body comes in: a request then costs the ends of three
/// short ones.
struct SigningFrame: Sendable {
    /// Of the canonical request, up to the body's digest.
    fileprivate let canonical: SHA256_CTX
    /// Of the string to sign, under the key, up to the canonical request's digest.
    fileprivate let toSign: SHA256_CTX
    fileprivate let key: HMACKey
    /// The value of the `Authorization` header, up to the signature.
    let authorization: [UInt8]

    /// The signature of the request with a body.
    ///
    /// - `payloadHash`: the SHA-256 of the body.
    func signature(of payloadHash: SHA256.Digest) -> HexadecimalDigest {
        var request = canonical
        HexadecimalDigest(payloadHash).update(&request)
        var text = toSign
        HexadecimalDigest(&request).update(&text)
        var code = key.end(&text)
        return HexadecimalDigest(&code)
    }
}

/// The last signing key that was derived, for as long as secret and day stay the same.
private final class SigningKeyCache: Sendable {
    private struct Entry {
        var secret: String
        var day: [UInt8]
        var key: HMACKey
    }

    private let entry = Mutex<Entry?>(nil)

    func key(secret: String, day: [UInt8], region: String, service: String) -> HMACKey {
        entry.withLock { entry in
            if let entry, entry.day == day, entry.secret == secret { return entry.key }
            let date = HMACKey(Array("AWS4\(secret)".utf8)).authenticate(day)
            let regional = HMACKey(date).authenticate(region)
            let ofService = HMACKey(regional).authenticate(service)
            let key = HMACKey(HMACKey(ofService).authenticate("aws4_request"))
            entry = Entry(secret: secret, day: day, key: key)
            return key
        }
    }
}
