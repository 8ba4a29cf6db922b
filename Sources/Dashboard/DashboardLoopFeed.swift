package import EventBus
package import RunModel
import Synchronization

/// The latest model between the run and the screen's thread: the newest wins, nothing queues.
///
/// What always holds: the model is changed in place, and a copy is made only for a frame; the screen is
/// woken once for all that comes before it looks.
package final class ModelFeed: Sendable {
    private struct State {
        var model: DashboardModel
        var isChanged = true
        var isClosed = false
        var wake: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    package init(_ model: DashboardModel) { state = Mutex(State(model: model)) }

    /// From now on changes wake the screen.
    package func wakes(_ wake: (@Sendable () -> Void)?) { state.withLock { $0.wake = wake } }

    /// - Returns: true where events are missing that the run's snapshot has: `catchUp` is needed.
    @discardableResult
    package func take(_ delivery: Delivery) -> Bool {
        change { model in
            switch delivery {
            case .event(let event):
                model.apply(event)
                return false
            case .missed(let count): return model.missed(count)
            }
        }
    }

    /// Goes on from a newer snapshot of the run.
    package func catchUp(_ snapshot: RunSnapshot) { change { $0.catchUp(snapshot) } }

    private func change<Result>(_ body: (inout DashboardModel) -> Result) -> Result {
        let (result, wake) = state.withLock { state -> (Result, (@Sendable () -> Void)?) in
            let result = body(&state.model)
            let isNews = !state.isChanged
            state.isChanged = true
            return (result, isNews ? state.wake : nil)
        }
        wake?()
        return result
    }

    /// Tells the screen to close.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            return state.wake
        }?()
    }

    package var isChanged: Bool { state.withLock { $0.isChanged } }
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The model at a time; the next change wakes again.
    package func model(at now: Int64) -> DashboardModel {
        state.withLock { state in
            state.isChanged = false
            state.model.advance(to: now)
            return state.model
        }
    }
}
