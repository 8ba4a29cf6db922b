import RunModel

// What is told once a second while a table moves.
extension Engine {
    func measureFlow() async {
        while !Task.isCancelled {
            await parts.time.sleep(.seconds(1))
            if Task.isCancelled { return }
            // Also of the second in which the last table came to rest: its end is not the rate that stays.
            parts.outlet.publish(
                .flowMeasured(
                    parts.flow.sample(inFlight: parts.gate.inFlight, limit: parts.gate.limit)))
            let isHolding = parts.limiter.isHolding
            for name in order {
                guard let runner = tables[name] else { continue }
                let isCopying = runner.machine.activity == .copying
                if isCopying { runner.progress.tellInFlight(parts.outlet) }
                let isHeld = isCopying && isHolding
                guard isHeld != runner.isHeld else { continue }
                tables[name]?.isHeld = isHeld
                if runner.machine.state == .copying { publishState(of: name) }
            }
            if !tables.values.contains(where: { $0.machine.activity != nil }) {
                await waitForActivity()
            }
        }
    }

    private func waitForActivity() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { idleTicker = continuation }
            }
        } onCancel: {
            Task { await self.wakeTicker() }
        }
    }

    func wakeTicker() {
        idleTicker?.resume()
        idleTicker = nil
    }
}
