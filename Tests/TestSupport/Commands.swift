/// The program under test, run in a folder with a clean environment.
package struct SluiceProgram: Sendable {
    /// The working directory; config.json is looked for here.
    package let folder: TestFolder
    private let home: TestFolder
    package var environment: [String: String]

    /// The variables are given besides the clean ones, such as SLUICE_TARGET_ENDPOINT.
    package init(in folder: TestFolder, _ environment: [String: String] = [:]) throws {
        self.folder = folder
        home = try TestFolder()
        self.environment = CleanEnvironment.make(home: home.path, environment)
    }

    /// The home and temporary folder it is given: empty at first.
    package var homePath: String { home.path }

    /// Runs to the end.
    package func callAsFunction(
        _ arguments: String..., within limit: Duration = .seconds(120)
    ) async throws -> ProcessResult {
        try await start(arguments).result(within: limit)
    }

    /// Starts, and leaves the end to the caller.
    package func start(_ arguments: [String], input: Int32? = nil) throws -> ChildProcess {
        try ChildProcess(
            Places.sluice, arguments, environment: environment, folder: folder.path, input: input)
    }
}

/// A script run with the Python of the tests' virtual environment.
package enum Python {
    /// - Throws: with what the script said, where its exit status is not 0.
    @discardableResult
    package static func run(
        _ script: String, _ arguments: [String], within limit: Duration = .seconds(180)
    ) async throws -> String {
        let home = try TestFolder()
        guard let python = Places.tool("python") else {
            throw TestSupportError(Places.serversAreMissing)
        }
        let result = try await ChildProcess(
            python, [script] + arguments, environment: CleanEnvironment.make(home: home.path),
            folder: home.path
        ).result(within: limit)
        guard result.status == 0 else { throw TestSupportError("\(script): \(result)") }
        return result.output
    }
}
