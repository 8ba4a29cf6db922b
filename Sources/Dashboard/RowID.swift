package import RunModel

/// What the cursor of a pane can be on: it follows the thing, not the line on the screen.
package enum RowID: Hashable, Sendable {
    // Tables
    case table(String)
    case entity(EntityID)
    case segment(SegmentID)
    // Schema
    case risk(Int)
    case schemaTable(String)
    case column(table: String, name: String)
    case relation(table: String, number: Int)
    // Errors
    case errorGroup(ErrorGroup.ID)
    // Validate
    case validation(String)
    /// By its place in the table's list of differences.
    case difference(table: String, number: Int)
}
