import RunModel
import Testing

@testable import DynamoDB

@Suite struct EndpointTests {
    private func ofRegion(_ region: String, fips: Bool = false, dual: Bool = false) throws -> String
    {
        try EndpointResolution.ofRegion(
            Resolved(region, origin: "test"), usesFIPS: fips, usesDualStack: dual
        ).value.url
    }

    /// Plain, FIPS, dual stack, both: as botocore 1.43 resolves AWS's endpoint rules.
    @Test(arguments: [
        (
            "us-east-1", "dynamodb.us-east-1.amazonaws.com",
            "dynamodb-fips.us-east-1.amazonaws.com",
            "dynamodb.us-east-1.api.aws", "dynamodb-fips.us-east-1.api.aws"
        ),
        (
            "us-gov-west-1", "dynamodb.us-gov-west-1.amazonaws.com",
            "dynamodb.us-gov-west-1.amazonaws.com", "dynamodb.us-gov-west-1.api.aws",
            "dynamodb-fips.us-gov-west-1.api.aws"
        ),
        (
            "cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn",
            "dynamodb-fips.cn-north-1.amazonaws.com.cn",
            "dynamodb.cn-north-1.api.amazonwebservices.com.cn",
            "dynamodb-fips.cn-north-1.api.amazonwebservices.com.cn"
        ),
        (
            "us-isob-east-1", "dynamodb.us-isob-east-1.sc2s.sgov.gov",
            "dynamodb-fips.us-isob-east-1.sc2s.sgov.gov", "dynamodb.us-isob-east-1.api.aws.scloud",
            "dynamodb-fips.us-isob-east-1.api.aws.scloud"
        ),
        (
            "eusc-de-east-1", "dynamodb.eusc-de-east-1.amazonaws.eu",
            "dynamodb-fips.eusc-de-east-1.amazonaws.eu",
            "dynamodb.eusc-de-east-1.api.amazonwebservices.eu",
            "dynamodb-fips.eusc-de-east-1.api.amazonwebservices.eu"
        ),
    ])
    func `A region has the endpoints of AWS's rules`(
        _ region: String, _ plain: String, _ fips: String, _ dual: String, _ both: String
    ) throws {
        #expect(try ofRegion(region) == "https://" + plain)
        #expect(try ofRegion(region, fips: true) == "https://" + fips)
        #expect(try ofRegion(region, dual: true) == "https://" + dual)
        #expect(try ofRegion(region, fips: true, dual: true) == "https://" + both)
    }

    @Test func `A region that is newer than the list has an endpoint too`() throws {
        #expect(try ofRegion("eu-north-7") == "https://dynamodb.eu-north-7.amazonaws.com")
    }

    @Test func `Region local is the local server`() throws {
        #expect(try ofRegion("local") == "http://localhost:8000")
        #expect(throws: SluiceError.self) { try ofRegion("local", fips: true) }
    }

    @Test(arguments: [
        ("https://Example.COM", "https://example.com", "example.com"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("https://host:443", "https://host", "host"),
        ("http://host:443", "http://host:443", "host:443"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]:8000"),
        ("https://proxy.example/dynamo/", "https://proxy.example/dynamo", "proxy.example"),
    ])
    func `An endpoint is read and normalised`(_ text: String, _ url: String, _ authority: String)
        throws
    {
        let endpoint = try Endpoint(Resolved(text, origin: "test"))
        #expect(endpoint.url == url)
        #expect(endpoint.authority == authority)
    }

    @Test(arguments: [
        "localhost:8000", "ftp://host", "http://", "http://host:0", "http://host:99999",
        "http://host:port", "http://ho st", "http://host?x=1", "http://host/#x", "http://host/a b",
        "http://[::1", "http://grün.example", "https://", "",
    ])
    func `What is no endpoint is refused with its place and a hint`(_ text: String) throws {
        let error = try #require(
            refusal { () throws(SluiceError) in
                try Endpoint(Resolved(text, origin: "SLUICE_TARGET_ENDPOINT"))
            })
        #expect(error.code == .configuration)
        #expect(error.place == "SLUICE_TARGET_ENDPOINT")
        #expect(error.hint != nil)
    }

    @Test func `A password in an endpoint is refused and not repeated`() throws {
        let error = try #require(
            refusal { () throws(SluiceError) in
                try Endpoint(Resolved("https://me:hushhush@host", origin: "test"))
            })
        #expect(!error.description.contains("hushhush"))
    }

    @Test(arguments: [
        "http://localhost:1", "http://127.1.2.3", "http://[::1]:1", "http://a.localhost",
    ])
    func `Loopback is known`(_ text: String) throws {
        #expect(try Endpoint(Resolved(text, origin: "test")).isLoopback)
    }

    @Test(arguments: ["http://127.example.com", "http://localhost.example.com", "http://128.0.0.1"])
    func `What only looks like loopback is none`(_ text: String) throws {
        #expect(try !Endpoint(Resolved(text, origin: "test")).isLoopback)
    }
}
