/// How an embedded endpoint is started.
package struct LocalDynamoDBOptions: Sendable {
    package enum Storage: Sendable, Equatable {
        /// Gone when the server stops.
        case memory
        /// One SQLite file, opened exclusively. Acknowledged writes survive a killed process, not a
        /// lost machine: it runs with `synchronous=OFF`.
        case file(String)
    }

    /// The address to listen on; anything but a loopback address exposes the data to the network.
    package var host: String
    /// 0: a free port, to be read from `LocalDynamoDBServer.port`.
    package var port: Int
    package var storage: Storage
    /// How long a new table or index says CREATING, and a deleted table DELETING; writes to a table
    /// that is not ACTIVE are refused as AWS refuses them.
    package var creatingMilliseconds: Int
    package var faults: FaultPlan
    /// The size past which BatchGetItem leaves keys in UnprocessedKeys (AWS: 16 MB).
    package var maxBatchResponseBytes: Int
    /// An append-only file that gets one line for each applied put: table, a tab, the key's JSON.
    package var auditPath: String?
    /// Seconds since 1970.
    package var now: @Sendable () -> Double
    /// Called after each committed request that put items: table and count.
    package var onPut: (@Sendable (_ table: String, _ count: Int) -> Void)?

    package init(
        host: String = "127.0.0.1", port: Int = 0, storage: Storage = .memory,
        creatingMilliseconds: Int = 0, faults: FaultPlan = FaultPlan(),
        maxBatchResponseBytes: Int = 16 * 1_024 * 1_024, auditPath: String? = nil,
        now: @escaping @Sendable () -> Double = wallClock,
        onPut: (@Sendable (_ table: String, _ count: Int) -> Void)? = nil
    ) {
        self.host = host
        self.port = port
        self.storage = storage
        self.creatingMilliseconds = creatingMilliseconds
        self.faults = faults
        self.maxBatchResponseBytes = maxBatchResponseBytes
        self.auditPath = auditPath
        self.now = now
        self.onPut = onPut
    }
}

/// What a server has done since it started.
package struct LocalDynamoDBStatistics: Sendable, Equatable {
    /// Requests that reached an operation, by its name.
    package var requests: [String: Int] = [:]
    /// Puts that were applied, whichever operation brought them.
    package var itemsPut = 0
    /// Of those, the ones whose key was already there.
    package var itemsReplaced = 0
    /// Writes handed back in UnprocessedItems.
    package var itemsUnprocessed = 0
    /// Requests that a fault spoiled.
    package var faults = 0

    package init() {}
}

/// A server that could not start, in words for an operator.
package struct LocalDynamoDBError: Error, Sendable, CustomStringConvertible {
    package var message: String
    package var hint: String
    package var description: String { "\(message) (\(hint))" }
}
