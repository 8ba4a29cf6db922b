package import RunModel

/// Finds who signs: environment, profile, container, EC2 instance, in this order.
///
/// Nothing is read from the network here, and no command is run: that happens at the first request.
package enum CredentialsChain {
    /// Reads the shared files and decides.
    package static func resolve(
        profile: String?, environment: [String: String], home: String?
    ) throws(SluiceError) -> any CredentialsProvider {
        let profiles = try AWSProfiles.load(environment: environment, home: home)
        let choice = try ProfileChoice.resolve(
            explicit: profile.map { Resolved($0, origin: "target.profile") },
            environment: environment,
            profiles: profiles)
        return try resolve(choice, environment: environment, profiles: profiles, endpoint: nil)
    }
    /// Decides with files that have been read.
    ///
    /// `endpoint`: a custom one. With one on this machine the EC2 service is not asked, and the
    /// error says what such a server needs.
    package static func resolve(
        _ choice: ProfileChoice, environment: [String: String], profiles: AWSProfiles,
        endpoint: Endpoint?
    ) throws(SluiceError) -> any CredentialsProvider {
        if !choice.isExplicit {
            if let credentials = try fromEnvironment(environment) {
                return StaticCredentials(credentials)
            }
            if environment.setting("AWS_WEB_IDENTITY_TOKEN_FILE") != nil,
                environment.setting("AWS_ROLE_ARN") != nil
            {
                throw unsupported("a web identity role", place: "AWS_WEB_IDENTITY_TOKEN_FILE")
            }
        }
        if let profile = profiles.profile(choice.name),
            let provider = try ProfileCredentials(profile).provider(environment: environment)
        {
            return provider
        }
        if choice.isExplicit {
            throw SluiceError(
                .credentials,
                "profile \"\(choice.name)\" (chosen by \(choice.origin)) holds no credentials",
                place: profiles.credentialsPath,
                hint: "`aws configure --profile \(choice.name)` writes them; "
                    + "keys in the environment do not count where a profile is chosen")
        }
        if let container = try ContainerCredentials(environment: environment) {
            return container.provider()
        }
        let missing = missing(profiles: profiles, endpoint: endpoint)
        guard endpoint?.isLoopback != true,
            let instance = InstanceCredentials(environment: environment)
        else { throw missing }
        return instance.provider(missing: missing)
    }

    private static func fromEnvironment(
        _ environment: [String: String]
    ) throws(SluiceError) -> Credentials? {
        let id = environment.setting("AWS_ACCESS_KEY_ID")
        let secret = environment.setting("AWS_SECRET_ACCESS_KEY")
        guard let id, let secret else {
            guard id != nil || secret != nil else { return nil }
            let (set, unset) =
                id != nil
                ? ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                : ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")
            throw SluiceError(
                .credentials, "\(set) is set, \(unset) is not", place: "environment",
                hint: "set both, or unset both to use a profile")
        }
        let credentials = Credentials(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: environment.setting("AWS_SESSION_TOKEN"), source: "environment variables")
        if let problem = credentials.problem {
            throw SluiceError(
                .credentials, problem, place: "environment",
                hint:
                    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY again, without quotes or spaces"
            )
        }
        return credentials
    }

    static func unsupported(_ what: String, place: String) -> SluiceError {
        SluiceError(
            .credentials, "\(what) is not supported directly", place: place,
            hint:
                "let the aws command resolve it: make a profile whose only line is credential_process = "
                + "aws configure export-credentials --profile NAME --format process, and choose that one; "
                + "or put the keys of `aws configure export-credentials --format env` into the environment"
        )
    }

    private static func missing(profiles: AWSProfiles, endpoint: Endpoint?) -> SluiceError {
        if let endpoint, endpoint.isLoopback {
            return SluiceError(
                .credentials, "no credentials to sign requests to \(endpoint.url) with",
                hint: "a local server takes any: set AWS_ACCESS_KEY_ID=local and "
                    + "AWS_SECRET_ACCESS_KEY=local")
        }
        return SluiceError(
            .credentials,
            "no credentials: not in the environment, in \(profiles.credentialsPath) or in "
                + profiles.configPath,
            hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure`, "
                + "or choose a profile with target.profile or AWS_PROFILE")
    }
}
