package import EventBus
import RunModel
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

    package func take(_ delivery: Delivery) {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            switch delivery {
            case .event(let event): state.model.apply(event)
            case .missed(let count): state.model.missed(count)
            }
            let isNews = !state.isChanged
            state.isChanged = true
            return isNews ? state.wake : nil
        }
        wake?()
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
