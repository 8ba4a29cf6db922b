import EventBus
import LocalDynamoDB
import RunModel

/// What makes the demo worth watching: a service some way off with a hot index, rows in quarantine, and their
/// repair in the source, so that a retry writes them.
enum DemoShow {
    /// Settings of the run: few batches in flight, which the operator can change with [ and ].
    static let settings = ["load.maxInFlight": "6"]

    /// The paced endpoint.
    static var endpoint: LocalDynamoDBOptions { LocalDynamoDBOptions(faults: .demo) }

    /// Makes the sample at `path`, with flaws in it.
    static func makeSample(at path: String) throws(SluiceError) {
        try SampleDatabase.create(at: path)
        try SampleDatabase.spoil(at: path)
    }

    /// Mends a table's rows in the source once the table is done without them.
    ///
    /// It ends when all are mended or the run is over; subscribe, by calling it, before the run begins.
    /// - `told`: gets a line for the operator when a table's rows were mended, or could not be.
    static func mending(
        _ session: Session, database: String, told: @escaping @Sendable (Notice) async -> Void
    ) async -> Task<Void, Never> {
        let events = await session.events()
        return Task {
            var waiting = Set(SampleFlaw.all.map(\.target))
            for await delivery in events {
                guard !waiting.isEmpty else { return }
                guard case .event(let numbered) = delivery,
                    case .tableStateChanged(let table, .done, _) = numbered.event,
                    waiting.remove(table) != nil
                else { continue }
                await told(mend(table, at: database))
            }
        }
    }

    private static func mend(_ table: String, at database: String) -> Notice {
        do throws(SluiceError) {
            try SampleDatabase.mend(at: database, target: table)
            return Notice(
                .warning,
                "the rows in quarantine were mended in the source meanwhile: r tries them again",
                table: table)
        } catch {
            return Notice(.error, "\(error)".sanitised(), table: table)
        }
    }
}
