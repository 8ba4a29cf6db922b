package import RunModel

/// How a run ended, for the exit status.
package struct RunResult: Sendable {
    package var outcome: RunOutcome
    /// By table.
    package var failures: [(table: String, failure: RunFailure)]
    package var quarantined: Int

    /// The exit status (DESIGN §8); a stop's own status is the signal's, which the caller knows.
    package var exitStatus: ExitStatus {
        switch outcome {
        case .complete: .success
        case .differs: .differences
        case .stopped: .interrupted
        case .failed: .unavailable
        case .incomplete:
            failures.contains {
                [
                    .targetUnavailable, .sourceUnavailable, .credentials, .accessDenied,
                    .stateUnavailable,
                ]
                .contains($0.failure.code)
            } ? .unavailable : .incomplete
        }
    }
}
