import JSONText

/// DynamoDB's strings are UTF-8; SQLite's texts are whatever was stored.
package enum UTF8Check {
    /// True where the bytes are valid UTF-8 (RFC 3629).
    ///
    /// ASCII passes eight bytes at a time.
    package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        UTF8Scan.firstInvalid(bytes) == nil
    }
}
