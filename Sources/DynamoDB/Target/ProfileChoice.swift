package import RunModel

/// Which profile is used, and by whose choice.
package struct ProfileChoice: Sendable, Equatable {
    package var name: String
    package var origin: String
    /// Chosen by flag or config: then keys in the environment do not count.
    package var isExplicit: Bool

    /// Explicit, else AWS_PROFILE, AWS_DEFAULT_PROFILE, `default`.
    ///
    /// A profile that was asked for by name and is in neither file is an error; `default` need not exist.
    package static func resolve(
        explicit: Resolved<String>?, environment: [String: String], profiles: AWSProfiles
    ) throws(SluiceError) -> ProfileChoice {
        let choice: ProfileChoice
        if let explicit {
            choice = ProfileChoice(name: explicit.value, origin: explicit.origin, isExplicit: true)
        } else if let name = environment.setting("AWS_PROFILE") {
            choice = ProfileChoice(name: name, origin: "AWS_PROFILE", isExplicit: false)
        } else if let name = environment.setting("AWS_DEFAULT_PROFILE") {
            choice = ProfileChoice(name: name, origin: "AWS_DEFAULT_PROFILE", isExplicit: false)
        } else {
            return ProfileChoice(name: "default", origin: "default", isExplicit: false)
        }
        guard profiles.profile(choice.name) != nil else {
            let known = profiles.names
            throw SluiceError(
                .credentials,
                "no profile \"\(choice.name.sanitised(limit: 100))\" (chosen by \(choice.origin))",
                place: profiles.configPath,
                hint: known.isEmpty
                    ? "neither this file nor \(profiles.credentialsPath) has a profile; "
                        + "`aws configure --profile \(choice.name.sanitised(limit: 100))` makes one"
                    : "the profiles there are: \(known.joined(separator: ", ").sanitised(limit: 400))"
            )
        }
        return choice
    }
}
