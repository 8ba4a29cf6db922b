import PlainText
import RunModel

// Writing again what differs.
extension Turn {
    /// What a repair would do, as far as the last comparison tells.
    private struct Outlook {
        var written = 0
        /// What the source does not have, by what becomes of it.
        var removed = 0
        var unsure = 0
        var kept = 0
        /// True where a comparison of everything may find more to remove.
        var mayFindMore = false
        var isSample = false
    }

    mutating func askRepair() {
        let tables = context.standings(of: targets).filter(context.canRepair)
        let outlook = outlook(of: tables)
        var dialog = Dialog(
            title: title(outlook), text: [TableWords.names(tables.map(\.name))] + words(outlook),
            buttons: [.init("n", "No", .cancel)])
        let command = RunCommand.repair(.tables(tables.map(\.name)))
        guard let first = tables.first else { return }
        if outlook.removed + outlook.unsure > 0 || outlook.mayFindMore {
            dialog.buttons = [
                .init("c", "Cancel", .cancel), .init("f", "Fix and REMOVE", .send([command])),
            ]
            dialog.mustType = tables.count == 1 ? first.name : "fix \(tables.count)"
            dialog.input = InputLine(.confirmation)
            dialog.isDangerous = true
        } else {
            dialog.buttons.append(.init("y", "Fix", .send([command])))
        }
        view.overlays.append(.dialog(dialog))
    }

    private func outlook(of tables: [RunSnapshot.TableSnapshot]) -> Outlook {
        var outlook = Outlook()
        for table in tables {
            guard let outcome = table.validation else { continue }
            outlook.written += outcome.missing + outcome.changed
            let items = context.foreignItems(in: table.name)
            switch items {
            case .removed: outlook.removed += outcome.unexpected
            case .unknown: outlook.unsure += outcome.unexpected
            case .kept: outlook.kept += outcome.unexpected
            }
            guard outcome.isSample else { continue }
            outlook.isSample = true
            if items != .kept { outlook.mayFindMore = true }
        }
        return outlook
    }

    private func title(_ outlook: Outlook) -> String {
        let count = outlook.written + outlook.removed + outlook.unsure
        return "Fix \(HumanFormat.plural(count, "difference"))?"
    }

    private func words(_ outlook: Outlook) -> [String] {
        func items(_ count: Int) -> String {
            HumanFormat.plural(count, "item") + " that the source does not have"
        }
        var text: [String] = []
        // The gravest first, and its word: a small screen shows no more.
        if outlook.removed > 0 { text.append("REMOVES \(items(outlook.removed)).") }
        if outlook.unsure > 0 {
            text.append(
                "REMOVES \(items(outlook.unsure)), unless the table was there before the run.")
        }
        if outlook.written > 0 {
            text.append("Writes \(HumanFormat.plural(outlook.written, "item")) again.")
        }
        if outlook.kept > 0 {
            let verb = outlook.kept == 1 ? "stays" : "stay"
            text.append(items(outlook.kept) + " \(verb): the table was there before the run.")
        }
        if outlook.isSample {
            text.append(
                "Only a sample was compared: there may be more"
                    + (outlook.mayFindMore
                        ? ", and what the source does not have is REMOVED." : "."))
        }
        return text
    }
}
