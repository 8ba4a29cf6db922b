import JSONText
import Testing

@Suite struct WriterTests {
    private func sample(pretty: Bool) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.beginObject()
        writer.field("name", "a\"b\\c\n\u{1}é")
        writer.field("count", 3)
        writer.field("share", 0.1)
        writer.field("none", nil as String?)
        writer.field("list", ["x", "y"])
        writer.name("empty")
        writer.beginObject()
        writer.endObject()
        writer.name("raw")
        writer.raw("[1,2]")
        writer.name("nested")
        writer.beginArray()
        writer.beginArray()
        writer.bool(true)
        writer.null()
        writer.endArray()
        writer.integer(UInt64.max)
        writer.endArray()
        writer.endObject()
        return writer.text
    }

    @Test func `Compact text has no needless byte`() {
        #expect(
            sample(pretty: false)
                == #"{"name":"a\"b\\c\n\u0001é","count":3,"share":0.1,"none":null,"list":["x","y"],"#
                + #""empty":{},"raw":[1,2],"nested":[[true,null],18446744073709551615]}"#)
    }

    @Test func `Indented text has a line for each value`() {
        #expect(
            sample(pretty: true) == """
                {
                  "name": "a\\"b\\\\c\\n\\u0001é",
                  "count": 3,
                  "share": 0.1,
                  "none": null,
                  "list": [
                    "x",
                    "y"
                  ],
                  "empty": {},
                  "raw": [1,2],
                  "nested": [
                    [
                      true,
                      null
                    ],
                    18446744073709551615
                  ]
                }
                """)
    }

    @Test func `Every character comes back as it was written`() throws {
        let text = String(String.UnicodeScalarView((0...0x2FFF).compactMap(Unicode.Scalar.init)))
        var writer = JSONWriter()
        writer.string(text)
        #expect(try JSONReader.read(writer.bytes).string == text)
    }

    @Test(arguments: [
        0, -0.0, 0.1, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1.0 / 3,
    ])
    func `A double reads back the same`(_ number: Double) throws {
        var writer = JSONWriter()
        writer.double(number)
        #expect(try JSONReader.read(writer.bytes).double == number)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `What JSON has no number for is null`(
        _ number: Double
    ) {
        var writer = JSONWriter()
        writer.double(number)
        #expect(writer.text == "null")
    }

    @Test func `A tree is written as it was read`() throws {
        let text = #"{"b":[1.50,{"a":null}],"a":"\n","b":true}"#
        var writer = JSONWriter()
        writer.node(try JSONReader.read(text))
        #expect(writer.text == text)
    }
}
