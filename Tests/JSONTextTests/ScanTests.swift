import JSONText
import Testing

@Suite struct ScanTests {
    private func slice(_ text: String, _ path: [StaticString]) -> String? {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { bytes in
            JSONScan(bytes).value(path).map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }

    private func isAbsentOrEmpty(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { JSONScan($0).isAbsentOrEmpty(["UnprocessedItems"]) }
    }

    private static let text = """
         {"x": "}]\\"{", "n": -1.5e3, "deep": {"y": [1, {"a": "]"}], "z": {"w": "v"}}, "t":true}
        """

    @Test(
        arguments: [
            (["x"], #""}]\"{""#), (["n"], "-1.5e3"), (["deep", "y"], #"[1, {"a": "]"}]"#),
            (["deep", "z", "w"], #""v""#), (["t"], "true"), (["missing"], nil),
            (["deep", "q"], nil),
            (["n", "q"], nil), (["deep", "y", "a"], nil),
        ] as [([String], String?)]) func `A value is found by its names`(
            _ path: [String], _ expected: String?
        )
    {
        let names: [StaticString] = path.compactMap { name in
            switch name {
            case "x": "x"
            case "n": "n"
            case "deep": "deep"
            case "y": "y"
            case "z": "z"
            case "w": "w"
            case "t": "t"
            case "q": "q"
            case "a": "a"
            default: "missing"
            }
        }
        #expect(slice(Self.text, names) == expected)
    }

    @Test func `Without a name the whole value is found`() {
        #expect(slice(" [1, 2] ", []) == "[1, 2]")
    }

    @Test(arguments: [
        (#"{"UnprocessedItems":{}}"#, true), (#"{"UnprocessedItems": { } }"#, true), ("{}", true),
        (#"{"ConsumedCapacity":[{"a":1}],"UnprocessedItems":{}}"#, true),
        (#"{"UnprocessedItems":{"T":[]}}"#, false), (#"{"UnprocessedItems":null}"#, true),
        (#"{"other":{"UnprocessedItems":{"T":1}}}"#, true), ("", true), ("<html>", true),
    ]) func `Nothing left over is known without a tree`(_ text: String, _ expected: Bool) {
        #expect(isAbsentOrEmpty(text) == expected)
    }

    @Test func `A cut or spoiled text is survived`() {
        let text = Array(Self.text.utf8)
        for end in 0..<text.count {
            text[..<end].withUnsafeBytes { _ = JSONScan($0).value(["deep", "z", "w"]) }
        }
        for at in text.indices {
            for byte in Array("{}[]\",:\\ x".utf8) {
                var spoiled = text
                spoiled[at] = byte
                spoiled.withUnsafeBytes { bytes in
                    let range = JSONScan(bytes).value(["deep", "z", "w"])
                    #expect(range.map { $0.upperBound <= bytes.count } ?? true)
                }
            }
        }
    }
}
