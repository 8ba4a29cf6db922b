import CLibcrypto
import Foundation

/// A folder of a test's own, removed with the last reference to it.
package final class TestFolder: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "sluice-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a name in it.
    package subscript(_ name: String) -> String { path + "/" + name }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
        return self[name]
    }

    /// Copies a file here, under its own name where none is given.
    @discardableResult
    package func copy(_ file: String, as name: String? = nil) throws -> String {
        let to = self[name ?? String(file.split(separator: "/").last ?? "copy")]
        try FileManager.default.copyItem(atPath: file, toPath: to)
        return to
    }

    /// A folder in it, made.
    package func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: self[name], withIntermediateDirectories: true)
        return self[name]
    }
}

/// What a folder holds at one moment: each file's bytes (as their SHA-256), mode and time of change.
package struct FolderListing: Equatable, CustomStringConvertible {
    private var entries: [String: String] = [:]

    /// Files may be left out by name, such as SQLite's own -shm.
    package init(_ folder: String, leavingOut: (String) -> Bool = { _ in false }) throws {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        for name in names where !leavingOut(name) {
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0 else { continue }
            let time = "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
            let mode = String(status.st_mode, radix: 8)
            guard status.st_mode & S_IFMT == S_IFREG else {
                // Making and deleting a file in between changes the folder's time.
                entries[name] = mode
                continue
            }
            entries[name] =
                "\(mode) \(status.st_size) \(time) \(try Self.digest(folder + "/" + name))"
        }
    }

    package var names: [String] { entries.keys.sorted() }

    package var description: String {
        entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    }

    /// The SHA-256 of a file, in hexadecimal.
    package static func digest(_ file: String) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: file), options: .mappedIfSafe)
        var digest = [UInt8](repeating: 0, count: 32)
        data.withUnsafeBytes { bytes in
            _ = SHA256(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &digest)
        }
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
