import PlainText

/// What a terminal of the xterm kind shows after the bytes it was sent: as much of one as curses uses.
struct TerminalPicture {
    private(set) var columns: Int
    private(set) var rows: Int
    /// Empty text where a wide glyph covers the cell.
    private var cells: [[String]]
    private var row = 0
    private var column = 0
    private var isAtEdge = false
    private var last = " "
    private var region: ClosedRange<Int>
    /// Sequences that it does not know.
    private(set) var unknown: [String] = []

    init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
        region = 0...(rows - 1)
    }

    /// The rows without their trailing spaces.
    var text: [String] {
        cells.map { row in
            var text = row.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    mutating func take(_ bytes: [UInt8]) {
        var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}": escape(&rest)
            case "\u{8}":
                column = max(0, column - 1)
                isAtEdge = false
            case "\r":
                column = 0
                isAtEdge = false
            case "\n": down()
            case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
            case "\u{0}", "\u{7}", "\u{E}", "\u{F}": break
            default: put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Character(scalar).cellWidth
        if width == 0 {
            cells[row][max(0, column - (isAtEdge ? 0 : 1))].unicodeScalars.append(scalar)
            return
        }
        if isAtEdge || column + width > columns {
            column = 0
            down()
        }
        set(String(Character(scalar)), width)
        last = String(Character(scalar))
        column += width
        isAtEdge = column >= columns
        column = min(column, columns - 1)
    }

    private mutating func set(_ text: String, _ width: Int) {
        for at in column..<column + width where cells[row][at].isEmpty && at > 0 && at == column {
            cells[row][at - 1] = " "
        }
        cells[row][column] = text
        if width == 2 { cells[row][column + 1] = "" }
        let next = column + width
        if next < columns, cells[row][next].isEmpty { cells[row][next] = " " }
    }

    private mutating func down() {
        isAtEdge = false
        if row == region.upperBound { scroll(1) } else { row = min(rows - 1, row + 1) }
    }

    /// Moves the region's rows up, or down.
    private mutating func scroll(_ count: Int, from first: Int? = nil) {
        let first = first ?? region.lowerBound
        let blank = Array(repeating: " ", count: columns)
        for _ in 0..<abs(count) {
            if count > 0 {
                cells.remove(at: first)
                cells.insert(blank, at: region.upperBound)
            } else {
                cells.remove(at: region.upperBound)
                cells.insert(blank, at: first)
            }
        }
    }

    private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
        switch rest.popFirst() {
        case "[": control(&rest)
        case "(", ")": _ = rest.popFirst()
        case "M": if row == region.lowerBound { scroll(-1) } else { row = max(0, row - 1) }
        case "=", ">", "7", "8": break
        case let other: unknown.append("ESC \(other.map(String.init) ?? "")")
        }
    }

    private mutating func control(_ rest: inout ArraySlice<Unicode.Scalar>) {
        var parameters = ""
        while let scalar = rest.popFirst() {
            if (0x40...0x7E).contains(scalar.value) { return control(parameters, scalar) }
            parameters.unicodeScalars.append(scalar)
        }
    }

    private mutating func control(_ parameters: String, _ end: Unicode.Scalar) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)
            .map { Int($0) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(1, first)
        let reach = min(column + count, columns)
        if end != "m", end != "b" { isAtEdge = false }
        switch end {
        case "m", "h", "l", "t", "c":
            if parameters == "?1049" { cells = Self(columns: columns, rows: rows).cells }
        case "H":
            row = min(rows, count) - 1
            column = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
        case "A": row = max(0, row - count)
        case "B": row = min(rows - 1, row + count)
        case "C": column = min(columns - 1, column + count)
        case "D": column = max(0, column - count)
        case "G": column = min(columns, count) - 1
        case "d": row = min(rows, count) - 1
        case "J" where first == 0:
            erase(column..<columns)
            for row in row + 1..<max(row + 1, rows) {
                cells[row] = Array(repeating: " ", count: columns)
            }
        case "J": cells = Self(columns: columns, rows: rows).cells
        case "K": erase(first == 0 ? column..<columns : 0..<(first == 1 ? column + 1 : columns))
        case "X": erase(column..<reach)
        case "P":
            cells[row].removeSubrange(column..<reach)
            cells[row] += Array(repeating: " ", count: columns - cells[row].count)
        case "@":
            cells[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
            cells[row].removeSubrange(columns...)
        case "b": for _ in 0..<count { put(last.unicodeScalars.first ?? " ") }
        case "r":
            region = first == 0 ? 0...rows - 1 : first - 1...numbers[1] - 1
            (row, column) = (0, 0)
        case "S": scroll(count)
        case "T": scroll(-count)
        case "L": scroll(-count, from: row)
        case "M": scroll(count, from: row)
        default: unknown.append("CSI \(parameters)\(end)")
        }
    }

    private mutating func erase(_ range: Range<Int>) {
        for at in range { cells[row][at] = " " }
    }
}
