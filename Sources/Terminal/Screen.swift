/// Where a canvas is shown and keys come from: curses, or a recording for tests.
///
/// Used by one thread only.
package protocol Screen: AnyObject {
    var size: Size { get }
    var capabilities: Capabilities { get }
    /// Shows the canvas; what did not change since the last one costs no byte.
    func show(_ canvas: Canvas, theme: Theme)
    /// The keys that have come, without waiting.
    func readKeys() -> [Key]
}
