import RunModel
import Terminal
import TestSupport
import Testing

@testable import Dashboard

@Suite struct RandomKeysTests {
    private static let keys: [Key] =
        Action.allCases.flatMap(\.entry.keys)
        + "CustomerDatareset 2yncsfeg0123456789/:".map(Key.character)
        + [.delete, .control("u"), .control("w"), .control("c"), .character("é"), .enter, .enter]

    private static func key(_ dice: inout SeededGenerator) -> Key {
        guard dice.roll(40) == 0 else { return keys[dice.roll(keys.count)] }
        let kinds: [MouseEvent.Kind] = [.press, .doublePress, .wheelUp, .wheelDown]
        return .mouse(
            MouseEvent(kind: kinds[dice.roll(4)], row: dice.roll(120), column: dice.roll(320)))
    }

    private static func event(_ dice: inout SeededGenerator) -> RunEvent {
        let table = InteractionFixture.names[dice.roll(InteractionFixture.names.count)]
        switch dice.roll(14) {
        case 0...5:
            return .tableStateChanged(
                table: table, state: TableState.allCases[dice.roll(TableState.allCases.count)],
                detail: nil)
        case 6: return .rowQuarantined(InteractionFixture.quarantined)
        case 7: return InteractionFixture.differences(table, count: 1)[0]
        case 8: return .noticed(Notice(.warning, "line \(dice.roll(100))"))
        case 9: return .beginAwaited
        case 10: return .begun
        case 11: return .settled(.incomplete)
        case 12: return InteractionFixture.plan("New\(dice.roll(30))")
        default:
            return .itemInspected(
                ItemInspection(
                    entity: EntityID(table: "MusicCatalog", entity: "Artist"),
                    row: dice.roll(3) == 0 ? nil : RowKey(rowid: Int64(dice.roll(9)))))
        }
    }

    private static func size(_ dice: inout SeededGenerator) -> Size {
        Size(columns: 1 + dice.roll(300), rows: 1 + dice.roll(100))
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64], [false, true])
    func `Random keys keep what always holds`(seed: UInt64, isReadOnly: Bool) {
        var dice = SeededGenerator(seed)
        var someone = Operator(isReadOnly: isReadOnly)
        for step in 0..<5_000 {
            if dice.roll(50) == 0 { someone.view.size = Self.size(&dice) }
            if dice.roll(20) == 0 { someone.hear(Self.event(&dice)) }
            someone.view.now += Int64(dice.roll(3_000))
            let before = someone.view
            let key = Self.key(&dice)
            someone.press(key)
            check(someone, before, key, "seed \(seed), step \(step), \(key)")
            // A frame costs more than a key.
            if step.isMultiple(of: 25) {
                #expect(Frame.draw(context: someone.context).size == someone.view.size)
            }
        }
    }

    private func check(_ someone: Operator, _ before: ViewState, _ key: Key, _ place: Comment) {
        let view = someone.view
        let areas = Layout.areas(size: view.size, view: view, snapshot: someone.model.snapshot)
        for pane in PaneID.allCases where areas[pane] != nil || pane == view.focus {
            let rows = Frame.pane(pane).rows(someone.context)
            let isSelected = view.cursors[pane].map(rows.contains) ?? rows.isEmpty
            #expect(isSelected, "\(pane): a selection exists while rows do; \(place)")
        }
        var asked: Dialog?
        if case .dialog(let dialog) = before.overlays.last { asked = dialog }
        if let dialog = someone.dialog, before.overlays.count < view.overlays.count {
            #expect(dialog.selected == 0 && dialog.buttons.first?.answer == .cancel, place)
        }
        if view.isReadOnly { #expect(someone.sent.isEmpty, place) }
        if view.isReadOnly { #expect(!someone.effects.contains(.leave(.stop)), place) }
        for case .reset in someone.sent {
            #expect(
                asked?.isOpen == true && asked?.mustType != nil,
                "no reset without the name; \(place)")
        }
        if key == .enter, asked?.isDangerous == true { #expect(someone.sent.isEmpty, place) }
        if case .input(let line) = view.overlays.last {
            #expect((0...line.text.count).contains(line.cursor), place)
        }
        #expect(view.marks.isSubset(of: someone.model.snapshot.tables.map(\.name)), place)
        #expect(view.overlays.count < 200, place)
        #expect(Interaction.frameRates.contains(view.framesPerSecond), place)
    }

    @Test func `No size traps, with any window over the panes`() {
        var dice = SeededGenerator(7)
        var sizes = (0..<120).map { _ in Self.size(&dice) }
        for rows in 1...10 { sizes += (1...10).map { Size(columns: $0 * 5 - 4, rows: rows) } }
        sizes += [
            Size(columns: 300, rows: 100), Size(columns: 1, rows: 100), Size(columns: 300, rows: 1),
        ]
        let opening = [
            "", "?", ":", "X", "T", "s", "q", "/", "t", "i", "4 enter", "5 enter", "z", "2 l",
        ]
        for (number, size) in sizes.enumerated() {
            var someone = Operator(size: size)
            someone.press(opening[number % opening.count])
            let canvas = Frame.draw(context: someone.context)
            #expect(canvas.size == size)
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
}
