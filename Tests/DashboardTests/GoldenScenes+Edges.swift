import Dashboard
import RunModel
import Terminal

extension GoldenScene {
    /// 214 tables of which five match a filter.
    static let manyTables: GoldenScene = {
        var script = GoldenScript(before: 60)
        script.start(
            source: "/var/lib/erp.db", target: "http://10.0.0.7:8000", label: "staging",
            isProduction: true)
        script.planMany(214)
        script.tell(.begun)
        for number in 0..<214 {
            let table = GoldenScript.many(number)
            if number < 150 {
                script.finish(table)
            } else if number < 158 {
                script.state(table, .copying)
                script.progress(table, "row", 100 * (number - 140))
            }
        }
        script.tell(
            .tableFailed(
                table: GoldenScript.many(31),
                RunFailure(
                    code: .tableFailed, message: "the table exists and holds items",
                    hint: "empty it, or choose another prefix")))
        script.state(GoldenScript.many(31), .failed, "the table exists and holds items")
        script.flow(4_210, inFlight: 8)
        script.pass(milliseconds: 60_000)
        return GoldenScene("many-tables", script.model) {
            $0.filters[.tables] = "15"
            $0.sort = .state
            $0.cursors[.tables] = .table(GoldenScript.many(154))
        }
    }()

    /// Names and messages that try to take the screen over.
    static let evil: GoldenScene = {
        var script = GoldenScript(before: 60)
        let names = GoldenScript.evilTexts
        script.start(
            source: "/srv/" + names[0] + ".db", target: names[2], label: names[1],
            isProduction: true)
        for (index, name) in names.enumerated() {
            script.plan(name, [(name: "entity " + name, rows: 1_000, segments: 2)])
            script.state(name, .copying, name)
            script.progress(name, "entity " + name, 100 * index)
            script.note(.warning, name, name)
        }
        script.tell(.begun)
        script.quarantine(
            names[1], "entity " + names[1], 7, cause: names[3], message: names[0], hint: names[4])
        script.tell(
            .tableFailed(
                table: names[0], RunFailure(code: .tableFailed, message: names[4], hint: names[3])))
        script.state(names[0], .failed, names[4])
        script.tell(.throttled(table: names[2], cause: names[5], batches: 3))
        script.tell(
            .differenceFound(
                ItemDifference(
                    table: names[3], kind: .changed, key: names[5], attribute: names[1],
                    expected: names[0], found: names[4])))
        script.flow(1_000)
        script.pass(milliseconds: 60_000)
        return GoldenScene("evil-names", script.model) {
            $0.expanded = [.table(names[1]), .table(names[6]), .validation(names[3])]
            $0.filters[.errors] = ""
            $0.message = .init(names[0] + names[1])
        }
    }()
}

extension GoldenScript {
    /// Raw, as if nothing had cleaned them: the canvas must not depend on it.
    static let evilTexts = [
        "\u{1B}[2J\u{1B}]52;c;AAAA\u{07}pwned", "\u{202E}gnp.exe\u{2066}\u{200B}",
        "line\nbreak\r\tand \u{9B}31m csi", String(repeating: "long ", count: 2_000),
        "東京データベース移行表示幅", "👩‍👩‍👧‍👦 family 🏳️‍🌈 ❤️ 👍🏽", "é e\u{301}\u{302}\u{303} ​ \u{AD}zalgo\u{0489}",
        "", " ",
    ]

    static func many(_ number: Int) -> String {
        let digits = String(number + 1)
        return "erp_table_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }

    mutating func planMany(_ count: Int) {
        for number in 0..<count {
            plan(Self.many(number), [(name: "row", rows: 1_000 + number * 37, segments: 2)])
        }
    }
}
