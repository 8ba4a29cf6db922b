import JSONText
import Testing

@Suite struct ReaderTests {
    @Test func `Members keep their order and their duplicates`() throws {
        let node = try JSONReader.read(#"{"b": 1, "a": 2, "b": 3}"#)
        #expect(node.object?.map(\.name) == ["b", "a", "b"])
        #expect(node["b"]?.int == 1)
    }

    @Test func `Every node knows its line and column, counted in characters`() throws {
        let node = try JSONReader.read("{\n  \"ä€𝄞\": [1,\n \"é\", {\"x\": null}]\r\n}")
        let member = try #require(node.object?.first)
        #expect([member.nameLine, member.nameColumn] == [2, 3])
        #expect([member.node.line, member.node.column] == [2, 10])
        let elements = try #require(member.node.array)
        #expect(elements.map(\.line) == [2, 3, 3])
        #expect(elements.map(\.column) == [11, 2, 7])
        #expect(elements[2]["x"]?.column == 13)
    }

    @Test func `A byte order mark is passed over and takes no column`() throws {
        #expect(try JSONReader.read("\u{FEFF}[1]")[0]?.column == 2)
    }

    @Test(arguments: [
        ("{\n  \"a\": 1,\n}", "3:1: a comma before '}'"),
        ("[1,]", "1:4: a comma before ']'"),
        ("{\"a\" 1}", "1:6: expected ':' after the name, found '1'"),
        ("{a: 1}", "1:2: expected a name in double quotes, found 'a'"),
        ("// x\n{}", "1:1: expected a value, found '/' (JSON has no comments)"),
        (
            "{'a': 1}",
            "1:2: expected a name in double quotes, found a single quote (JSON has double quotes)"
        ),
        ("{\"a\": 1", "1:8: expected ',' or '}', found the end of the text"),
        ("", "1:1: expected a value, found the end of the text"),
        ("[01]", "1:3: a number with a leading zero"),
        ("{} {}", "1:4: unexpected '{' after the end"),
        ("[\"a\nb\"]", "1:4: the end of the line in a string must be written as an escape"),
        ("[\"\\uD800x\"]", "1:3: an escape for half a character (a lone surrogate)"),
        ("[\"é\u{1b}[2J\"]", "1:4: the character U+001B in a string must be written as an escape"),
        ("[\u{202E}]", "1:2: expected a value, found the character U+202E"),
        ("[1.]", "1:4: expected a digit after the decimal point, found ']'"),
    ]) func `An error says what is wrong and where`(_ text: String, _ message: String) {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(text) }
        #expect(error?.description == message)
    }

    @Test func `Escapes are taken out`() throws {
        let node = try JSONReader.read(#""\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e\u0000x""#)
        #expect(node.string == "\"\\/\u{8}\u{c}\n\r\té𝄞\0x")
    }

    @Test func `A number keeps its text`() throws {
        let text = "-12345678901234567890.1234567890e-10"
        #expect(try JSONReader.read(text).value == .number(text))
    }

    @Test(
        arguments: [
            ("32", 32), ("32.0", 32), ("1e3", 1_000), ("-0", 0), ("1.5", nil),
            ("9223372036854775807", Int.max),
            ("9223372036854775808", nil), ("9007199254740993.0", nil), ("\"1\"", nil),
            ("1e400", nil),
        ] as [(String, Int?)]) func `A number is an integer where it is one`(
            _ text: String, _ int: Int?
        ) throws
    {
        #expect(try JSONReader.read(text).int == int)
    }

    @Test func `Depth is bounded, and a bomb is refused without recursion`() throws {
        let limits = JSONLimits(maxDepth: 3)
        _ = try JSONReader.read("[[[1]]]", limits: limits)
        #expect(throws: JSONError.self) { try JSONReader.read("[[[[1]]]]", limits: limits) }
        for opening in ["[", "{\"a\":"] {
            let bomb = String(repeating: opening, count: 1_000_000)
            let error = #expect(throws: JSONError.self) { try JSONReader.read(bomb) }
            #expect(error?.message == "more than 100 arrays and objects within one another")
        }
    }

    @Test func `Bytes and values are bounded`() {
        let bytes = #expect(throws: JSONError.self) {
            try JSONReader.read("[1,2,3]", limits: JSONLimits(maxBytes: 6))
        }
        #expect(bytes?.message == "the text is 7 bytes long; at most 6 are read")
        #expect(throws: JSONError.self) {
            try JSONReader.read("[1,2,3]", limits: JSONLimits(maxValues: 3))
        }
    }

    @Test func `No cut of a text is read, and none brings the reader down`() throws {
        let text = Array(
            #"{"a":[1,-2.5e+3,"\u00e9\ud834\udd1e",{"b":null,"c":[true,false]}],"é":""}"#.utf8)
        _ = try JSONReader.read(text)
        for end in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(text[..<end])) }
        }
    }

    @Test func `No change of a byte brings the reader down`() {
        let text = Array(
            #"{"a":[1,-2.5e+3,"\u00e9\ud834\udd1e",{"b":null,"c":[true,false]}],"é":""}"#.utf8)
        for at in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[at] = byte
                _ = try? JSONReader.read(changed)
            }
        }
    }
}
