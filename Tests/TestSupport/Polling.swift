/// Looks until something holds; never a fixed wait.
package enum Polling {
    /// - Throws: where it does not hold within the limit, naming `what`.
    package static func until(
        _ what: String, within limit: Duration = .seconds(30),
        every pause: Duration = .milliseconds(10),
        _ holds: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while !(try await holds()) {
            guard ContinuousClock.now < deadline else {
                throw TestSupportError("after \(limit): not \(what)")
            }
            try await Task.sleep(for: pause)
        }
    }
}
