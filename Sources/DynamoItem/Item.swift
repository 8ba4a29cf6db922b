/// A map of attributes in the order they were written.
package struct Item: Sendable, Hashable {
    package struct Attribute: Sendable, Hashable {
        package var name: String
        package var value: AttributeValue

        package init(_ name: String, _ value: AttributeValue) {
            self.name = name
            self.value = value
        }
    }

    package var attributes: [Attribute]

    package init(_ attributes: [Attribute] = []) { self.attributes = attributes }

    package subscript(_ name: String) -> AttributeValue? {
        get { index(of: name).map { attributes[$0].value } }
        set {
            let at = index(of: name)
            switch (at, newValue) {
            case (let at?, let value?): attributes[at].value = value
            case (let at?, nil): attributes.remove(at: at)
            case (nil, let value?): attributes.append(Attribute(name, value))
            case (nil, nil): break
            }
        }
    }
    /// By the name's bytes: Swift's String takes canonically equal texts for one, DynamoDB does not.
    private func index(of name: String) -> Int? {
        attributes.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
