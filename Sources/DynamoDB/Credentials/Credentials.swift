/// What a request is signed with.
///
/// Its values leave only as signatures and, for key id and token, as signed headers: every description
/// of it, of a value that holds it, and of its mirror is redacted.
package struct Credentials: Sendable, Hashable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?
    /// nil: they do not expire.
    package var expiration: Timestamp?
    /// Where they came from, for `sluice info`: `environment variables`, `profile dev (…/credentials)`.
    package var source: String

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
        expiration: Timestamp? = nil, source: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.source = source
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "credentials from \(source)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}

extension Credentials {
    /// Why the values cannot be sent in a header, without showing them; nil where they can.
    var problem: String? {
        func isSendable(_ text: String) -> Bool {
            text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
        if accessKeyID.isEmpty { return "the access key id is empty" }
        if secretAccessKey.isEmpty { return "the secret access key is empty" }
        if !isSendable(accessKeyID) {
            return "the access key id holds a space, a line break or a character that no key has"
        }
        if !isSendable(secretAccessKey) {
            return
                "the secret access key holds a space, a line break or a character that no key has"
        }
        if let sessionToken, !isSendable(sessionToken) {
            return "the session token holds a space, a line break or a character that no token has"
        }
        return nil
    }
}
