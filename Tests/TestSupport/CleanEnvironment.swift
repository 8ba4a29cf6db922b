import Foundation

/// What a program under test is given of the environment: nothing of who runs the tests.
package enum CleanEnvironment {
    /// Credentials that any test server takes; no metadata service is asked; the home is empty.
    package static func make(home: String, _ more: [String: String] = [:]) -> [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
            "PYTHONDONTWRITEBYTECODE": "1",
        ].merging(more) { $1 }
    }
}
