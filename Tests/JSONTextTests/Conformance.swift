import JSONText
import Testing

/// Cases of RFC 8259 in the manner of the public JSON test suite: what must pass and what must not.
@Suite struct Conformance {
    static let accepted: [String] = [
        "[]", "{}", " [ ] ", "[[]   ]", "[\"\"]", "[\"a\"]", "[false]", "[null, 1, \"1\", {}]",
        "[1\n]", " [1]", "[1,null,null,null,2]", "[2] ", "null", "true", "\"\"", "42", "-0.1", " ",
        "[123e65]", "[0e+1]", "[0e1]", "[ 4]",
        "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
        "[20e1]", "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]",
        "[123.456e78]",
        "[1e-2]", "[1e+2]", "[123.456789]", "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\":\"b\"}",
        "{\"\":0}",
        "{\"a\\u0000b\": 42}", "{\"a\":[]}", "{\n\"a\": \"b\"\n}", "[\"\\u0060\\u012a\\u12AB\"]",
        "[\"\\uD801\\udc37\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]",
        "[\"a/*b*/c/*d//e\"]", "[\"\u{7F}\"]", "[\"\u{2028}\"]", "[\"\u{FFFF}\"]",
        "[\"\u{10FFFF}\"]",
        "[\"\\u0000\"]", "[\"asd \"]", "[\"new\\u00A0line\"]", "[\"€𝄞\"]", "\u{FEFF}{}", "\r\n\t 1",
    ].filter { $0 != " " }

    static let refused: [String] = [
        "", " ", "[1 true]", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]",
        "[\"\",]", "[\"x\"", "[x", "[3[4]]", "[1:2]", "[,]", "[-]", "[   , \"\"]", "[1,]",
        "[1,\n1\n,1",
        "[*]", "[\"\"", "[1,", "[{}", "[fals]", "[nul]", "[tru]", "123\0", "[++1234]", "[+1]",
        "[+Inf]",
        "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]",
        "[0.e1]", "[0E+]", "[0E]", "[0e+]", "[0e]", "[1.0e+]", "[1.0e-]", "[1.0e]", "[1 000.0]",
        "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[Inf]", "[NaN]", "[1+2]", "[0x1]",
        "[0x42]", "[Infinity]", "[0e+-1]", "[-123.123foo]", "[-Infinity]", "[-foo]", "[- 1]",
        "[-012]",
        "[-.123]", "[-1x]", "[1ea]", "[1.]", "[.123]", "[1.2a-3]", "[012]", "[\"x\", truth]",
        "{[: \"x\"}", "{\"x\", null}", "{\"x\"::\"b\"}", "{key: 'value'}", "{\"a\":\"a\" 123}",
        "{:\"b\"}", "{\"a\" b}", "{\"a\":", "{\"a\"", "{1:1}", "{9999E9999:1}", "{null:null}",
        "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}", "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}//",
        "{\"a\":\"b\",,\"c\":\"d\"}", "{a: \"b\"}", "{\"a\":\"a", "{ \"foo\" : \"bar\", \"a\" }",
        "{\"a\":\"b\"}#", "[\"\\uD800\\\"]", "[\"\\uD800\\u\"]", "[\"\\uD800\\u1\"]",
        "[\"\\uD800\\u1x\"]", "[é]", "[\"\\x00\"]", "[\"\\\\\\\"]", "[\"\\\t\"]", "[\"\\🌀\"]",
        "[\"\\\"]",
        "[\"\\u00A\"]", "[\"\\uD834\\uDd\"]", "[\"\\uqqqq\"]", "[\"\\a\"]", "[\\u0020\"asd\"]",
        "[\\n]",
        "\"", "['single quote']", "abc", "[\"\\", "[\"a\u{0}a\"]", "[\"new\nline\"]", "[\"\t\"]",
        "\"\\UA66D\"", "\"\"x", "[⁠]", "<.>", "[<null>]", "[1]x", "[1]]", "{}}", "{\"", "[\"a", "[",
        "{]", "é", "*", "{\"a\":\"b\"}#{}", "[\u{0C}]", "[True]", "1]", "{\"x\": true,", "[][]",
        "]",
        "[\"\\u\"]", "'", "{,", "[\"\\{[\"\\{[\"\\{[\"\\{", "{\"\\u0020\"", "[\u{00A0}1]", "1 2",
        "[\"\\uDC00\"]", "[\"\\uD800\"]", "[\"\\uD800\\uD800\"]", "[\"\\uDBFFx\"]", "--1", "-",
        "1e", "tr",
    ]

    @Test(arguments: accepted) func `What the grammar has is read`(_ text: String) throws {
        _ = try JSONReader.read(text)
    }

    @Test(arguments: refused) func `What the grammar lacks is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONReader.read(text) }
    }

    /// Each ends where the bytes stop being UTF-8; all stand in a string.
    static let notUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        [0xE2, 0x82],
        [0xC3], [0xF0, 0x9F, 0x98], [0xC3, 0x28],
    ]

    @Test(arguments: notUTF8) func `Bytes that are not UTF-8 are refused where they stand`(
        _ bytes: [UInt8]
    ) {
        let text = Array("[\n \"é".utf8) + bytes + Array("\"]".utf8)
        let error = #expect(throws: JSONError.self) { try JSONReader.read(text) }
        #expect(error?.line == 2)
        #expect(error?.column == 4)
        #expect(error?.offset == 6)
    }
}
