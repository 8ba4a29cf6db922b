/// What to do about a row in quarantine, by its cause.
///
/// The causes are Mapping's and the service's; a remedy is not stored, it is found by the cause.
package enum QuarantineRemedy {
    /// The remedy for a cause such as `Track.Bytes: number out of range`; nil where none is known.
    package static func of(_ cause: String) -> String? {
        if cause.hasPrefix("refused by the service: ") { return refused }
        if let remedy = remedies[cause] { return remedy }
        for (known, remedy) in remedies where cause.hasSuffix(": " + known) { return remedy }
        if cause.contains("a key over "), cause.hasSuffix(" bytes") {
            return "make the key of fewer or shorter columns, then retry"
        }
        return nil
    }

    private static let refused =
        "the item is valid as far as sluice knows: read the service's message; mend the row or the mapping, then retry"
    private static let value =
        "mend the value in the source and retry; or say in the mapping what becomes of it: "
        + "\"unstorable\": \"omit\" or \"string\" for the column"
    private static let type =
        "give the attribute another \"type\" in the mapping; or mend the value in the source, then retry"
    private static let json =
        "mend the text in the source and retry; or take the column as text: no JSON \"type\" in the mapping"
    private static let templates =
        "a key is text: use a column that holds text or numbers; or mend the value, then retry"
    private static let absentKey =
        "give the row a value in the source and retry; or leave such rows out with \"where\" in the mapping"
    private static let mapKey =
        "choose another key for the map in the mapping, one that each child has for itself, or embed as a list"

    private static let remedies: [String: String] = [
        "item over 409,600 bytes":
            "leave out or split a large column in the mapping, or give the children items of their own; then reset the table",
        "number out of range":
            "DynamoDB takes 38 digits and 1E-130 to 1E126: write the column as \"S\", or \"unstorable\": \"string\"; then reset the table",
        "an infinite number": value,
        "invalid UTF-8 text": value,
        "not a date": value,
        "text that is not a number": value,
        "neither 0 nor 1 where a boolean is wanted": type,
        "a BLOB where text is wanted": type,
        "a BLOB where a number is wanted": type,
        "not a BLOB where binary is wanted": type,
        "text in a number key": type,
        "a BLOB in a template": templates,
        "a BLOB in a joined key": templates,
        "NULL in the table's key": absentKey,
        "an empty key": absentKey,
        "NULL in a map's key": mapKey,
        "an empty key in a map": mapKey,
        "a key too long for a map": mapKey,
        "two children with one key in a map": mapKey,
        "not JSON text": json,
        "text that is not JSON": json,
        "not a JSON array of strings": json,
        "not a JSON array of numbers": json,
        "a name twice in a JSON object": json,
        "an empty or oversize name in a JSON object": json,
        "JSON nested more than 32 levels deep": json,
        "SQLite ran out of memory for a text": "give the process more memory, then retry",
        "cannot be written": "this is a fault of sluice: please report the row's column types",
    ]
}
