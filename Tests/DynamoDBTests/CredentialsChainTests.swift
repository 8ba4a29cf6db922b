import RunModel
import Testing

@testable import DynamoDB

@Suite struct CredentialsChainTests {
    static let keys = [
        "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "hushhush",
        "AWS_SESSION_TOKEN": "tok",
    ]

    private func resolve(
        profile: String? = nil, _ environment: [String: String] = [:], credentials: String = "",
        config: String = "", endpoint: String? = nil
    ) throws(SluiceError) -> any CredentialsProvider {
        let profiles = AWSProfiles(
            config: try ProfileFile(path: "/h/config", text: config),
            credentials: try ProfileFile(path: "/h/credentials", text: credentials))
        let choice = try ProfileChoice.resolve(
            explicit: profile.map { Resolved($0, origin: "--profile") }, environment: environment,
            profiles: profiles)
        var target: Endpoint?
        if let endpoint { target = try Endpoint(Resolved(endpoint, origin: "test")) }
        return try CredentialsChain.resolve(
            choice, environment: environment, profiles: profiles, endpoint: target)
    }

    static let file = "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = hushhush\n"
    static let dev = "[dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = hushhush\n"

    private func id(_ provider: any CredentialsProvider) async throws -> String {
        try await provider.credentials(now: .now).accessKeyID
    }

    @Test func `Keys of the environment go before files and AWS_PROFILE`() async throws {
        let provider = try resolve(
            Self.keys.merging(["AWS_PROFILE": "dev"]) { $1 }, credentials: Self.file + Self.dev)
        let credentials = try await provider.credentials(now: .now)
        #expect(credentials.accessKeyID == "AKIDENV")
        #expect(credentials.sessionToken == "tok")
        #expect(provider.source == "environment variables")
    }

    @Test func `A chosen profile switches keys of the environment off`() async throws {
        let provider = try resolve(profile: "dev", Self.keys, credentials: Self.file + Self.dev)
        #expect(try await id(provider) == "AKIDDEV")
        #expect(provider.source == "profile dev (/h/credentials:5)")
        let error = try #require(
            refusal { () throws(SluiceError) in
                try resolve(
                    profile: "bare", Self.keys, config: "[profile bare]\nregion = us-east-1\n")
            })
        #expect(error.message.contains("holds no credentials"))
    }

    @Test func `AWS_PROFILE and default choose from the files`() async throws {
        let files = Self.file + Self.dev
        #expect(try await id(try resolve(["AWS_PROFILE": "dev"], credentials: files)) == "AKIDDEV")
        #expect(try await id(try resolve(credentials: files)) == "AKIDFILE")
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func `Half a pair of keys is an error, not a next try`(_ name: String) throws {
        let error = try #require(
            refusal { () throws(SluiceError) in
                try resolve([name: "hushhush"], credentials: Self.file)
            })
        #expect(error.code == .credentials)
        #expect(error.message.hasPrefix("\(name) is set"))
        #expect(!error.description.contains("hushhush"))
    }

    @Test func `Half a pair in a profile is an error with its place`() throws {
        let error = try #require(
            refusal { () throws(SluiceError) in
                try resolve(credentials: "[default]\naws_secret_access_key = hushhush\n")
            })
        #expect(error.place == "/h/credentials:2")
        #expect(error.message.contains("aws_access_key_id"))
        #expect(!error.description.contains("hushhush"))
    }

    @Test(arguments: [
        "role_arn = arn:aws:iam::1:role/x\nsource_profile = dev", "sso_session = corp",
        "sso_start_url = https://x", "web_identity_token_file = /t", "login_session = x",
    ])
    func `What is not supported names the way around it`(_ lines: String) throws {
        let error = try #require(
            refusal { () throws(SluiceError) in
                try resolve(
                    ["AWS_PROFILE": "p"], credentials: Self.dev, config: "[profile p]\n\(lines)\n")
            })
        #expect(error.place == "/h/config:2")
        #expect(
            error.hint?.contains("aws configure export-credentials") == true
                && error.hint?.contains("credential_process") == true)
    }

    @Test(arguments: ["with space", "line\nbreak", "nül"])
    func `A value that no header can carry is refused unseen`(_ value: String) throws {
        let error = try #require(
            refusal { () throws(SluiceError) in
                try resolve(["AWS_ACCESS_KEY_ID": value, "AWS_SECRET_ACCESS_KEY": "x"])
            })
        #expect(!error.description.contains(value))
    }

    @Test func `A local endpoint without credentials says what to set, at once`() throws {
        let error = try #require(
            refusal { () throws(SluiceError) in try resolve(endpoint: "http://127.0.0.1:8000") })
        #expect(error.code == .credentials)
        #expect(
            error.hint == "a local server takes any: set AWS_ACCESS_KEY_ID=local and "
                + "AWS_SECRET_ACCESS_KEY=local")
    }

    @Test func `Without credentials and without EC2 the places looked at are named`() throws {
        let error = try #require(
            refusal { () throws(SluiceError) in try resolve(["AWS_EC2_METADATA_DISABLED": "true"]) }
        )
        #expect(error.message.contains("/h/credentials") && error.message.contains("/h/config"))
    }

    @Test func `Nothing that holds a secret shows it`() async throws {
        let credentials = Credentials(
            accessKeyID: "AKIDHUSH", secretAccessKey: "hushhush", sessionToken: "tokenhush",
            source: "test")
        let files = try ProfileFile(path: "/h/credentials", text: Self.file)
        let profiles = AWSProfiles(config: ProfileFile(path: "/h/config"), credentials: files)
        let provider = StaticCredentials(credentials)
        var shown = "\(credentials) \(String(reflecting: credentials)) \(profiles) \(provider)"
        shown +=
            String(reflecting: profiles) + String(reflecting: provider)
            + String(reflecting: [credentials])
        dump(credentials, to: &shown)
        dump(profiles, to: &shown)
        dump(provider, to: &shown)
        #expect(!shown.lowercased().contains("hush"))
        #expect(!shown.contains("AKIDFILE"))
    }
}
