import Terminal
import Testing

@Suite struct WidgetBarTests {
    private func bar(_ share: Double, columns: Int = 4, isUnicode: Bool = true) -> String {
        var canvas = Canvas(size: Size(columns: columns, rows: 1), isUnicode: isUnicode)
        canvas.bar(share: share, in: canvas.bounds)
        return canvas.rows[0]
    }

    @Test(arguments: [
        (0, "····"), (1e-9, "▏···"), (0.5, "██··"), (0.54, "██▏·"), (0.9999999, "███▉"),
        (1, "████"), (7, "████"), (-1, "····"), (.nan, "····"), (.infinity, "████"),
    ])
    func `A bar is full only when all is done, and empty only when nothing is`(
        share: Double, shown: String
    ) {
        #expect(bar(share) == shown)
    }

    @Test
    func `A bar of ASCII tells a half cell`() {
        #expect(bar(0.5, isUnicode: false) == "##..")
        #expect(bar(0.66, isUnicode: false) == "##=.")
        #expect(bar(0.99, columns: 1, isUnicode: false) == "=")
        #expect(bar(1, columns: 0) == "")
    }

    @Test(arguments: [
        (100.0, 400.0, Role.gaugeGood), (320, 400, .gaugeHigh), (400, 400, .gaugeHigh),
        (400.1, 400, .gaugeOver), (1, 0, .gaugeOver), (0, 0, .barRest),
    ])
    func `A gauge warns before the limit and alarms past it`(
        value: Double, limit: Double, role: Role
    ) {
        var canvas = Canvas(size: Size(columns: 10, rows: 1))
        canvas.gauge(value: value, limit: limit, in: canvas.bounds)
        #expect(canvas[0, 0].role == role)
    }
}
