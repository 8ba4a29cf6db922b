extension Canvas {
    /// Draws a bar over the first row of a rectangle: eighths of a cell, the rest in `bar.rest`.
    ///
    /// It is full only from 1 on, and never empty above 0.
    package mutating func bar(share: Double, in area: Rect, role: Role = .barDone) {
        let area = area.line(0)
        guard area.columns > 0 else { return }
        let whole = area.columns * 8
        let share = share.isNaN ? 0 : min(1, max(0, share))
        var eighths = Int(share * Double(whole))
        if share < 1 { eighths = min(eighths, whole - 1) }
        if share > 0 { eighths = max(eighths, 1) }
        let (done, rest) = area.split(left: eighths / 8)
        fill(done, "█", role)
        fill(rest, isUnicode ? "·" : ".", .barRest)
        if eighths % 8 > 0 {
            fill(rest.split(left: 1).left, Glyphs.leftEighths[eighths % 8], role)
        }
    }

    /// Draws how much of a limit is used: a bar that turns `gauge.high` from four fifths on and
    /// `gauge.over` past the limit.
    package mutating func gauge(value: Double, limit: Double, in area: Rect) {
        let share = limit > 0 ? value / limit : value > 0 ? 2 : 0
        bar(
            share: share, in: area,
            role: share > 1 ? .gaugeOver : share >= 0.8 ? .gaugeHigh : .gaugeGood)
    }
}
