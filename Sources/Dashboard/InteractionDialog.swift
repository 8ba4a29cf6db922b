import RunModel
import Terminal

// Keys on a dialog.
extension Turn {
    mutating func take(_ key: Key, _ dialog: Dialog) {
        var dialog = dialog
        let count = dialog.buttons.count
        // The name comes first: until it is there, letters are part of it.
        if dialog.input != nil, !dialog.isOpen, dialog.edit(key) { return replace(dialog) }
        switch key {
        case .escape: close()
        case .left, .up, .backTab:
            dialog.selected = (dialog.selected + max(1, count) - 1) % max(1, count)
        case .right, .down, .tab: dialog.selected = (dialog.selected + 1) % max(1, count)
        case .enter: return confirm(dialog)
        case .character(let character):
            let wanted = character.lowercased()
            if let button = dialog.buttons.first(where: { $0.key.lowercased() == wanted }) {
                return answer(button, of: dialog)
            }
            if keys.action(of: key) == .leave { return close() }
            if dialog.isDangerous || dialog.edit(key) { return replace(dialog) }
        case .backspace:
            guard dialog.edit(key) else { return close() }
        case .control("l"): return run(.redraw)
        case .control("z"): return run(.suspend)
        default: return
        }
        if key != .escape { replace(dialog) }
    }

    private mutating func replace(_ dialog: Dialog) {
        close()
        view.overlays.append(.dialog(dialog))
    }

    /// Enter: the button in focus, but never one that destroys.
    private mutating func confirm(_ dialog: Dialog) {
        guard dialog.buttons.indices.contains(dialog.selected) else { return close() }
        let button = dialog.buttons[dialog.selected]
        guard dialog.isDangerous, dialog.selected > 0 else {
            answer(button, of: dialog)
            if let name = dialog.mustType, let typed = dialog.input?.text, !typed.isEmpty {
                say(
                    typed == name
                        ? "nothing was done: Enter is Cancel until another button is chosen"
                        : "nothing was done: \(typed.sanitised(limit: 40)) is not \(name)", .warning
                )
            }
            return
        }
        if dialog.isOpen {
            say(
                "Enter confirms nothing that destroys: press \(button.key) for \"\(button.label)\"",
                .warning)
        } else {
            sayName(dialog)
        }
    }

    private mutating func sayName(_ dialog: Dialog) {
        say("type \(dialog.mustType ?? "") first", .warning)
    }

    private mutating func answer(_ button: Dialog.Button, of dialog: Dialog) {
        switch button.answer {
        case .cancel: close()
        case .send(let commands):
            guard dialog.isOpen else { return sayName(dialog) }
            close()
            if commands.contains(where: { if case .repair(_) = $0 { true } else { false } }) {
                // What differs is about to go: its window would stay empty.
                view.overlays.removeAll { if case .difference = $0 { true } else { false } }
            }
            for command in commands { send(command) }
            if !view.isReadOnly { say(commands.map(summary(of:)).joined(separator: ", ")) }
        case .leave(let choice):
            guard dialog.isOpen else { return sayName(dialog) }
            close()
            leave(choice)
        }
    }
}

extension Dialog {
    /// True where what must be typed is typed.
    package var isOpen: Bool { mustType == nil || input?.text == mustType }

    /// Edits the typed name; false where there is none or the key is no edit.
    fileprivate mutating func edit(_ key: Key) -> Bool {
        guard var line = input, key != .left, key != .right else { return false }
        if line.text.isEmpty, key == .backspace { return false }
        guard line.edit(key) else { return false }
        input = line
        return true
    }
}
