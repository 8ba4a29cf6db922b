import RunModel

/// The items of a table that differ: several attributes of one item are one.
struct DifferingItems {
    /// Where the first difference of each item stands in the table's list.
    let firsts: [Int]
    /// How many items differ, those that are not listed too.
    let count: Int
    private let differences: [ItemDifference]

    init(_ table: RunSnapshot.TableSnapshot) {
        differences = table.differences
        var seen: Set<String> = []
        firsts = table.differences.indices.filter {
            seen.insert(table.differences[$0].key).inserted
        }
        let isCut = table.differences.count >= RunSnapshot.TableSnapshot.differenceLimit
        count = isCut ? max(firsts.count, table.differing) : firsts.count
    }

    /// Which of the items a difference belongs to, from 0.
    func place(of number: Int) -> Int? {
        guard differences.indices.contains(number) else { return nil }
        return firsts.firstIndex { differences[$0].key == differences[number].key }
    }

    /// The first difference of the item so many further; nil where there is none.
    func next(from number: Int, by step: Int) -> Int? {
        guard let place = place(of: number), firsts.indices.contains(place + step) else {
            return nil
        }
        return firsts[place + step]
    }
}
