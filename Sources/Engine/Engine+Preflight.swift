import EventBus
import RunModel

// The look at the target before the first write.
extension Engine {
    /// What was found of a table in the target.
    private struct Look {
        var action: PlanReport.Table.Action
        var note: String?
        var refusal: SluiceError?
    }

    /// Why nothing can be begun; nil also where a stop cut the look short.
    func lookAtTarget() async -> SluiceError? {
        let task = Task { () -> SluiceError? in
            do throws(SluiceError) {
                try await preflight()
                return nil
            } catch {
                return error
            }
        }
        looking = task
        let error = await task.value
        looking = nil
        return isStopping && error?.code == .cancelled ? nil : error
    }

    /// Looks at every table of the run in the target, and tells what the plan means there.
    /// - Throws: the target out of reach; tables that do not fit too, all at once, where nobody is asked first.
    private func preflight() async throws(SluiceError) {
        var looks: [String: Look] = [:]
        do throws(SluiceError) {
            for name in order {
                if let runner = tables[name] { looks[name] = try await look(at: runner) }
            }
        } catch {
            if error.code != .cancelled { await tellPlan(looks, unknown: error.message) }
            throw error
        }
        await tellPlan(looks, unknown: nil)
        let refusals = order.compactMap { looks[$0]?.refusal }
        // An operator sees them in the plan: the other tables may begin, these fail.
        guard !settings.awaitsBegin, var first = refusals.first else { return }
        if refusals.count > 1 {
            first = SluiceError(
                .tableRefused,
                "\(refusals.count) tables of the target do not fit; nothing was written",
                hint: first.hint,
                problems: refusals.map {
                    Problem(file: $0.place ?? "", message: $0.message, hint: $0.hint)
                })
        }
        throw first
    }

    private func look(at runner: TableRunner) async throws(SluiceError) -> Look {
        let isToRun = [.queued, .paused].contains(runner.machine.state)
        guard isToRun || runner.isToRetry(settings) else {
            return Look(action: .use, note: "done already")
        }
        let target = TargetTable(
            planned: runner.planned, parts: parts, isIntoExisting: settings.isIntoExisting)
        do throws(SluiceError) {
            if runner.mustEmptyTarget {
                try await target.checkDroppable()
                return Look(action: try await target.isOwn() ? .recreate : .use)
            }
            let hasProgress = try target.hasProgress()
            let found = try await target.check(hasProgress: hasProgress)
            guard found != nil else { return Look(action: .create) }
            return Look(action: .use, note: hasProgress ? "goes on from its checkpoint" : nil)
        } catch {
            guard [.tableRefused, .mappingChanged].contains(error.code) else { throw error }
            return Look(action: .refuse, note: error.message, refusal: error)
        }
    }

    /// Tells the plan again, with what each table means in the target.
    private func tellPlan(_ looks: [String: Look], unknown: String?) async {
        // As the front end's side made it: what was found at an earlier look is not in it.
        if firstPlan == nil { firstPlan = await parts.bus.snapshot.plan }
        guard var plan = firstPlan else { return }
        for at in plan.tables.indices {
            let look = looks[plan.tables[at].table]
            plan.tables[at].action = look?.action ?? .unknown
            if let note = look == nil ? unknown : look?.note { plan.tables[at].note = note }
        }
        parts.outlet.publish(.planMade(plan))
    }
}
