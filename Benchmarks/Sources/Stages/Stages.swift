import Glibc
import RunModel
import SQLiteSource

/// Measures the way of a row up to the socket, a stage at a time, on one thread.
///
///     Stages SOURCE STAGE [ROWS [CONFIG]]
///
/// STAGE is `sqlite`, `scan`, `encode` or `sign`, each doing what the one before it does, and more. Prints
/// one JSON object. Without CONFIG the default mapping is taken.
@main
enum Stages {
    static func main() {
        let arguments = CommandLine.arguments
        guard (3...5).contains(arguments.count), let stage = Stage(rawValue: arguments[2]) else {
            return fail("usage: Stages SOURCE sqlite|scan|encode|sign [ROWS [CONFIG]]")
        }
        let limit = arguments.count > 3 ? Int(arguments[3]) : .max
        guard let limit, limit > 0 else { return fail("ROWS is a number from 1") }
        do throws(SluiceError) {
            let plan = try Plan(
                source: arguments[1], config: arguments.count > 4 ? arguments[4] : nil)
            let began = ContinuousClock.now
            let work = try stage.run(plan, limit: limit)
            let (seconds, attoseconds) = (ContinuousClock.now - began).components
            guard work.rows > 0 else { return fail("there are no rows") }
            let nanoseconds = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
            print(
                #"{"stage": "\#(stage.rawValue)", "rows": \#(work.rows), "bytes": \#(work.bytes), "#
                    + #""requests": \#(work.requests), "checksum": \#(work.checksum), "#
                    + #""nanosecondsPerRow": \#(nanoseconds / Double(work.rows))}"#)
        } catch {
            fail("\(error)")
        }
    }

    private static func fail(_ text: String) {
        let line = Array("Stages: \(text)\n".utf8)
        write(2, line, line.count)
        exit(1)
    }
}

/// What a stage went through.
struct Work {
    var rows = 0
    /// Of the values read, or of the bodies made.
    var bytes = 0
    var requests = 0
    /// Of what was made, so that nothing of it can be left undone.
    var checksum = 0
}
