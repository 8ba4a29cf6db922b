/// What a table really holds, column by column: SQLite's declared types are only a wish.
package struct TableMeasure: Sendable, Equatable {
    package var table: String
    package var rows: Int
    package var columns: [ColumnMeasure]
    /// The largest row, in bytes of its values: 8 for a number, a text's and a blob's length.
    package var largestRow: Int
    /// Bytes of all values, counted the same way.
    package var bytes: Int

    package init(
        table: String, rows: Int = 0, columns: [ColumnMeasure], largestRow: Int = 0, bytes: Int = 0
    ) {
        self.table = table
        self.rows = rows
        self.columns = columns
        self.largestRow = largestRow
        self.bytes = bytes
    }

    package func column(_ name: String) -> ColumnMeasure? {
        columns.first { $0.name.isSameIdentifier(as: name) }
    }
}

/// The values of one column, counted by how SQLite stores them.
package struct ColumnMeasure: Sendable, Equatable {
    package var name: String
    package var nulls = 0
    package var integers = 0
    package var reals = 0
    package var texts = 0
    package var blobs = 0
    /// Texts without a byte in them; DynamoDB takes none in a key.
    package var emptyTexts = 0
    /// Blobs without a byte in them.
    package var emptyBlobs = 0
    /// Texts that are not valid UTF-8; DynamoDB takes none.
    package var invalidTexts = 0
    /// Reals DynamoDB's number cannot hold: infinite, or not 0 and outside 1e-130 … 9.99…e125.
    package var numbersOutOfRange = 0
    /// Bytes.
    package var largestText = 0
    /// Bytes.
    package var largestBlob = 0
    package var minInteger: Int64?
    package var maxInteger: Int64?
    package var minReal: Double?
    package var maxReal: Double?

    package init(name: String) { self.name = name }

    package var rows: Int { nulls + integers + reals + texts + blobs }
    /// True where each stored value is a number DynamoDB takes; NULLs are none, and no value is no proof.
    package var isAllNumbers: Bool {
        integers + reals > 0 && texts == 0 && blobs == 0 && numbersOutOfRange == 0
    }
    /// True where each stored value is a blob.
    package var isAllBlobs: Bool { blobs > 0 && integers + reals + texts == 0 }
}

extension ColumnMeasure {
    mutating func add(_ n: Int64) {
        integers += 1
        minInteger = min(minInteger ?? n, n)
        maxInteger = max(maxInteger ?? n, n)
    }

    mutating func add(_ d: Double) {
        reals += 1
        minReal = min(minReal ?? d, d)
        maxReal = max(maxReal ?? d, d)
        let magnitude = d.magnitude
        if magnitude != 0 && !(magnitude >= 1e-130 && magnitude < 1e126) { numbersOutOfRange += 1 }
    }

    mutating func add(text: UnsafeBufferPointer<UInt8>) {
        texts += 1
        largestText = max(largestText, text.count)
        if text.isEmpty { emptyTexts += 1 }
        if !text.isValidUTF8 { invalidTexts += 1 }
    }

    mutating func add(blobBytes count: Int) {
        blobs += 1
        largestBlob = max(largestBlob, count)
        if count == 0 { emptyBlobs += 1 }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Checked where it lies, without a copy.
    fileprivate var isValidUTF8: Bool {
        do {
            _ = try UTF8Span(validating: span)
            return true
        } catch {
            return false
        }
    }
}
