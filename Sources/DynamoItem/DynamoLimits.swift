/// DynamoDB's limits (AWS's documentation and service model; DYNAMODB.md 1).
package enum DynamoLimits {
    /// An item with its attribute names, as stored.
    package static let itemBytes = 409_600
    package static let partitionKeyBytes = 2_048
    package static let sortKeyBytes = 1_024
    package static let batchWriteItems = 25
    package static let batchGetKeys = 100
    /// A request's body.
    package static let requestBytes = 16 * 1024 * 1024
    /// What one page of a Query or Scan reads.
    package static let pageBytes = 1024 * 1024
    /// Levels of an attribute's value, the top-level attribute counted.
    package static let nesting = 32
    package static let tableNameMin = 3
    package static let tableNameMax = 255
    package static let attributeNameBytes = 65_535
    /// Names of key attributes, index keys and projected attributes.
    package static let keyNameBytes = 255
    package static let numberDigits = 38
    package static let localIndexes = 5
    package static let globalIndexes = 20
    package static let projectedAttributes = 100
    package static let projectedAttributesPerIndex = 20
    package static let tags = 50
    package static let tagKeyCharacters = 128
    package static let tagValueCharacters = 256
    package static let recoveryDays = 1...35
    /// Writes a second that one partition takes.
    package static let partitionWriteUnits = 1_000
    package static let maxSegments = 1_000_000
    /// Bytes of an item that one write unit pays for.
    package static let writeUnitBytes = 1_024
    package static let readUnitBytes = 4_096
}
