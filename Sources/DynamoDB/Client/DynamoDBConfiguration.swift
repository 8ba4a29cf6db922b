package import RunModel

/// What a client needs to know.
package struct DynamoDBConfiguration: Sendable {
    package var region: String
    package var endpoint: Endpoint
    /// The endpoint was named, not derived from the region.
    package var isCustomEndpoint: Bool
    package var credentials: any CredentialsProvider
    /// A file of CA certificates in PEM; nil: the system's.
    package var caBundle: String?
    package var connectTimeout: Duration = .seconds(10)
    /// For a whole request: a full batch of 16 MB takes that long at 300 KB/s.
    package var requestTimeout: Duration = .seconds(60)
    /// Without a byte in either direction a request is given up sooner.
    package var stallTimeout: Duration = .seconds(20)
    /// Connections kept and used at once; requests beyond them wait.
    package var maxConnections = 1_024
    /// Threads that send; connections are shared out among them.
    package var lanes = 1
    package var userAgent = "sluice"

    package init(
        region: String, endpoint: Endpoint, isCustomEndpoint: Bool,
        credentials: any CredentialsProvider,
        caBundle: String? = nil
    ) {
        self.region = region
        self.endpoint = endpoint
        self.isCustomEndpoint = isCustomEndpoint
        self.credentials = credentials
        self.caBundle = caBundle
    }

    /// Puts settings and their credentials together, without touching the network.
    package init(
        _ settings: TargetSettings, environment: [String: String], profiles: AWSProfiles
    ) throws(SluiceError) {
        self.init(
            region: settings.region.value, endpoint: settings.endpoint.value,
            isCustomEndpoint: settings.isCustomEndpoint,
            credentials: try CredentialsChain.resolve(
                settings.profile, environment: environment, profiles: profiles,
                endpoint: settings.isCustomEndpoint || settings.region.value == "local"
                    ? settings.endpoint.value : nil),
            caBundle: settings.caBundle?.value)
    }
}
