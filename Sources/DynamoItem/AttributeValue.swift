/// A DynamoDB value, as a tree: for control, reads, checks and the embedded endpoint.
///
/// The load's hot path never builds one: it writes bytes (`ByteWriter`).
package indirect enum AttributeValue: Sendable, Hashable {
    case string(String)
    /// The number's text as it was written; see `DynamoNumber` for its rules.
    case number(String)
    case binary([UInt8])
    case bool(Bool)
    case null
    case list([AttributeValue])
    case map(Item)
    case stringSet([String])
    case numberSet([String])
    case binarySet([[UInt8]])
}
