import Mapping
import Testing

/// Children in their parent: lists, maps, values, nested.
@Suite struct LanguageEmbeddingTests {
    let fixture: LanguageFixture

    init() throws { fixture = try LanguageFixture() }

    private func list(_ json: String, from: String = #""Album""#) throws -> Embedding {
        guard case .list(let embedding)? = try fixture.attribute(#"{"list": \#(json)}"#, from: from)
        else {
            throw NotAList()
        }
        return embedding
    }

    private struct NotAList: Error {}

    @Test(arguments: [
        #"{"from": "Track"}"#, #"{"from": "Track", "by": "AlbumId"}"#,
        #"{"from": "track", "on": {"albumid": "AlbumId"}}"#,
    ])
    func `Children are found by their only foreign key, a named one, or columns`(_ json: String)
        throws
    {
        let embedding = try list(json)
        #expect(embedding.table == "Track")
        #expect(embedding.childColumns == ["AlbumId"] && embedding.parentColumns == ["AlbumId"])
        guard case .map(let attributes) = embedding.element else {
            Issue.record("each child is a map")
            return
        }
        #expect(attributes.map(\.name) == ["TrackId", "Name", "AlbumId", "Length"])
        #expect(embedding.order.isEmpty && embedding.limit == nil && embedding.condition == nil)
    }

    @Test func `Order, limit, filter, columns and own attributes of the children`() throws {
        let embedding = try list(
            """
            {"from": "Track", "order": ["-Length", "Name"], "limit": 3, "where": "Length > 10",
             "columns": ["Name"], "types": {"Name": "S"},
             "lookups": {"album": {"table": "Album", "on": {"AlbumId": "AlbumId"}}},
             "attributes": {"Artist": "{album.ArtistId.Name}", "Kind": "Track"}}
            """)
        #expect(
            embedding.order == [
                Embedding.Order(column: "Length", isDescending: true),
                Embedding.Order(column: "Name", isDescending: false),
            ])
        #expect(embedding.limit == 3 && embedding.condition == "Length > 10")
        guard case .map(let attributes) = embedding.element else {
            Issue.record("each child is a map")
            return
        }
        #expect(attributes.map(\.name) == ["Name", "Artist", "Kind"])
        guard case .column(let path, _) = attributes[1].value else {
            Issue.record("a path is a column")
            return
        }
        #expect(path.steps.map(\.table) == ["Album", "Artist"])
    }

    @Test func `One column of order needs no list, and a column may begin with a minus`() throws {
        #expect(
            try list(#"{"from": "Track", "order": "-Name"}"#).order
                == [Embedding.Order(column: "Name", isDescending: true)])
        let odd = #"{"from": "Odd", "on": {"a.b": "Title"}, "rename": {"": "e"}, "order": ["-x"]}"#
        #expect(try list(odd).order == [Embedding.Order(column: "-x", isDescending: false)])
    }

    @Test func `N to M goes through the junction table`() throws {
        let embedding = try list(
            #"{"from": "PlaylistTrack", "value": "{TrackId.AlbumId.Title}"}"#, from: #""Track""#)
        #expect(embedding.table == "PlaylistTrack" && embedding.childColumns == ["TrackId"])
        guard case .value(.column(let path, _)) = embedding.element else {
            Issue.record("each child is one value")
            return
        }
        #expect(path.steps.map(\.table) == ["Track", "Album"] && path.column == "Title")
    }

    @Test func `A map keeps each child under a key`() throws {
        let source = try fixture.attribute(
            #"{"map": {"from": "Track", "key": "T{TrackId:03}", "columns": ["Name"]}}"#)
        guard case .map(let embedding, let key)? = source else {
            Issue.record("not a map")
            return
        }
        #expect(key.text == "T{TrackId:03}" && key.parts.count == 2)
        #expect(embedding.table == "Track")
    }

    @Test func `Embeddings nest as deep as DynamoDB holds`() throws {
        // Fifteen lists of maps are thirty levels, the names in the last stand on the 31st.
        var json = #"{"from": "Person", "by": "Boss", "columns": ["Name"]}"#
        for _ in 0..<14 {
            json =
                #"{"from": "Person", "by": "Boss", "columns": "none", "attributes": {"R": {"list": \#(json)}}}"#
        }
        var embedding = try list(json, from: #""Person""#)
        var depth = 1
        while case .map(let attributes) = embedding.element,
            case .list(let inner) = attributes[0].value
        {
            embedding = inner
            depth += 1
        }
        #expect(depth == 15)
        let values = #"{"from": "Person", "by": "Boss", "value": {"list": \#(json)}}"#
        #expect(throws: Never.self) { try list(values, from: #""Person""#) }
    }
}
