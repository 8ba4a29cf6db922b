import Glibc

/// A file of at most a megabyte, read whole: configuration, tokens.
enum SmallFile {
    enum Failure: Error, Sendable {
        case missing
        /// The system's reason.
        case unreadable(String)
        case tooLarge
        case notText
    }

    static func text(of path: String) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? .missing : .unreadable(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(String(cString: strerror(errno)))
            }
            if count == 0 { break }
            bytes += buffer[..<count]
            if bytes.count > 1 << 20 { throw .tooLarge }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        return text
    }

    /// A path with a leading `~/` expanded.
    static func expanded(_ path: String, home: String?) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }
}

extension SmallFile.Failure {
    /// Why, without the file's name.
    var reason: String {
        switch self {
        case .missing: "no such file"
        case .unreadable(let reason): reason
        case .tooLarge: "larger than a megabyte"
        case .notText: "not UTF-8 text"
        }
    }
}
