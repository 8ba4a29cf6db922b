import DynamoItem

/// Which attributes of an item are wanted.
struct Projection {
    private var paths: [DocumentPath]

    init(paths: [DocumentPath]) { self.paths = paths }

    /// Top-level attributes alone: an index's projection, AttributesToGet.
    init(names: [String]) { paths = names.map { DocumentPath(steps: [.name($0)]) } }

    static func parse(_ expression: String, _ scope: ExpressionScope) throws -> Projection {
        var parser = try ExpressionParser("ProjectionExpression", expression, scope)
        var paths = [try parser.path()]
        while parser.take(",") { paths.append(try parser.path()) }
        try parser.expectEnd()
        try parser.checkOverlaps(paths)
        return Projection(paths: paths)
    }

    /// The names of the top-level attributes it touches.
    var roots: [String] { paths.map(\.root) }

    func apply(to item: Item) -> Item {
        var tree = Branch()
        for path in paths { tree.add(path.steps[...]) }
        guard case .map(let picked)? = tree.pick(.map(item)) else { return Item() }
        return picked
    }

    /// The wanted paths as a tree: list elements keep their order and close up.
    private struct Branch {
        var isWhole = false
        var names: [(name: String, branch: Branch)] = []
        var indexes: [Int: Branch] = [:]

        mutating func add(_ steps: ArraySlice<DocumentPath.Step>) {
            guard let step = steps.first else {
                isWhole = true
                return
            }
            let rest = steps.dropFirst()
            switch step {
            case .name(let name):
                if let at = names.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                    names[at].branch.add(rest)
                } else {
                    var branch = Branch()
                    branch.add(rest)
                    names.append((name, branch))
                }
            case .index(let index): indexes[index, default: Branch()].add(rest)
            }
        }

        func pick(_ value: AttributeValue) -> AttributeValue? {
            if isWhole { return value }
            switch value {
            case .map(let item):
                var picked = Item()
                for (name, branch) in names {
                    if let inner = item[name], let value = branch.pick(inner) {
                        picked.attributes.append(Item.Attribute(name, value))
                    }
                }
                // The root is there even where nothing of it is wanted; a branch without a leaf is not.
                return picked.attributes.isEmpty ? nil : .map(picked)
            case .list(let list):
                let picked = indexes.keys.sorted().filter(list.indices.contains).compactMap {
                    indexes[$0]?.pick(list[$0])
                }
                return picked.isEmpty ? nil : .list(picked)
            default: return nil
            }
        }
    }
}

extension ExpressionParser {
    func checkOverlaps(_ paths: [DocumentPath]) throws {
        for (at, path) in paths.enumerated() {
            for other in paths[..<at] {
                if path.overlaps(other) {
                    throw fail(
                        "Two document paths overlap with each other; must remove or rewrite one of "
                            + "these paths; path one: \(other.shown), path two: \(path.shown)")
                }
                if path.conflicts(other) {
                    throw fail(
                        "Two document paths conflict with each other; must remove or rewrite one of "
                            + "these paths; path one: \(other.shown), path two: \(path.shown)")
                }
            }
        }
    }
}
