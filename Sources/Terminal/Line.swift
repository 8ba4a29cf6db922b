/// One line of text in more than one role: a pane's title with its counts, an event with its time.
package struct Line: Sendable, Hashable, ExpressibleByStringLiteral {
    package struct Span: Sendable, Hashable {
        package var text: String
        /// Nil for the role of the place it is drawn at.
        package var role: Role?
    }

    package private(set) var spans: [Span] = []

    package init() {}

    package init(_ text: String, _ role: Role? = nil) {
        append(text, role)
    }

    package init(stringLiteral text: String) {
        append(text)
    }

    package mutating func append(_ text: String, _ role: Role? = nil) {
        if !text.isEmpty { spans.append(Span(text: text, role: role)) }
    }

    /// This line and more text behind it.
    package func then(_ text: String, _ role: Role? = nil) -> Line {
        var line = self
        line.append(text, role)
        return line
    }

    package mutating func append(_ line: Line) {
        spans += line.spans
    }

    package static func + (left: Line, right: Line) -> Line {
        var line = left
        line.append(right)
        return line
    }

    package static func += (left: inout Line, right: Line) { left.append(right) }

    package var isEmpty: Bool { spans.isEmpty }
    package var text: String { spans.map(\.text).joined() }
}
