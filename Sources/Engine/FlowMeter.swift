import Histogram
package import RunModel
import Synchronization

/// What flowed since the last sample: items, bytes, write units, and how long answers took.
package final class FlowMeter: Sendable {
    private struct State {
        var items = 0
        var bytes = 0
        var writeUnits = 0
        /// Microseconds from a request to its answer, without what was waited for before; up to an hour, two digits.
        var latencies = Histogram<UInt32>(
            highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .two)
        var since: Duration
    }

    private let state: Mutex<State>
    private let time: EngineTime

    package init(time: EngineTime) {
        self.time = time
        state = Mutex(State(since: time.now()))
    }

    package func acknowledged(_ counts: EntityCounts) {
        state.withLock {
            $0.items += counts.acknowledged
            $0.bytes += counts.bytes
            $0.writeUnits += counts.writeUnits
        }
    }

    package func answered(latency: Duration) {
        let microseconds = UInt64(max(0, latency.inSeconds * 1e6))
        state.withLock { _ = $0.latencies.record(min(microseconds, 3_600_000_000)) }
    }

    /// The rates since the last sample, which it begins anew.
    package func sample(inFlight: Int, limit: Int) -> FlowSample {
        let now = time.now()
        return state.withLock { state in
            let seconds = max(0.001, (now - state.since).inSeconds)
            let hasLatencies = state.latencies.totalCount > 0
            func percentile(_ share: Double) -> Double? {
                hasLatencies ? Double(state.latencies.valueAtPercentile(share)) / 1_000 : nil
            }
            let sample = FlowSample(
                itemsPerSecond: Double(state.items) / seconds,
                bytesPerSecond: Double(state.bytes) / seconds,
                writeUnitsPerSecond: Double(state.writeUnits) / seconds,
                batchesInFlight: inFlight, inFlightLimit: limit, latencyP50: percentile(50),
                latencyP99: percentile(99))
            state.items = 0
            state.bytes = 0
            state.writeUnits = 0
            state.latencies.reset()
            state.since = now
            return sample
        }
    }
}
