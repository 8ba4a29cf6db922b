extension Affinity {
    /// The affinity SQLite gives a declared type (datatype3.html §3.1): the first rule that fits.
    package init(declaredType: String, isStrict: Bool = false) {
        let type = String(
            decoding: declaredType.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 },
            as: UTF8.self)
        if isStrict && type == "any" {
            self = .blob
        } else if type.contains("int") {
            self = .integer
        } else if type.contains("char") || type.contains("clob") || type.contains("text") {
            self = .text
        } else if type.isEmpty || type.contains("blob") {
            self = .blob
        } else if type.contains("real") || type.contains("floa") || type.contains("doub") {
            self = .real
        } else {
            self = .numeric
        }
    }
}
