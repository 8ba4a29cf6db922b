/// Names of tables and indexes: 3 to 255 of `a-z A-Z 0-9 _ - .`.
package struct TableNameRule {
    /// What is wrong with the name, without a full stop; nil where nothing is.
    package static func problem(_ name: String) -> String? {
        if let scalar = name.unicodeScalars.first(where: { !isLegal($0) }) {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let shown =
                scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
                ? "'\(scalar)'"
                : "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return "a name has only letters a-z and A-Z, digits, '_', '-' and '.', not \(shown)"
        }
        let count = name.utf8.count
        if count < DynamoLimits.tableNameMin {
            return "a name has at least \(DynamoLimits.tableNameMin) characters, not \(count)"
        }
        if count > DynamoLimits.tableNameMax {
            return "a name has at most \(DynamoLimits.tableNameMax) characters, not \(count)"
        }
        return nil
    }

    /// The nearest legal name; a legal name stays as it is.
    ///
    /// Each other character becomes `_`, a short name gets `_` behind it, a long one is cut.
    package static func legalised(_ name: String) -> String {
        var legal = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(DynamoLimits.tableNameMax) {
            legal.append(isLegal(scalar) ? scalar : "_")
        }
        while legal.count < DynamoLimits.tableNameMin { legal.append("_") }
        return String(legal)
    }

    private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
        default: false
        }
    }
}
