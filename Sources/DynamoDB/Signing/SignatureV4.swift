import Synchronization

/// AWS Signature Version 4 for header-signed requests of one region and service.
///
/// The key derived from secret, date, region and service is kept: a request then costs the digest of its
/// body, one of the canonical request, and one HMAC. libcurl's own signer is not used because before
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

    /// The value of the `Authorization` header.
    ///
    /// - `path`: canonical: percent-encoded, beginning with a slash.
    /// - `query`: canonical: sorted and percent-encoded; empty for DynamoDB.
    /// - `headers`: what is signed, sorted by name; `host` and `x-amz-date` among them.
    /// - `payloadHash`: the SHA-256 of the body.
    /// - `date`: `x-amz-date`'s value, 16 bytes.
    func authorization(
        method: String, path: String, query: String = "", headers: [Header],
        payloadHash: SHA256.Digest,
        date: [UInt8], credentials: Credentials
    ) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var signedNames: [UInt8] = []
        signedNames.reserveCapacity(96)
        var text: [UInt8] = []
        text.reserveCapacity(512 + (credentials.sessionToken?.utf8.count ?? 0))
        text += method.utf8
        text.append(newline)
        text += path.utf8
        text.append(newline)
        text += query.utf8
        text.append(newline)
        for header in headers {
            if !signedNames.isEmpty { signedNames.append(UInt8(ascii: ";")) }
            signedNames += header.name.utf8
            text += header.name.utf8
            text.append(UInt8(ascii: ":"))
            text += header.value
            text.append(newline)
        }
        text.append(newline)
        text += signedNames
        text.append(newline)
        text.append(hexadecimal: payloadHash)
        let requestHash = SHA256.digest(of: text)

        let day = Array(date.prefix(8))
        text.removeAll(keepingCapacity: true)
        text += "AWS4-HMAC-SHA256\n".utf8
        text += date
        text.append(newline)
        text += day
        text += scopeTail
        text.append(newline)
        text.append(hexadecimal: requestHash)
        let key = keys.key(
            secret: credentials.secretAccessKey, day: day, region: region, service: service)
        let signature = key.authenticate(text)

        text.removeAll(keepingCapacity: true)
        text += "AWS4-HMAC-SHA256 Credential=".utf8
        text += credentials.accessKeyID.utf8
        text.append(UInt8(ascii: "/"))
        text += day
        text += scopeTail
        text += ", SignedHeaders=".utf8
        text += signedNames
        text += ", Signature=".utf8
        text.append(hexadecimal: signature)
        return text
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
