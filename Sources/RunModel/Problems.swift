/// All that is wrong with what the operator wrote, found in one reading.
package struct Problems: Error, Sendable, Equatable {
    /// In the order of the file, then the environment, then the flags; never empty.
    package var all: [Problem]

    package init(_ all: [Problem]) { self.all = all }

    /// The problems as one error: exit status 2, each problem on its line.
    package var error: SluiceError {
        SluiceError(
            .configuration,
            all.count == 1
                ? "the configuration has a problem"
                : "the configuration has \(all.count) problems",
            problems: all)
    }
}
