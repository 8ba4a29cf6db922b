package import RunModel

/// Where the items go, resolved from everything that has a say, each part with its origin.
package struct TargetSettings: Sendable {
    package var profile: ProfileChoice
    package var region: Resolved<String>
    package var endpoint: Resolved<Endpoint>
    /// The endpoint was named, not derived from the region.
    package var isCustomEndpoint: Bool
    package var caBundle: Resolved<String>?

    /// Resolves all of it without touching the network.
    ///
    /// - `region`, `endpoint`, `profile`: what flag, `SLUICE_…` variable or config file say, with that origin.
    package static func resolve(
        region: Resolved<String>?, endpoint: Resolved<String>?, profile: Resolved<String>?,
        environment: [String: String], profiles: AWSProfiles
    ) throws(SluiceError) -> TargetSettings {
        let choice = try ProfileChoice.resolve(
            explicit: profile, environment: environment, profiles: profiles)
        let settings = profiles.profile(choice.name)
        let found = try RegionResolution.resolve(
            explicit: region, environment: environment, profiles: profiles, profile: choice)
        let custom = try EndpointResolution.configured(
            explicit: endpoint, environment: environment, profiles: profiles, profile: choice)
        let usesFIPS = flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", environment, settings)
        let usesDualStack = flag(
            "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", environment, settings)
        let caBundle =
            environment.setting("AWS_CA_BUNDLE").map { Resolved($0, origin: "AWS_CA_BUNDLE") }
            ?? settings?["ca_bundle"].map {
                Resolved($0.value, origin: "profile \(choice.name) (\($0.place))")
            }
        let expanded = caBundle.map { bundle in
            Resolved(
                SmallFile.expanded(bundle.value, home: environment.setting("HOME")),
                origin: bundle.origin)
        }

        if let custom {
            guard !usesFIPS, !usesDualStack else {
                throw SluiceError(
                    .configuration,
                    "FIPS or dual stack was asked for together with an endpoint of its own",
                    place: custom.origin,
                    hint:
                        "unset AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT, or the endpoint"
                )
            }
            // A server on this machine has no region; one is needed for the signature only.
            let assumed =
                custom.value.isLoopback
                ? Resolved("us-east-1", origin: "default of an endpoint on this machine") : nil
            guard let region = found ?? assumed else { throw RegionResolution.missing }
            return TargetSettings(
                profile: choice, region: region, endpoint: custom, isCustomEndpoint: true,
                caBundle: expanded)
        }
        guard let region = found else { throw RegionResolution.missing }
        return TargetSettings(
            profile: choice, region: region,
            endpoint: try EndpointResolution.ofRegion(
                region, usesFIPS: usesFIPS, usesDualStack: usesDualStack),
            isCustomEndpoint: false, caBundle: expanded)
    }

    private static func flag(
        _ variable: String, _ name: String, _ environment: [String: String],
        _ profile: AWSProfiles.Profile?
    ) -> Bool {
        if environment.setting(variable) != nil { return environment.isTrue(variable) }
        return profile?[name]?.value.lowercased() == "true"
    }
}
