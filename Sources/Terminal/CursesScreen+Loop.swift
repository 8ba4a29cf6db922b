import CNcurses
import Glibc

/// What ended a wait.
package struct TerminalEvents: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Keys may be read.
    package static let keys = TerminalEvents(rawValue: 1)
    /// Somebody called the waker.
    package static let woken = TerminalEvents(rawValue: 2)
    /// The size is another, or the terminal was given back to us: show a canvas.
    package static let resized = TerminalEvents(rawValue: 4)
    /// The terminal is gone: close the screen.
    package static let hungUp = TerminalEvents(rawValue: 8)
    /// Another process told us to stop: call `suspend`.
    package static let suspend = TerminalEvents(rawValue: 16)
    /// The process went on after a stop.
    package static let continued = TerminalEvents(rawValue: 32)
}

extension CursesScreen {
    /// In the background a shell need not tell us that we are in front again.
    private static let backgroundLook: Int32 = 500

    /// Opens the screen on a terminal, or tells why not.
    package static func open(
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, term: String? = nil,
        options: Options = Options()
    ) throws(TerminalFailure) -> CursesScreen {
        guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
        return try CursesScreen(input: input, output: output, term: term, options: options)
    }

    /// Waits for keys, the waker, a signal or the terminal's end; nil waits for ever, 0 only looks.
    ///
    /// It may come back early with nothing. A new size is taken already. Meanwhile what the terminal had no
    /// room for is sent.
    package func wait(milliseconds: Int?) -> TerminalEvents {
        guard isOpen else { return .hungUp }
        if !early.isEmpty {
            defer { early = [] }
            return early
        }
        var timeout = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
        if isSuspended {
            timeout = timeout < 0 ? Self.backgroundLook : min(timeout, Self.backgroundLook)
        }
        if isWritable { showHeld() }
        let hasLeft = !isSuspended && sluice_terminal_drain(terminal) > 0
        // poll passes over negative descriptors.
        var looked = [
            pollfd(fd: waker.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: isSuspended ? -1 : sluice_terminal_input(terminal), events: Int16(POLLIN),
                revents: 0),
            pollfd(
                fd: hasLeft ? sluice_terminal_output(terminal) : -1, events: Int16(POLLOUT),
                revents: 0),
        ]
        // A signal may be a new size: then there is nothing wrong with the keys.
        guard poll(&looked, nfds_t(looked.count), timeout) >= 0 else { return .keys }

        var events: TerminalEvents = []
        let ends = Int16(POLLHUP) | Int16(POLLERR) | Int16(POLLNVAL)
        if (looked[1].revents | looked[2].revents) & ends != 0 {
            isGone = true
            events.insert(.hungUp)
        } else if looked[1].revents != 0 {
            // What is typed while another job has the terminal is not for us; reading it would stop us.
            isSuspended = !sluice_terminal_is_ours(terminal)
            if !isSuspended { events.insert(.keys) }
        }
        if looked[0].revents != 0 { events.formUnion(readSignals()) }
        if isSuspended, sluice_terminal_is_ours(terminal) {
            takeBack()
            events.insert(.resized)
        }
        if looked[2].revents != 0, !events.contains(.hungUp), isWritable { showHeld() }
        return events
    }

    /// Gives the terminal to the shell and stops the job, as Ctrl-Z does elsewhere; returns when it goes on.
    ///
    /// Where it goes on in the background (`bg`), nothing is drawn until it is in front again: `wait` tells
    /// by `resized`.
    /// - `stop`: what stops the process.
    package func suspend(stop: () -> Void = sluice_terminal_stop_process) {
        guard isOpen, !isGone else { return }
        sluice_terminal_suspend(terminal)
        isSuspended = true
        stop()
        early.formUnion(readSignals())
        early.remove(.suspend)
        if isSuspended, sluice_terminal_is_ours(terminal) {
            takeBack()
            early.insert(.resized)
        }
    }

    private func takeBack() {
        isSuspended = false
        sluice_terminal_resume(terminal)
        resize()
    }

    private func readSignals() -> TerminalEvents {
        let bytes = waker.drain()
        var events: TerminalEvents = []
        if bytes.contains(Waker.Byte.woken) { events.insert(.woken) }
        if bytes.contains(Waker.Byte.stop) { events.insert(.suspend) }
        if bytes.contains(Waker.Byte.resized), !isSuspended {
            resize()
            events.insert(.resized)
        }
        // A terminal that hangs up sends this one too.
        if bytes.contains(Waker.Byte.continued), !isGone {
            events.insert(.continued)
            // After SIGSTOP, which nobody hears of: the shell has drawn and set its own modes.
            if sluice_terminal_is_ours(terminal) {
                takeBack()
                events.insert(.resized)
            } else {
                isSuspended = true
            }
        }
        return events
    }
}
