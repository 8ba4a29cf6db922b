package import RunModel

/// Finds the endpoint: explicit, the variables, the services section, the profile, or the region's own.
package enum EndpointResolution {
    /// An endpoint that somebody named; nil: the region's own.
    ///
    /// AWS_IGNORE_CONFIGURED_ENDPOINT_URLS switches AWS's own settings off, not the explicit one.
    package static func configured(
        explicit: Resolved<String>?, environment: [String: String], profiles: AWSProfiles,
        profile: ProfileChoice
    ) throws(SluiceError) -> Resolved<Endpoint>? {
        guard
            let text = explicit
                ?? ambient(environment: environment, profiles: profiles, profile: profile)
        else { return nil }
        return Resolved(try Endpoint(text), origin: text.origin)
    }

    private static func ambient(
        environment: [String: String], profiles: AWSProfiles, profile: ProfileChoice
    ) -> Resolved<String>? {
        let settings = profiles.profile(profile.name)
        guard !environment.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
            settings?["ignore_configured_endpoint_urls"]?.value.lowercased() != "true"
        else { return nil }
        for name in ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"] {
            if let value = environment.setting(name) { return Resolved(value, origin: name) }
        }
        guard let settings else { return nil }
        if let setting = profiles.serviceSetting("endpoint_url", of: settings) {
            return Resolved(
                setting.value, origin: "services of profile \(profile.name) (\(setting.place))")
        }
        return settings["endpoint_url"].map {
            Resolved($0.value, origin: "profile \(profile.name) (\($0.place))")
        }
    }

    /// The region's own endpoint, by AWS's published endpoint rules.
    package static func ofRegion(
        _ region: Resolved<String>, usesFIPS: Bool, usesDualStack: Bool
    ) throws(SluiceError) -> Resolved<Endpoint> {
        if region.value == "local" {
            guard !usesFIPS, !usesDualStack else {
                throw SluiceError(
                    .configuration, "region local has no FIPS or dual-stack endpoint",
                    place: region.origin,
                    hint: "unset AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT")
            }
            return Resolved(
                Endpoint(isSecure: false, host: "localhost", port: 8_000), origin: "region local")
        }
        let partition = try RegionResolution.checkLooksKnown(region)
        // GovCloud's plain endpoints are the FIPS ones.
        let isPlainFIPS = partition.id == "aws-us-gov" && !usesDualStack
        let service = usesFIPS && !isPlainFIPS ? "dynamodb-fips" : "dynamodb"
        let suffix = usesDualStack ? partition.dualStackSuffix : partition.suffix
        let kind =
            switch (usesFIPS, usesDualStack) {
            case (true, true): " (FIPS, dual stack)"
            case (true, false): " (FIPS)"
            case (false, true): " (dual stack)"
            case (false, false): ""
            }
        return Resolved(
            Endpoint(isSecure: true, host: "\(service).\(region.value).\(suffix)"),
            origin: "region \(region.value)\(kind)")
    }
}
