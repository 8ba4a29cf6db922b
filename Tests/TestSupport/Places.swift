import Foundation
import Glibc

/// Where the package, the built program, the Python of the tests and the shared data are.
package enum Places {
    /// The package's root folder.
    package static let package: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The folder of the test bundle, and so of the product built with it.
    package static let products: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return package + "/.build/debug" }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }()

    /// The program under test.
    package static let sluice = products + "/sluice"

    /// A tool of the tests' virtual environment; nil where `make test` has not set it up.
    package static func tool(_ name: String) -> String? {
        let path = package + "/.venv/bin/" + name
        return access(path, X_OK) == 0 ? path : nil
    }

    /// A command on PATH; nil where it is not installed.
    package static func command(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    package static let hasServers =
        ["python", "moto_server", "ministack"].allSatisfy { tool($0) != nil }
    package static let serversAreMissing =
        "moto and ministack are not set up: run scripts/install-test-servers"

    /// Real databases beside the checkout; the product never needs them.
    package static let chinook = data("chinook.sqlite")
    package static let sakila = data("sakila.sqlite")
    package static let hasChinook = chinook != nil
    package static let hasSakila = sakila != nil
    package static let chinookIsMissing = "../shared/data/chinook.sqlite is not there"
    package static let sakilaIsMissing = "../shared/data/sakila.sqlite is not there"

    private static func data(_ name: String) -> String? {
        let path = package + "/../shared/data/" + name
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// What a test could not set up, in words.
package struct TestSupportError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
