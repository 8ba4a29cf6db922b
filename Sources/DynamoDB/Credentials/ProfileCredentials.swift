import RunModel

/// What a profile says about credentials.
struct ProfileCredentials {
    private let profile: AWSProfiles.Profile

    init(_ profile: AWSProfiles.Profile) { self.profile = profile }

    /// nil where it says nothing.
    ///
    /// In the order of AWS's own tools: role, web identity, SSO, keys of the credentials file,
    /// credential_process, keys of the config file. The first three are refused with the way around them.
    func provider(environment: [String: String]) throws(SluiceError) -> (any CredentialsProvider)? {
        let unsupported = [
            ("role_arn", "a profile that assumes a role"),
            ("web_identity_token_file", "a profile with a web identity role"),
            ("sso_session", "a profile with single sign-on"),
            ("sso_start_url", "a profile with single sign-on"),
            ("login_session", "a profile of `aws login`"),
        ]
        for (name, what) in unsupported {
            if let setting = profile[name] {
                throw CredentialsChain.unsupported(
                    "\(what) (\(profile.name.sanitised(limit: 100)))", place: setting.place)
            }
        }
        if let credentials = try keys(in: profile.credentialsFile) {
            return StaticCredentials(credentials)
        }
        if let process = profile["credential_process"] {
            return CredentialProcess(
                command: process.value, place: "profile \(profile.name) (\(process.place))",
                environment: environment
            ).provider()
        }
        return try keys(in: profile.configFile).map { StaticCredentials($0) }
    }

    private func keys(in settings: [String: AWSProfiles.Setting]) throws(SluiceError)
        -> Credentials?
    {
        let id = settings["aws_access_key_id"]
        let secret = settings["aws_secret_access_key"]
        guard let id, let secret else {
            guard let there = id ?? secret else { return nil }
            let missing = id == nil ? "aws_access_key_id" : "aws_secret_access_key"
            throw SluiceError(
                .credentials, "profile \"\(profile.name)\" has no \(missing)", place: there.place,
                hint: "add it, or run `aws configure --profile \(profile.name)`")
        }
        let credentials = Credentials(
            accessKeyID: id.value, secretAccessKey: secret.value,
            sessionToken: settings["aws_session_token"]?.value,
            source: "profile \(profile.name) (\(id.place))")
        if let problem = credentials.problem {
            throw SluiceError(
                .credentials, problem, place: id.place,
                hint:
                    "write the keys without quotes; `aws configure --profile \(profile.name)` does")
        }
        return credentials
    }
}
