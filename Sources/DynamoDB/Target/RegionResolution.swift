package import RunModel

/// Finds the region: explicit, AWS_REGION, AWS_DEFAULT_REGION, the profile.
package enum RegionResolution {
    /// nil where nobody names one.
    ///
    /// Throws where the name cannot be one: it becomes part of the signature and, without a custom
    /// endpoint, of a host name.
    package static func resolve(
        explicit: Resolved<String>?, environment: [String: String], profiles: AWSProfiles,
        profile: ProfileChoice
    ) throws(SluiceError) -> Resolved<String>? {
        guard
            let region = explicit
                ?? environment.setting("AWS_REGION").map({ Resolved($0, origin: "AWS_REGION") })
                ?? environment.setting("AWS_DEFAULT_REGION").map({
                    Resolved($0, origin: "AWS_DEFAULT_REGION")
                })
                ?? profiles.profile(profile.name)?["region"].map({
                    Resolved($0.value, origin: "profile \(profile.name) (\($0.place))")
                })
        else { return nil }
        let isPossible =
            (1...63).contains(region.value.utf8.count)
            && region.value.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
            && region.value.first != "-" && region.value.last != "-"
        guard isPossible else { throw malformed(region) }
        return region
    }

    /// Refuses a region that no part of AWS could have; asked where the endpoint is AWS's own.
    static func checkLooksKnown(_ region: Resolved<String>) throws(SluiceError) -> Partition {
        guard let partition = Partition.of(region: region.value) else { throw malformed(region) }
        return partition
    }

    private static func malformed(_ region: Resolved<String>) -> SluiceError {
        let shown = region.value.sanitised(limit: 60)
        return SluiceError(
            .configuration, "\"\(shown)\" is not a region", place: region.origin,
            hint: Partition.suggestion(for: region.value).map { "did you mean \"\($0)\"?" }
                ?? "a region is like us-east-1 or eu-central-1; "
                + "for a server of your own set target.endpoint too")
    }

    static let missing = SluiceError(
        .configuration, "no region",
        hint: "set target.region in the config, SLUICE_TARGET_REGION or AWS_REGION, "
            + "or region in the AWS profile: us-east-1, for example")
}
