/// SplitMix64: the same numbers from the same seed, on every machine and in every version of Swift.
struct SampleRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number of the range.
    ///
    /// The bias of the remainder is below 2^-40 for the ranges here.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    /// Small numbers more often than large ones: the lower of two draws.
    mutating func lowNumber(_ range: ClosedRange<Int>) -> Int { min(number(range), number(range)) }

    mutating func pick<T>(_ list: [T]) -> T { list[number(0...list.count - 1)] }

    mutating func shuffled<T>(_ list: [T]) -> [T] {
        var list = list
        for at in stride(from: list.count - 1, to: 0, by: -1) { list.swapAt(at, number(0...at)) }
        return list
    }

    /// `count` different elements, in the order of the list.
    mutating func sample(_ count: Int, of list: [Int]) -> [Int] {
        shuffled(list).prefix(count).sorted()
    }

    /// `count` numbers of the range that add up to `total`.
    mutating func parts(of total: Int, count: Int, each range: ClosedRange<Int>) -> [Int] {
        precondition(total >= count * range.lowerBound && total <= count * range.upperBound)
        var parts = (0..<count).map { _ in lowNumber(range) }
        var missing = total - parts.reduce(0, +)
        while missing != 0 {
            let at = number(0...count - 1)
            let step = missing.signum()
            guard range.contains(parts[at] + step) else { continue }
            parts[at] += step
            missing -= step
        }
        return parts
    }
}
