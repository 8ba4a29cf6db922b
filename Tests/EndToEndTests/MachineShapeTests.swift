import Testing

@testable import sluice

@Suite struct MachineShapeTests {
    @Test(
        arguments: [
            (" 0\n", 1), ("\t0-1", 2), ("0-3,8,10-11", 7), ("", nil), ("x", nil), ("3-1", nil),
        ] as [(String, Int?)])
    func `A list of processors is counted`(list: String, cores: Int?) {
        #expect(MachineShape.cores(in: list) == cores)
    }

    @Test(arguments: [
        (1, 1, 1, 1), (2, 2, 2, 1), (4, 4, 4, 1), (8, 4, 4, 2), (64, 4, 4, 4),
    ])
    func `Lanes and readers follow the cores`(
        cores: Int, lanes: Int, readersOfOne: Int, readersOfFour: Int
    ) {
        let shape = MachineShape(cores: cores)
        #expect(shape.lanes == lanes)
        #expect(shape.readers(forEachOf: 1) == readersOfOne)
        #expect(shape.readers(forEachOf: 4) == readersOfFour)
    }
}
