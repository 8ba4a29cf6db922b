extension LanguageRefusalTests {
    static let tables: [Case] = [
        .config(#"{"tables": §5}"#, "tables", "must be an object, not a number"),
        .config(#"{"tables": §{}}"#, "tables", "names no table", hint: "each source table becomes"),
        .config(#"{"tables": {"Music": §[]}}"#, "tables.Music", "must be an object, not an array"),
        .config(
            """
            {"tables": {"Music": {"partitionKey": "PK", "entities": {
              "A": {"from": "Album", "attributes": {"PK": "X"}}}}},
            §"tables": {}}
            """, "tables", "\"tables\" stands twice", hint: "line 1"),
        .tables(
            #"""
            "Music": {"partitionKey": "PK", "entities": {"A": {"from": "Album", "attributes": {"PK": "x"}}}},
            §"Music": {}
            """#, ".Music", "\"Music\" stands twice", hint: "line 2"),
        .tables(
            #"§"my music": {"partitionKey": "PK", "entities": {"A": {"from": "Album", "attributes": {"PK": "x"}}}}"#,
            "[\"my music\"]", "cannot be a table's name", hint: "\"my_music\""),
        .tables(
            #"§"ab": {"partitionKey": "PK", "entities": {"A": {"from": "Album", "attributes": {"PK": "x"}}}}"#,
            ".ab",
            "at least 3 characters"),
        .tables(
            #"§"Music": {"entities": {"A": {"from": "Album"}}}"#, ".Music",
            "needs \"partitionKey\"",
            hint: "\"partitionKey\": \"PK\""),
        .tables(
            #"§"Music": {"partitionKey": "PK"}"#, ".Music", "needs \"entities\"",
            hint: "\"from\": \"Album\""),
        .tables(
            #""Music": {"partitionKey": "PK", "entities": §{}}"#, ".Music.entities", "has no entity"
        ),
        .table(
            #"§"biling": "onDemand""#, ".biling", "unknown key", hint: "did you mean \"billing\"?"),
        .table(#"§"ttl": "G""#, ".ttl", "unknown key", hint: "timeToLive"),
        .table(#"§"zzzzzzzz": 1"#, ".zzzzzzzz", "unknown key", hint: "a table knows"),
        .table(
            #""billing": §"ondemand""#, ".billing", "\"billing\" is",
            hint: "did you mean \"onDemand\"?"),
        .table(#""billing": §{"readUnits": 5}"#, ".billing", "needs \"writeUnits\""),
        .table(
            #""billing": {"readUnits": §0, "writeUnits": 5}"#, ".billing.readUnits",
            "a whole number from 1 to 2147483647, not 0"),
        .table(
            #""billing": {"readUnits": 1, "writeUnits": §1.5}"#, ".billing.writeUnits",
            "whole number"),
        .table(#""warmThroughput": §12000"#, ".warmThroughput", "must be an object, not a number"),
        .table(#""tags": {"Owner": §5}"#, ".tags.Owner", "a tag's value must be a string"),
        .table(#""tags": {§"aws:x": "y"}"#, ".tags[\"aws:x\"]", "AWS's own"),
        .table(
            #""deletionProtection": §"yes""#, ".deletionProtection", "true or false, not a string"),
        .table(
            #""pointInTimeRecovery": §7"#, ".pointInTimeRecovery", "true, false or {\"days\": 7}"),
        .table(
            #""pointInTimeRecovery": {"days": §36}"#, ".pointInTimeRecovery.days",
            "from 1 to 35, not 36"),
        .table(#""pointInTimeRecovery": §{}"#, ".pointInTimeRecovery", "needs \"days\""),
        .table(#""timeToLive": §"Expires""#, ".timeToLive", "no entity gives the TTL attribute"),
        .table(#""timeToLive": §"PK""#, ".timeToLive", "is a key of the table"),
        .table(#""timeToLive": §"State""#, ".timeToLive", "would not be a number", hint: "EPOCH"),
        .table(
            #""timeToLive": §"Releasd""#, ".timeToLive", "no entity gives", hint: "\"Released\""),
    ]

    static let keys: [Case] = [
        .tables(
            #""Music": {"partitionKey": §5, "entities": {"A": {"from": "Album"}}}"#,
            ".Music.partitionKey",
            "must be a name or"),
        .tables(
            #""Music": {"partitionKey": §{"type": "S"}, "entities": {"A": {"from": "Album"}}}"#,
            ".Music.partitionKey", "needs \"name\""),
        .tables(
            #""Music": {"partitionKey": {"name": "AlbumId", "type": §"Number"}, "entities": {"A": {"from": "Album"}}}"#,
            ".Music.partitionKey.type", "one of \"S\", \"N\" and \"B\""),
        .tables(
            """
            "Music": {"partitionKey": "PK", "sortKey": §"PK", "entities": {
              "A": {"from": "Album", "attributes": {"PK": "x{AlbumId}"}}}}
            """, ".Music.sortKey", "are both \"PK\""),
        .tables(
            """
            "Music": {"partitionKey": §"\(String(repeating: "k", count: 256))",
              "entities": {"A": {"from": "Album"}}}
            """, ".Music.partitionKey", "at most 255 bytes, not 256"),
        .entity(
            #""from": "Album", "attributes": {§"PK": {"value": ""}}"#, ".attributes.PK",
            "would always be empty", hint: "PROFILE"),
        .entity(
            #""from": "Album", "attributes": {§"PK": ""}"#, ".attributes.PK",
            "would always be empty"),
        .entity(
            #""from": "Album", "attributes": {§"PK": 5}"#, ".attributes.PK", "this constant is not",
            hint: "in quotes"),
        .entity(
            #""from": "Album", "attributes": {§"PK": "{AlbumId}"}"#, ".attributes.PK",
            "holds numbers",
            hint: "\"type\": \"N\""),
        .entity(
            #""from": "Album", "attributes": {§"PK": {"column": "State", "type": "BOOL"}}"#,
            ".attributes.PK",
            "its value is made of type BOOL"),
        .entity(
            #""from": "Album", "attributes": {§"PK": {"list": {"from": "Track"}}}"#,
            ".attributes.PK",
            "cannot be a list or a map"),
        .tables(
            #""Music": {"partitionKey": "PK", "entities": {§"Album": {"from": "Album"}}}"#,
            ".Music.entities.Album", "gives no \"PK\"", hint: "\"PK\": \"ALBUM#{AlbumId}\""),
        .tables(
            #"""
            "Music": {"partitionKey": "PK", "entities": {§"Album": {"from": "Album",
              "attributes": {"Pk": "x{AlbumId}"}}}}
            """#, ".Music.entities.Album", "gives no \"PK\"", hint: "did you mean \"Pk\"?"),
        .tables(
            #""Music": {"partitionKey": "Title", "entities": {§"Album": {"from": "Album", "columns": "none"}}}"#,
            ".Music.entities.Album", "gives no \"Title\"", hint: "take the column"),
        .tables(
            #"""
            "Music": {"partitionKey": {"name": "PK", "type": "N"}, "entities": {"Album": {"from": "Album",
              "attributes": {§"PK": "A{AlbumId}"}}}}
            """#, ".Music.entities.Album.attributes.PK", "a template with text is a string",
            hint: "{AlbumId}"),
        .tables(
            #"""
            "Music": {"partitionKey": {"name": "PK", "type": "N"}, "entities": {"Album": {"from": "Album",
              "attributes": {§"PK": {"join": ["AlbumId"]}}}}}
            """#, ".Music.entities.Album.attributes.PK", "joined columns are a string"),
        .tables(
            #"""
            "Music": {"partitionKey": "PK", "entities": {
              "A": {"from": "Album", "attributes": {"PK": "ALBUM#{AlbumId}"}},
              §"B": {"from": "Album", "columns": "none", "attributes": {"PK": "ALBUM#{AlbumId}"}}}}
            """#, ".Music.entities.B", "make the same keys of the same rows",
            hint: "tell them apart"),
    ]

    static let indexes: [Case] = [
        .table(
            #""indexes": {§"GSI 1": {"partitionKey": "G"}}"#, ".indexes[\"GSI 1\"]",
            "cannot be an index's name", hint: "GSI_1"),
        .table(#""indexes": {§"GSI1": {}}"#, ".indexes.GSI1", "needs \"partitionKey\""),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", §"range": "H"}}"#, ".indexes.GSI1.range",
            "unknown key"),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "sortKey": §"G"}}"#,
            ".indexes.GSI1.sortKey",
            "are both \"G\""),
        .table(
            #""indexes": {"GSI1": {"partitionKey": §"Nope"}}"#, ".indexes.GSI1.partitionKey",
            "no entity gives \"Nope\""),
        .table(
            #"""
            "indexes": {"GSI1": {"partitionKey": {"name": "G", "type": "S"}},
              "GSI2": {"partitionKey": {"name": §"G", "type": "N"}}}
            """#, ".indexes.GSI2.partitionKey.name", "of type N here", hint: "one type in all keys"),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "projection": §"all"}}"#,
            ".indexes.GSI1.projection",
            "\"projection\" is", hint: "\"ALL\""),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "projection": §[]}}"#,
            ".indexes.GSI1.projection",
            "lists no attribute", hint: "KEYS_ONLY"),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "projection": ["Title", §"PK"]}}"#,
            ".indexes.GSI1.projection[1]", "keys are always in the index"),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "projection": ["Title", §"Title"]}}"#,
            ".indexes.GSI1.projection[1]", "listed twice"),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "projection": §["Titel"]}}"#,
            ".indexes.GSI1.projection", "which index \"GSI1\" lists", hint: "\"Title\""),
        .table(
            #""indexes": {"GSI1": {"partitionKey": "G", "billing": §{"readUnits": 1, "writeUnits": 1}}}"#,
            ".indexes.GSI1.billing", "billed on demand"),
        .table(
            #"""
            "billing": {"readUnits": 1, "writeUnits": 1},
            "indexes": {"GSI1": {"partitionKey": "G", "billing": §"onDemand"}}
            """#, ".indexes.GSI1.billing", "provisioned units, so its indexes have too"),
        .table(
            #""indexes": {§"LSI1": {"local": true}}"#, ".indexes.LSI1", "needs \"sortKey\""),
        .table(
            #""indexes": {"LSI1": {"local": true, "partitionKey": §"G", "sortKey": "H"}}"#,
            ".indexes.LSI1.partitionKey", "has its table's partition key",
            hint: "make the index global"),
        .table(
            #""indexes": {"LSI1": {"local": true, "sortKey": §"SK"}}"#, ".indexes.LSI1.sortKey",
            "as the table itself is"),
        .table(
            #""indexes": {"LSI1": {"local": true, "sortKey": "H", "warmThroughput": §{}}}"#,
            ".indexes.LSI1.warmThroughput", "has no meaning"),
        .tables(
            #"""
            "Music": {"partitionKey": "PK", "indexes": {§"LSI1": {"local": true, "sortKey": "Title"}},
              "entities": {"A": {"from": "Album", "attributes": {"PK": "x{AlbumId}"}}}}
            """#, ".Music.indexes.LSI1", "needs a table with a sort key"),
        .table(
            "\"indexes\": §{"
                + (0...20).map { "\"GSI\($0)\": {\"partitionKey\": \"G\"}" }.joined(separator: ", ")
                + "}",
            ".indexes", "at most 20 global indexes, not 21"),
        .table(
            "\"indexes\": §{"
                + (0...5).map { "\"LSI\($0)\": {\"local\": true, \"sortKey\": \"H\"}" }
                .joined(separator: ", ") + "}",
            ".indexes", "at most 5 local indexes, not 6"),
        .tables(
            #"""
            "Music": {"partitionKey": "PK", "indexes": {"GSI1": {"partitionKey": "G", "sortKey": "H"}},
              "entities": {
                "A": {"from": "Album", "attributes": {"PK": "x{AlbumId}", §"G": "g"}},
                "T": {"from": "Track", "attributes": {"PK": "t{TrackId}", "G": "g", "H": "h"}}}}
            """#, ".Music.entities.A.attributes.G", "the item is never in it",
            hint: "give \"H\" too"),
    ]

    static let entities: [Case] = [
        .tables(
            #""Music": {"partitionKey": "PK", "entities": {§"Album": {"attributes": {}}}}"#,
            ".Music.entities.Album", "needs \"from\"", hint: "\"from\": \"Album\""),
        .entity(
            #""from": §"Albums""#, ".from", "no table \"Albums\"", hint: "did you mean \"Album\"?"),
        .entity(#""from": §5"#, ".from", "a table's name or an object"),
        .entity(
            #""from": §"Long""#, ".from", "is a view",
            hint: "{\"view\": \"Long\", \"key\": [\"AlbumId\"]}"),
        .entity(#""from": §"Words""#, ".from", "is a virtual table", hint: "query"),
        .entity(#""from": §"Hidden""#, ".from", "hides its rowid", hint: "query"),
        .entity(
            #""from": {"view": §"Lng", "key": ["AlbumId"]}"#, ".from.view", "no view \"Lng\"",
            hint: "Long"),
        .entity(#""from": {"view": §"Album", "key": ["AlbumId"]}"#, ".from.view", "is a table"),
        .entity(
            #""from": {"view": §"Broken", "key": ["AlbumId"]}"#, ".from.view", "cannot be read"),
        .entity(
            #""from": §{"view": "Long"}"#, ".from", "needs \"key\"", hint: "\"key\": [\"AlbumId\"]"),
        .entity(#""from": {"view": "Long", "key": §[]}"#, ".from.key", "names no column"),
        .entity(
            #""from": {"view": "Long", "key": §"AlbumId"}"#, ".from.key", "must be a list of names"),
        .entity(
            #""from": {"view": "Long", "key": [§"AlbumNo"]}"#, ".from.key[0]",
            "no column \"AlbumNo\""),
        .entity(
            #""from": {"table": "Album", "key": §["AlbumId"]}, "attributes": {"PK": "x{AlbumId}"}"#,
            ".from.key", "by its rowid or its declared key"),
        .entity(#""from": §{"key": ["a"]}"#, ".from", "needs \"table\", \"view\" or \"query\""),
        .entity(
            #""from": §{"table": "Album", "view": "Long"}"#, ".from", "is one source, not"),
        .entity(
            #""from": {"query": §"DELETE FROM Album", "key": ["a"]}"#, ".from.query",
            "must be a SELECT"),
        .entity(
            #""from": {"query": §"SELECT 1 AS a; SELECT 2", "key": ["a"]}"#, ".from.query",
            "more than one statement"),
        .entity(
            #""from": {"query": §"SELECT Nope FROM Album", "key": ["a"]}"#, ".from.query", "Nope"),
        .entity(
            #""from": {"query": §"SELECT 1 AS a, 2 AS a", "key": ["a"]}"#, ".from.query",
            "two columns"),
        .entity(
            #""from": §{"query": "SELECT 1 AS a"}"#, ".from", "the query needs \"key\"",
            hint: "[\"a\"]"),
        .album(#"§"filter": "x""#, ".filter", "unknown key", hint: "\"where\""),
        .album(#"§"partitionKey": "x""#, ".partitionKey", "unknown key", hint: "attributes"),
    ]
}
