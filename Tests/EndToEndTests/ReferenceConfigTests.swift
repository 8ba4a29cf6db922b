import Foundation
import JSONText
import RunModel
import TestSupport
import Testing

@testable import sluice

@Suite struct ReferenceConfigTests {
    @Test func `The demo's configuration is config.example.json`() throws {
        let example = try String(
            contentsOfFile: Places.package + "/config.example.json", encoding: .utf8)
        #expect(ReferenceConfig.text == example)
        let json = try JSONReader.read(Array(ReferenceConfig.text.utf8))
        #expect(json["source"]?["path"]?.string == "chinook.sqlite")
        #expect(json["tables"]?.object?.count == 4)
    }
}
