import JSONText
import RunModel

/// A node of the configuration and the JSON path that leads to it.
struct ConfigPlace {
    var node: JSONNode
    var path: String

    init(_ node: JSONNode, path: String) {
        self.node = node
        self.path = path
    }

    /// `tables.Music`; a name that is not plain is quoted: `tables["my.music"]`.
    func path(to name: String) -> String {
        let isPlain =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        if !isPlain { return path + "[" + name.quoted + "]" }
        return path.isEmpty ? name : path + "." + name
    }

    func member(_ name: String, _ node: JSONNode) -> ConfigPlace {
        ConfigPlace(node, path: path(to: name))
    }

    func element(_ index: Int, _ node: JSONNode) -> ConfigPlace {
        ConfigPlace(node, path: path + "[\(index)]")
    }
}

/// Why something in the mapping cannot be taken, and what to write instead.
struct Refusal: Error {
    var message: String
    var hint: String?
    /// True where its cause has been reported already: it is not said again.
    var isReported = false

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

extension String {
    /// The text in quotes, safe to show.
    var quoted: String { "\"" + sanitised(limit: 200) + "\"" }
}

extension Sequence<String> {
    /// `"A", "B" and "C"`, each quoted.
    var listed: String {
        let names = map(\.quoted)
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}
