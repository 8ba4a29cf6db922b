import DynamoItem
import JSONText
import SQLiteSource

/// An attribute as it was read, before the table's keys have had their say.
struct DraftAttribute {
    var name: String
    var value: DraftValue
    var isOwnColumn: Bool
    var place: ConfigPlace
    /// True where the value could not be read, which has been reported: the name is given all the same.
    var isBroken = false

    var bound: AttributeMapping {
        AttributeMapping(name: name, value: value.source, isOwnColumn: isOwnColumn)
    }
}

struct DraftValue {
    var source: AttributeSource
    /// The column, where the value is one and it is no rowid.
    var column: SourceColumn?

    init(_ source: AttributeSource, column: SourceColumn? = nil) {
        self.source = source
        self.column = column
    }
}

extension Conversion {
    /// The names by which `types` and `type` know the targets.
    static let typeNames = Target.allCases.map(\.rawValue)
}

extension MappingContext {
    func conversionTarget(_ place: ConfigPlace, _ what: String) -> Conversion.Target? {
        guard let name = string(place, what) else { return nil }
        if let target = Conversion.Target(rawValue: name) { return target }
        let hint =
            ["M", "L", "MAP", "LIST"].contains(name.uppercased())
            ? "JSON text becomes a map or a list with \"JSON\""
            : RowScope.hint(for: name, among: Conversion.typeNames)
        report("there is no type \(name.quoted)", at: place, hint: hint)
        return nil
    }

    func nullPolicy(_ place: ConfigPlace) -> Conversion.NullPolicy? {
        choice(place, "\"nulls\"", [("omit", .omit), ("null", .null)])
    }

    func unstorablePolicy(_ place: ConfigPlace) -> Conversion.Fallback? {
        choice(
            place, "\"unstorable\"",
            [("quarantine", .quarantine), ("omit", .omit), ("string", .string)])
    }

    /// One of a few words.
    func choice<T>(_ place: ConfigPlace, _ what: String, _ choices: [(name: String, value: T)])
        -> T?
    {
        guard let name = string(place, what) else { return nil }
        if let choice = choices.first(where: { $0.name == name }) { return choice.value }
        report(
            "\(what) is one of \(choices.map(\.name).listed), not \(name.quoted)", at: place,
            hint: RowScope.hint(for: name, among: choices.map(\.name)))
        return nil
    }

    /// `type`, `nulls` and `unstorable` of one attribute.
    func conversion(_ object: ConfigObject) -> Conversion {
        var conversion = Conversion()
        if let place = object["type"], let target = conversionTarget(place, "\"type\"") {
            conversion.target = target
        }
        if let place = object["nulls"], let policy = nullPolicy(place) { conversion.nulls = policy }
        if let place = object["unstorable"], let policy = unstorablePolicy(place) {
            conversion.fallback = policy
        }
        return conversion
    }
}
