import Foundation

/// What the machine has for this process, and how the work is shared out on it.
///
/// A reader and a lane for each core: one lane could send what two readers make, but the kernel wakes who answers
/// on the sender's own core and lets both take turns there, while the other idles (docs/performance.md).
struct MachineShape {
    /// Processors that this process may run on, 1 at least: what `taskset` or a container's cpuset leaves of them.
    let cores: Int

    static let current = MachineShape(cores: allowedCores ?? ProcessInfo.processInfo.processorCount)

    /// Threads that sign and send.
    var lanes: Int { min(4, cores) }

    /// Threads that read and encode, for each of so many tables that are copied at once.
    func readers(forEachOf tables: Int) -> Int { max(1, min(4, cores / max(1, tables))) }

    /// What Linux says of this process, which Foundation's counts leave out; nil where it does not say.
    private static var allowedCores: Int? {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let name = "Cpus_allowed_list:"
        let line = status?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { cores(in: String($0.dropFirst(name.count))) }
    }

    /// The number of processors in a list such as `0-3,7`; nil where it is not one.
    static func cores(in list: String) -> Int? {
        var cores = 0
        for part in list.split(separator: ",") {
            let ends = part.split(separator: "-")
                .compactMap { Int(String($0.filter { !$0.isWhitespace })) }
            guard let first = ends.first, let last = ends.last, first <= last else {
                return nil
            }
            cores += last - first + 1
        }
        return cores > 0 ? cores : nil
    }
}
