/// A name and a value in one call; nil writes null.
extension JSONWriter {
    package mutating func field(_ name: String, _ text: String?) {
        self.name(name)
        if let text { string(text) } else { null() }
    }

    package mutating func field(_ name: String, _ number: Int?) {
        self.name(name)
        if let number { integer(number) } else { null() }
    }

    package mutating func field(_ name: String, _ number: Int64?) {
        self.name(name)
        if let number { integer(number) } else { null() }
    }

    package mutating func field(_ name: String, _ number: Double?) {
        self.name(name)
        if let number { double(number) } else { null() }
    }

    package mutating func field(_ name: String, _ bool: Bool?) {
        self.name(name)
        if let bool { self.bool(bool) } else { null() }
    }

    /// A list of strings.
    package mutating func field(_ name: String, _ texts: [String]) {
        self.name(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }

    package mutating func field(_ name: String, _ node: JSONNode) {
        self.name(name)
        self.node(node)
    }
}
