import Foundation
package import Glibc
import Synchronization

/// How a process ended, and what it said.
package struct ProcessResult: Sendable, CustomStringConvertible {
    /// The exit status; nil where a signal ended it.
    package var status: Int32?
    /// The signal that ended it.
    package var signal: Int32?
    package var output: String
    package var errors: String
    package var seconds: Double
    package var peakResidentBytes: Int

    /// For the comment of an expectation: all there is to know of a run that went otherwise.
    package var description: String {
        let end = status.map { "status \($0)" } ?? "signal \(signal ?? 0)"
        return "\(end) after \(seconds) s\n--- output\n\(output)\n--- errors\n\(errors)"
    }
}

/// A process that a test started: its output goes to files, its end is awaited, and it is killed by its pid
/// where it outlives the test.
package final class ChildProcess: Sendable {
    package let pid: pid_t
    private let folder: TestFolder
    private let startedAt = ContinuousClock.now
    private let end = Mutex(End())

    private struct End {
        var result: (status: Int32, usage: rusage, at: ContinuousClock.Instant)?
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var count = 0
    }

    /// Starts a program with exactly this environment; without an input it reads /dev/null.
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String,
        input: Int32? = nil
    ) throws {
        let files = try TestFolder()
        self.folder = files
        pid = try Spawn.start(
            [executable] + arguments, environment: environment, folder: folder, input: input,
            output: files["output"], errors: files["errors"])
        // A thread of its own: waiting in the kernel must not hold a thread of the concurrency pool.
        let thread = Thread { [pid, weak self] in
            var status: Int32 = 0
            var usage = rusage()
            while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
            self?.ended(status, usage)
        }
        thread.stackSize = 128 << 10
        thread.start()
    }

    deinit { if isRunning { kill(pid, SIGKILL) } }

    package var isRunning: Bool { end.withLock { $0.result == nil } }
    package var output: String { read("output") }
    package var errors: String { read("errors") }

    /// Sends a signal, unless the process has ended and its pid may be another's.
    package func send(_ signal: Int32) {
        end.withLock { end in
            if end.result == nil { kill(pid, signal) }
        }
    }

    /// Waits for the end; kills and throws where it takes longer.
    package func result(within limit: Duration = .seconds(120)) async throws -> ProcessResult {
        let timer = Task { [weak self] in
            try await Task.sleep(for: limit)
            self?.send(SIGKILL)
            return true
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = end.withLock { end -> Bool in
                    guard end.result == nil else { return true }
                    end.count += 1
                    end.waiting[end.count] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            send(SIGKILL)
        }
        timer.cancel()
        let result = made()
        if (try? await timer.value) == true {
            throw TestSupportError("the process was killed after \(limit): \(result)")
        }
        return result
    }

    private func ended(_ status: Int32, _ usage: rusage) {
        let waiting = end.withLock { end -> [CheckedContinuation<Void, any Error>] in
            end.result = (status, usage, .now)
            defer { end.waiting = [:] }
            return Array(end.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    private func made() -> ProcessResult {
        let (status, usage, at) = end.withLock { $0.result } ?? (0, rusage(), .now)
        let signal = status & 0x7F
        return ProcessResult(
            status: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
            output: output, errors: errors, seconds: (at - startedAt) / .seconds(1),
            peakResidentBytes: usage.ru_maxrss * 1_024)
    }

    private func read(_ name: String) -> String {
        String(
            decoding: FileManager.default.contents(atPath: folder[name]) ?? Data(), as: UTF8.self)
    }
}
