import RunModel

extension FlowHistory {
    /// The sums of two seconds.
    struct Slot: Sendable {
        private var items = 0.0
        private var bytes = 0.0
        private var writeUnits = 0.0
        private var samples: UInt32 = 0
        private var latencySamples: UInt32 = 0
        private var latencyP50 = 0.0
        private var latencyP99 = 0.0
        var throttled: UInt32 = 0
        var retried: UInt32 = 0
        var unprocessed: UInt32 = 0
        var errors: UInt32 = 0
        var isTroubled = false
        var isPaused = false

        var isMeasured: Bool { samples > 0 }

        mutating func add(_ sample: FlowSample) {
            items += sample.itemsPerSecond
            bytes += sample.bytesPerSecond
            writeUnits += sample.writeUnitsPerSecond
            samples += 1
            if let p50 = sample.latencyP50 {
                latencyP50 += p50
                latencySamples += 1
            }
            latencyP99 = max(latencyP99, sample.latencyP99 ?? 0)
        }

        static func += (sum: inout Slot, part: Slot) {
            sum.items += part.items
            sum.bytes += part.bytes
            sum.writeUnits += part.writeUnits
            sum.samples += part.samples
            sum.latencySamples += part.latencySamples
            sum.latencyP50 += part.latencyP50
            sum.latencyP99 = max(sum.latencyP99, part.latencyP99)
            sum.throttled &+= part.throttled
            sum.retried &+= part.retried
            sum.unprocessed &+= part.unprocessed
            sum.errors &+= part.errors
            sum.isTroubled = sum.isTroubled || part.isTroubled
            sum.isPaused = sum.isPaused || part.isPaused
        }

        /// Means of what was measured; of the slowest batches the slowest.
        var column: Column {
            var column = Column()
            let count = Double(max(1, samples))
            column.itemsPerSecond = items / count
            column.bytesPerSecond = bytes / count
            column.writeUnitsPerSecond = writeUnits / count
            column.throttled = Int(throttled)
            column.retried = Int(retried)
            column.unprocessed = Int(unprocessed)
            column.errors = Int(errors)
            column.isTroubled = isTroubled
            column.isPaused = isPaused && !isMeasured
            column.isMeasured = isMeasured
            if latencySamples > 0 {
                column.latencyP50 = latencyP50 / Double(latencySamples)
                column.latencyP99 = latencyP99
            }
            return column
        }
    }

    /// The throttled batches of one table, by column.
    struct ThrottleHeat: Sendable {
        let table: String
        private(set) var cause = ""
        /// The newest column with any.
        private(set) var last: Int64 = 0
        private var counts = Array(repeating: UInt16(0), count: capacity)

        init(table: String) { self.table = table }

        mutating func add(_ batches: Int, _ cause: String, at number: Int64) {
            let size = Int64(capacity)
            if last < number {
                for next in max(last + 1, number - size + 1)...number {
                    counts[Int(next % size)] = 0
                }
            }
            last = number
            self.cause = cause
            let at = Int(number % size)
            counts[at] = UInt16(clamping: Int(counts[at]) + batches)
        }

        func batches(_ number: Int64) -> Int {
            guard number <= last, number > last - Int64(capacity), number >= 0 else { return 0 }
            return Int(counts[Int(number % Int64(capacity))])
        }

        func total(from oldest: Int64) -> Int {
            guard oldest <= last else { return 0 }
            return (max(oldest, last - Int64(capacity) + 1)...last).reduce(0) { $0 + batches($1) }
        }
    }
}
