package import Terminal

/// A screen that can be waited on: what the loop needs beside drawing.
package protocol LiveScreen: Screen, SendableMetatype {
    /// Waits for keys, a wake, a signal or the terminal's end; nil waits for ever, 0 only looks.
    ///
    /// It may come back early with nothing.
    func wait(milliseconds: Int?) -> TerminalEvents
    /// Ends a wait from any thread.
    var wake: @Sendable () -> Void { get }
    /// False while the terminal takes nothing: a frame that is not built costs nothing.
    var isWritable: Bool { get }
    /// Paints everything anew with the next canvas.
    func redraw()
    /// Gives the terminal to the shell and stops the job; returns when it goes on.
    func stopJob()
    /// Gives the terminal back for as long as the body takes.
    func lend(_ body: () -> Void)
    /// False where the terminal takes nothing now.
    func copy(_ text: String) -> Bool
    func setMouse(isOn: Bool)
    func close()
}

extension CursesScreen: LiveScreen {
    package var wake: @Sendable () -> Void {
        let waker = waker
        return { waker.wake() }
    }

    package func stopJob() { suspend() }

    package func lend(_ body: () -> Void) { suspend(stop: body) }
}
