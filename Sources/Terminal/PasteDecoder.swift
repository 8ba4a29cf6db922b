/// The text between the two marks that a terminal puts around what is pasted.
///
/// What always holds: at most `limit` bytes are kept, and a paste whose end never comes is over once nothing
/// was heard of it for a second; the keys after it count again.
struct PasteDecoder {
    private static let limit = 10_000
    private static let patience = Duration.seconds(1)
    private static let mark: [UInt8] = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    /// How much of the mark of its end has come.
    private var held = 0
    private var heardAt: ContinuousClock.Instant

    init(at now: ContinuousClock.Instant) { heardAt = now }

    /// The text where its end was lost; nil while it may still come.
    func takeUnended(at now: ContinuousClock.Instant) -> String? {
        heardAt.duration(to: now) > Self.patience ? text : nil
    }

    /// Takes a byte; the text once it is whole.
    mutating func take(_ code: Int32, at now: ContinuousClock.Instant) -> String? {
        heardAt = now
        // A key that curses knows was part of the text: an arrow's bytes, say.
        guard let byte = UInt8(exactly: code) else { return nil }
        if byte == Self.mark[held] {
            held += 1
            return held == Self.mark.count ? text : nil
        }
        keep(Self.mark[..<held])
        held = 0
        if byte == Self.mark[0] { held = 1 } else { keep([byte]) }
        return nil
    }

    private mutating func keep(_ more: some Collection<UInt8>) {
        if bytes.count + more.count <= Self.limit { bytes += more }
    }

    private var text: String { String(decoding: bytes, as: UTF8.self) }
}
