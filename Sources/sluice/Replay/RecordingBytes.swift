import Foundation
import Glibc

/// The bytes of a recording, read piece by piece as they are asked for.
///
/// A file is read where it lies: what is held does not depend on its length, and one that is cut meanwhile
/// just ends. What cannot be read twice, a pipe, is held.
struct RecordingBytes: Sendable {
    /// Up to so many bytes from an offset; none at the end.
    let read: @Sendable (_ offset: Int, _ count: Int) -> [UInt8]

    private init(_ read: @escaping @Sendable (Int, Int) -> [UInt8]) { self.read = read }

    init(_ bytes: Data) {
        self.init { offset, count in
            let from = bytes.startIndex + min(offset, bytes.count)
            return [UInt8](bytes[from..<min(from + count, bytes.endIndex)])
        }
    }

    /// Nil where it cannot be read.
    init?(path: String) {
        guard let file = File(path: path) else { return nil }
        if file.isSeekable {
            self.init { offset, count in file.read(at: offset, count) }
        } else {
            guard let bytes = try? file.readToEnd() else { return nil }
            self.init(bytes)
        }
    }

    private final class File: Sendable {
        private let descriptor: CInt
        /// False for a pipe.
        let isSeekable: Bool

        init?(path: String) {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
                close(descriptor)
                return nil
            }
            isSeekable = lseek(descriptor, 0, SEEK_CUR) >= 0
        }

        deinit { close(descriptor) }

        func read(at offset: Int, _ count: Int) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                var got = -1
                repeat {
                    got = pread(descriptor, buffer.baseAddress, count, offset)
                } while got < 0 && errno == EINTR
                filled = max(0, got)
            }
        }

        func readToEnd() throws -> Data? {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd()
        }
    }
}
