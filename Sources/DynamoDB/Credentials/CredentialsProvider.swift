package import RunModel

/// A source of credentials.
///
/// Asked before every request: a provider answers from memory unless its credentials near their end.
package protocol CredentialsProvider: Sendable {
    /// Where the credentials come from, known before they have been read: for `sluice info`.
    var source: String { get }
    func credentials(now: Timestamp) async throws(SluiceError) -> Credentials
    /// The service refused the last ones: the next call reads them anew where that can help.
    func invalidate() async
}

/// Credentials that stand written somewhere and never change.
package struct StaticCredentials: CredentialsProvider {
    private let value: Credentials

    package var source: String { value.source }

    package init(_ credentials: Credentials) { value = credentials }

    package func credentials(now: Timestamp) async throws(SluiceError) -> Credentials { value }

    package func invalidate() async {}
}
