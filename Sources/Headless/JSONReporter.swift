package import EventBus
package import JSONText
import RunModel

/// Writes the run's events as JSON lines (docs/events.md).
package struct JSONReporter: Sendable {
    private let session: Session
    private let output: any LineOutput

    package init(session: Session, output: any LineOutput) {
        self.session = session
        self.output = output
    }

    /// Reports until the events end, the task is cancelled, or the output fails.
    /// - Returns: false where the output failed.
    @discardableResult
    package func run() async -> Bool { await run(await session.events()) }

    /// Reports a subscription that was taken before the run began, so that no event is missing.
    @discardableResult
    package func run(_ subscription: Subscription) async -> Bool {
        for await delivery in subscription {
            guard await output.write(Self.line(delivery)) else {
                subscription.cancel()
                return false
            }
        }
        return true
    }

    /// The line of a delivery, with its line end.
    package static func line(_ delivery: Delivery) -> String {
        var writer = JSONWriter()
        switch delivery {
        case .event(let event): event.write(to: &writer)
        case .missed(let count):
            writer.beginObject()
            writer.field("event", "eventsMissed")
            writer.field("count", count)
            writer.endObject()
        }
        return writer.terminalSafeText + "\n"
    }
}

extension JSONWriter {
    /// The JSON with everything a terminal would obey written as `\u` escapes: the same values to a reader,
    /// nothing but printable text to a screen. (C0 controls are escaped by JSON itself.)
    package var terminalSafeText: String {
        let text = self.text
        guard text.unicodeScalars.contains(where: \.isObeyed) else { return text }
        var safe = ""
        safe.reserveCapacity(text.utf8.count + 64)
        for scalar in text.unicodeScalars {
            // They can only stand within strings: JSON's own grammar is ASCII.
            if scalar.isObeyed {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}

extension Unicode.Scalar {
    /// C1 controls, DEL, bidi controls, separators and other format characters: what `sanitised` replaces.
    fileprivate var isObeyed: Bool {
        switch value {
        case 0x7F..<0xA0, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
