import Glibc
package import JSONText

/// Reads a configuration file: a regular file of UTF-8 JSON, of 16 MB at most.
package enum ConfigFile {
    /// Far more than a mapping of thousands of tables takes.
    package static let maxBytes = 16 * 1024 * 1024

    package static func read(_ path: String) throws(SluiceError) -> JSONNode {
        let bytes = try contents(path)
        do throws(JSONError) {
            return try JSONReader.read(bytes, limits: JSONLimits(maxBytes: maxBytes))
        } catch {
            throw SluiceError(
                .configuration, "not JSON: \(error.message)",
                place: "\(path):\(error.line):\(error.column)",
                hint: "mend the file there; a JSON file has no comments and no trailing commas")
        }
    }

    private static func contents(_ path: String) throws(SluiceError) -> [UInt8] {
        // Not blocking: opening a pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            throw SluiceError(
                .configuration, "the configuration is a directory", place: path,
                hint: "name the file in it, such as \(path)/config.json")
        default:
            throw SluiceError(
                .configuration, "the configuration is not a regular file", place: path,
                hint: "write it into a file: the run belongs to the file's path")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(0, min(Int(status.st_size), maxBytes)) + 1)
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maxBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw failure(path, errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
        throw SluiceError(
            .configuration, "the configuration is over 16 MB", place: path,
            hint: "is this the right file? A mapping takes a few kilobytes a table")
    }

    private static func failure(_ path: String, _ code: Int32) -> SluiceError {
        switch code {
        case ENOENT, ENOTDIR:
            SluiceError(
                .configuration, "there is no such configuration file", place: path,
                hint: "sluice init --source-db PATH writes one; --config PATH names another")
        case EACCES, EPERM:
            SluiceError(
                .configuration, "the configuration may not be read by this user", place: path,
                hint: "see its owner and mode with ls -l")
        default:
            SluiceError(
                .configuration,
                "the configuration cannot be read: \(String(cString: strerror(code)))",
                place: path, hint: "see whether cat can read it")
        }
    }
}
