/// What goes wrong on purpose, and how often.
///
/// The text form (`sluice local --faults`) is a comma-separated list of `name=value`; spaces around
/// either are ignored, an empty text is a plan without faults.
///
/// | part | what happens |
/// |---|---|
/// | `throttle=P[:REASON]` | the whole request fails with ProvisionedThroughputExceededException; REASON is one of AWS's sixteen ThrottlingReasons, by default the operation's own `Table…ProvisionedThroughputExceeded`; one that begins with Index names the table's first index |
/// | `unprocessed=P` | each write of a BatchWriteItem (key of a BatchGetItem) comes back unprocessed; all of them: the exception |
/// | `error500=P`, `error503=P` | InternalServerError, ServiceUnavailable; nothing is applied |
/// | `drop=P[:before\|after]` | the connection closes without an answer, before (default) or after the request was applied |
/// | `badcrc=P` | the request is applied and answered with a wrong x-amz-crc32 |
/// | `expired=P` | ExpiredTokenException |
/// | `delay=5ms[..20ms]` | each answer waits so long (`us`, `ms`, `s`); a range is drawn from evenly |
/// | `wcu=N` | a budget of write units a second and table: writes past it come back unprocessed, none left: the exception |
/// | `skew=20m` | the server's clock goes wrong by so much (`s`, `m`; negative: behind): its Date header says so, and a request signed more than 15 minutes off is an InvalidSignatureException, whatever its table and operation |
/// | `throttled=A\|B` | `throttle` hits only requests that name one of these tables |
/// | `tables=A\|B` | only requests that name one of these tables |
/// | `operations=X\|Y` | only these operations; without it: those that read or write items |
/// | `times=N` | the plan is spent after N spoiled requests |
/// | `seed=N` | the dice; the same requests in the same order meet the same faults |
///
/// P is a probability from 0 to 1. At most one of the whole-request faults hits a request; they are
/// tried in the order of the table.
package struct FaultPlan: Sendable, Equatable {
    package enum DropMoment: String, Sendable, Equatable, CaseIterable {
        case before, after
    }

    package var throttle = 0.0
    package var throttleReason: String?
    /// The tables that `throttle` hits; empty: all that the plan is about.
    package var throttledTables: Set<String> = []
    package var unprocessed = 0.0
    package var error500 = 0.0
    package var error503 = 0.0
    package var drop = 0.0
    package var dropMoment = DropMoment.before
    package var badCRC = 0.0
    package var expired = 0.0
    /// Microseconds; equal ends for a fixed delay.
    package var delay: ClosedRange<Int> = 0...0
    /// Write units a second for each table; nil: no limit.
    package var writeUnits: Int?
    /// Seconds that the server's clock is ahead.
    package var skewSeconds = 0
    package var tables: Set<String> = []
    package var operations: Set<String> = []
    package var times: Int?
    package var seed: UInt64 = 1

    package init() {}

    /// True where no request can be touched.
    package var isEmpty: Bool {
        throttle == 0 && unprocessed == 0 && error500 == 0 && error503 == 0 && drop == 0
            && badCRC == 0 && expired == 0 && delay == 0...0 && writeUnits == nil
    }

    /// AWS's throttling reasons.
    package static let reasons: [String] = ["Table", "Index"].flatMap { subject in
        ["Read", "Write"].flatMap { way in
            [
                "ProvisionedThroughput", "AccountLimit", "KeyRangeThroughput",
                "MaxOnDemandThroughput",
            ]
            .map { "\(subject)\(way)\($0)Exceeded" }
        }
    }
}

/// A fault specification that cannot be read.
package struct FaultSpecError: Error, Sendable, Equatable, CustomStringConvertible {
    /// 1-based character position in the text.
    package var position: Int
    package var message: String
    package var hint: String

    package var description: String {
        "fault specification, character \(position): \(message) (\(hint))"
    }
}
