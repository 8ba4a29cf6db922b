import RunModel

// From the first look at the target to the operator's `begin`.
extension Engine {
    /// Looks at the target and, where somebody is to be asked, waits for the word; returns early on a stop.
    /// - Throws: why nothing can be begun, where nobody is asked.
    func getReady() async throws(SluiceError) {
        var problem = await lookAtTarget()
        guard settings.awaitsBegin else {
            if let problem { throw problem }
            return
        }
        while !isStopping {
            if let problem { tell(problem) }
            if begin == nil { parts.outlet.publish(.beginAwaited) }
            await waitForBegin()
            guard !isStopping, let issued = begin else { return }
            // Out of reach before: it may be there now.
            if problem != nil { problem = await lookAtTarget() }
            if let problem, !isStopping {
                begin = nil
                refuse(issued, why: problem.message)
                continue
            }
            if case .begin(let selection) = issued.command { select(selection) }
            return
        }
    }

    /// Takes the operator's word; returns why it is refused.
    func takeBegin(_ issued: PendingCommand, _ selection: RunCommand.Selection) -> String? {
        if hasBegun || !settings.awaitsBegin { return "the run has begun already" }
        if begin != nil { return "it is about to begin" }
        if case .tables(let names) = selection,
            let unknown = names.first(where: { tables[$0] == nil })
        {
            return "there is no table \(unknown)"
        }
        begin = issued
        wakeBegin()
        return nil
    }

    func wakeBegin() {
        beginAwaiter?.resume()
        beginAwaiter = nil
    }

    private func waitForBegin() async {
        if begin != nil || isStopping { return }
        await withCheckedContinuation { beginAwaiter = $0 }
    }

    /// Tables that are not selected wait for a `resume`.
    private func select(_ selection: RunCommand.Selection) {
        for name in order where !selection.contains(name) {
            guard tables[name]?.machine.state == .queued else { continue }
            tables[name]?.isUnselected = true
            _ = command(.pause, on: name)
        }
    }

    private func tell(_ error: SluiceError) {
        let place = error.place.map { $0 + ": " } ?? ""
        let hint = error.hint.map { " (hint: \($0))" } ?? ""
        parts.outlet.notice(.error, place + error.message + hint)
    }
}
