import RunModel
import Testing

@testable import DynamoDB

@Suite struct TargetSettingsTests {
    static let config = """
        [default]
        region = eu-west-1

        [profile dev]
        region = ap-south-1
        endpoint_url = http://profile.example:1
        services = mine
        ca_bundle = ~/ca.pem

        [profile plain]
        endpoint_url = http://plain.example:2
        use_fips_endpoint = true

        [services mine]
        s3 =
          endpoint_url = http://s3.example:3
        dynamodb =
          endpoint_url = http://service.example:4
        """

    private func resolve(
        region: String? = nil, endpoint: String? = nil, profile: String? = nil,
        _ environment: [String: String] = [:]
    ) throws(SluiceError) -> TargetSettings {
        let profiles = AWSProfiles(
            config: try ProfileFile(path: "/h/config", text: Self.config),
            credentials: ProfileFile(path: "/h/credentials"))
        return try TargetSettings.resolve(
            region: region.map { Resolved($0, origin: "config.json") },
            endpoint: endpoint.map { Resolved($0, origin: "config.json") },
            profile: profile.map { Resolved($0, origin: "config.json") }, environment: environment,
            profiles: profiles)
    }

    @Test func `The region's order is explicit, AWS_REGION, AWS_DEFAULT_REGION, profile`() throws {
        var environment = ["AWS_REGION": "us-west-1", "AWS_DEFAULT_REGION": "us-west-2"]
        #expect(
            try resolve(region: "sa-east-1", environment).region
                == Resolved("sa-east-1", origin: "config.json"))
        #expect(try resolve(environment).region == Resolved("us-west-1", origin: "AWS_REGION"))
        environment["AWS_REGION"] = ""
        #expect(
            try resolve(environment).region == Resolved("us-west-2", origin: "AWS_DEFAULT_REGION"))
        #expect(
            try resolve().region
                == Resolved("eu-west-1", origin: "profile default (/h/config:2)"))
    }

    @Test func `The endpoint's order is explicit, variables, services, profile, region`() throws {
        var environment = [
            "AWS_PROFILE": "dev", "AWS_ENDPOINT_URL_DYNAMODB": "http://one.example",
            "AWS_ENDPOINT_URL": "http://two.example",
        ]
        let explicit = try resolve(endpoint: "http://zero.example", environment)
        #expect(explicit.endpoint.value.url == "http://zero.example")
        #expect(explicit.endpoint.origin == "config.json")
        #expect(try resolve(environment).endpoint.origin == "AWS_ENDPOINT_URL_DYNAMODB")
        environment["AWS_ENDPOINT_URL_DYNAMODB"] = nil
        #expect(try resolve(environment).endpoint.origin == "AWS_ENDPOINT_URL")
        environment["AWS_ENDPOINT_URL"] = nil
        let service = try resolve(environment)
        #expect(service.endpoint.value.url == "http://service.example:4")
        #expect(service.endpoint.origin == "services of profile dev (/h/config:17)")
        #expect(service.isCustomEndpoint)
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        let own = try resolve(environment)
        #expect(own.endpoint.value.url == "https://dynamodb.ap-south-1.amazonaws.com")
        #expect(own.endpoint.origin == "region ap-south-1")
        #expect(!own.isCustomEndpoint)
    }

    @Test func `An explicit endpoint stands where configured ones are ignored`() throws {
        let settings = try resolve(
            endpoint: "http://zero.example", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"])
        #expect(settings.endpoint.value.url == "http://zero.example")
    }

    @Test func `A local endpoint needs no region, another one does`() throws {
        let profiles = AWSProfiles(
            config: ProfileFile(path: "/h/config"), credentials: ProfileFile(path: "/h/credentials")
        )
        func resolve(_ url: String) throws(SluiceError) -> TargetSettings {
            try TargetSettings.resolve(
                region: nil, endpoint: Resolved(url, origin: "test"), profile: nil,
                environment: [:],
                profiles: profiles)
        }
        #expect(try resolve("http://127.0.0.1:8000").region.value == "us-east-1")
        let error = try #require(
            refusal { () throws(SluiceError) in try resolve("http://far.example:8000") })
        #expect(error.message == "no region")
    }

    @Test(
        arguments: [
            ("us-est-1", nil), ("US-EAST-1", "us-east-1"), ("us_east_1", "us-east-1"),
            ("useast1", "us-east-1"), ("eu-central", "eu-central-1"), ("mars", nil),
            ("xx-foo-1", nil),
            ("us-east-1\n", "us-east-1"), ("-", nil), ("us-east-1.evil.example", nil),
        ] as [(String, String?)])
    func `A region that none could have is refused before any network`(
        _ region: String, _ suggestion: String?
    ) throws {
        // Well formed, so only DNS can tell: then the hint comes with that failure.
        guard Partition.of(region: region) == nil else {
            #expect(Partition.suggestion(for: region) == "us-east-1")
            return
        }
        let error = try #require(refusal { () throws(SluiceError) in try resolve(region: region) })
        #expect(error.code == .configuration)
        #expect(error.place == "config.json")
        #expect(error.hint?.isEmpty == false)
        if let suggestion { #expect(error.hint == "did you mean \"\(suggestion)\"?") }
    }

    @Test func `FIPS with an endpoint of its own is refused`() throws {
        #expect(throws: SluiceError.self) { try resolve(profile: "plain") }
        let settings = try resolve(["AWS_USE_FIPS_ENDPOINT": "true"])
        #expect(settings.endpoint.value.host == "dynamodb-fips.eu-west-1.amazonaws.com")
        #expect(settings.endpoint.origin == "region eu-west-1 (FIPS)")
    }

    @Test func `The CA bundle comes from the variable or the profile`() throws {
        let environment = ["HOME": "/home/me"]
        #expect(
            try resolve(profile: "dev", environment).caBundle
                == Resolved("/home/me/ca.pem", origin: "profile dev (/h/config:8)"))
        #expect(
            try resolve(["AWS_CA_BUNDLE": "/x.pem"]).caBundle
                == Resolved("/x.pem", origin: "AWS_CA_BUNDLE"))
        #expect(try resolve().caBundle == nil)
    }

    @Test func `A profile that is asked for must exist, and those there are named`() throws {
        let error = try #require(refusal { () throws(SluiceError) in try resolve(profile: "prod") })
        #expect(error.code == .credentials)
        #expect(error.hint == "the profiles there are: default, dev, plain")
        #expect(throws: SluiceError.self) { try resolve(["AWS_PROFILE": "prod"]) }
    }
}
