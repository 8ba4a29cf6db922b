import RunModel
import Terminal

// Scrolling the log: by the line.
extension Turn {
    /// Of the panes without rows only the log is longer than its place.
    mutating func scroll(by step: Int) {
        if view.focus == .log { scrollLog(by: step) }
    }

    mutating func follow() {
        if view.isFollowing { hold() } else { view.isFollowing = true }
        say(
            view.isFollowing
                ? "follows the end of the log"
                : "stands still; \(keys.title(of: .follow)) follows again")
    }

    /// Lines of the log have numbers that stay theirs: the top is the number of the first one shown.
    private mutating func scrollLog(by step: Int) {
        guard step != .max else {
            view.isFollowing = true
            return
        }
        hold()
        let book = model.log
        let top = view.tops[.log] ?? book.first
        if step < 0 {
            let count = step == .min ? 1 : -step
            let above =
                step == .min
                ? book.lines(from: book.first, level: view.level, matching: filter, limit: count)
                : book.lines(before: top, level: view.level, matching: filter, limit: count)
            if let line = above.last { view.tops[.log] = line.number }
        } else {
            let page = page(.log)
            let ahead = book.lines(
                from: top, level: view.level, matching: filter, limit: min(step, 10_000) + page)
            // At the end one wants to see what comes.
            if ahead.count < step + page {
                view.isFollowing = true
            } else {
                view.tops[.log] = ahead[step].number
            }
        }
    }

    private var filter: String { view.filters[.log] ?? "" }

    /// Stands still with what is shown now.
    private mutating func hold() {
        guard view.isFollowing else { return }
        view.isFollowing = false
        view.heldLog = model.log.count
        let shown = model.log.lines(
            before: model.log.count, level: view.level, matching: filter, limit: page(.log))
        view.tops[.log] = shown.last?.number ?? model.log.first
    }
}
