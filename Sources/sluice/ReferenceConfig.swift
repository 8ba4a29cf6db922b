/// The configuration of the demo.
enum ReferenceConfig {
    static let text = "{}"
}
