import RunModel
import Testing

@Suite struct SuggestionTests {
    private static let names = [
        "Artist", "Album", "Track", "Genre", "PlaylistTrack", "Id", "maxInFlight",
    ]

    @Test(arguments: [
        ("Artst", "Artist"), ("artist", "Artist"), ("Atrist", "Artist"), ("Albums", "Album"),
        ("Trakc", "Track"),
        ("Play", "PlaylistTrack"), ("maxinflight", "maxInFlight"), ("max_in_flight", "maxInFlight"),
        ("Gnere", "Genre"),
    ]) func `A slip finds the name that was meant`(_ name: String, _ meant: String) {
        #expect(Suggestion.closest(to: name, among: Self.names) == meant)
    }

    @Test(arguments: ["Invoice", "", "x", "zz", "Qwertz"])
    func `What is near nothing finds nothing`(
        _ name: String
    ) {
        #expect(Suggestion.closest(to: name, among: Self.names) == nil)
    }

    @Test func `A text of any length is survived`() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Suggestion.closest(to: long, among: [long, "b"]) != nil)
    }

    @Test func `The hint asks`() {
        #expect(Suggestion.hint(for: "Artst", among: Self.names) == #"did you mean "Artist"?"#)
        #expect(Suggestion.hint(for: "Invoice", among: Self.names) == nil)
    }
}
