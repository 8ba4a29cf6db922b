/// A setting's value and where it came from, for `sluice info`: `AWS_REGION`, `config.json`,
/// `profile dev (/home/me/.aws/config:3)`.
package struct Resolved<Value: Sendable>: Sendable {
    package var value: Value
    package var origin: String

    package init(_ value: Value, origin: String) {
        self.value = value
        self.origin = origin
    }
}

extension Resolved: Equatable where Value: Equatable {}
