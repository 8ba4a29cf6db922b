import JSONText
import RunModel

/// The JSON in which a credential process and the metadata services answer.
///
/// Its text is secret: what is wrong with it is said by member name, never by quoting.
enum CredentialsDocument {
    /// Reads the credentials, or says what is wrong with the document.
    ///
    /// - `tokenName`: `SessionToken` of a process, `Token` of the metadata services.
    /// - `version`: what `Version` must be; nil: none is expected.
    static func read(
        _ bytes: [UInt8], tokenName: String, version: Int? = nil, source: String
    ) -> Result<Credentials, Reason> {
        guard let document = try? JSONReader.read(bytes, limits: JSONLimits(maxBytes: 1 << 20)),
            document.object != nil
        else { return .failure(Reason("the answer is not a JSON object")) }
        if let version, document["Version"]?.int != version {
            return .failure(Reason("\"Version\" is not \(version)"))
        }
        if let code = document["Code"]?.string, code != "Success" {
            return .failure(Reason("\"Code\" is \"\(code.sanitised(limit: 60))\""))
        }
        guard let id = document["AccessKeyId"]?.string else {
            return .failure(Reason("\"AccessKeyId\" is missing"))
        }
        guard let secret = document["SecretAccessKey"]?.string else {
            return .failure(Reason("\"SecretAccessKey\" is missing"))
        }
        var expiration: Timestamp?
        if let text = document["Expiration"]?.string {
            expiration = Timestamp(iso8601: text)
            if expiration == nil {
                return .failure(Reason("\"Expiration\" is not an ISO 8601 time"))
            }
        }
        let credentials = Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: document[tokenName]?.string,
            expiration: expiration, source: source)
        if let problem = credentials.problem { return .failure(Reason(problem)) }
        return .success(credentials)
    }

    struct Reason: Error, Sendable {
        var text: String

        init(_ text: String) { self.text = text }
    }
}
