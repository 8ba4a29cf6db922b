extension LanguageRefusalTests {
    static let columns: [Case] = [
        .album(#""columns": §"Title""#, ".columns", "\"columns\" is \"all\"", hint: "[\"Title\"]"),
        .album(#""columns": §5"#, ".columns", "\"columns\" is \"all\""),
        .album(
            #""columns": [§"Titel"]"#, ".columns[0]", "no column \"Titel\"",
            hint: "did you mean \"Title\"?"),
        .album(#""columns": ["Title", §"Title"]"#, ".columns[1]", "listed twice"),
        .album(#""columns": ["Title", §5]"#, ".columns[1]", "must be a string"),
        .album(#""columns": {"except": [§"Titel"]}"#, ".columns.except[0]", "no column \"Titel\""),
        .album(#""columns": {§"exept": []}"#, ".columns.exept", "unknown key", hint: "except"),
        .album(#""columns": §{}"#, ".columns", "needs \"except\""),
        .album(#""rename": {§"Titel": "T"}"#, ".rename.Titel", "no column \"Titel\""),
        .album(#""rename": {"Title": §""}"#, ".rename.Title", "must not be empty"),
        .album(
            #""rename": §{"Title": "State"}"#, ".rename",
            "would both become the attribute \"State\""),
        .album(
            #""columns": ["State"], "rename": {§"Title": "T"}"#, ".rename.Title",
            "which \"columns\" leaves out"),
        .album(#""types": {"Title": §"STRING"}"#, ".types.Title", "there is no type \"STRING\""),
        .album(
            #""types": {"Title": §"M"}"#, ".types.Title", "there is no type \"M\"", hint: "JSON"),
        .album(#""types": {"Title": §5}"#, ".types.Title", "must be a string"),
        .album(#""nulls": §"keep""#, ".nulls", "one of \"omit\" and \"null\""),
        .album(#""nulls": {"State": §true}"#, ".nulls.State", "must be a string"),
        .album(
            #""nulls": {"*": §"nul"}"#, ".nulls[\"*\"]", "one of", hint: "did you mean \"null\"?"),
        .album(
            #""unstorable": §"skip""#, ".unstorable",
            "one of \"quarantine\", \"omit\" and \"string\""),
        .album(#""unstorable": {§"Titel": "omit"}"#, ".unstorable.Titel", "no column"),
        .entity(
            #""from": "Odd", §"columns": ["a.b", ""], "attributes": {"PK": "x{rowid}"}"#,
            ".columns",
            "a column without a name", hint: "rename"
        ).markedAfterColon,
        .album(#""lookups": {"genre": §5}"#, ".lookups.genre", "must be an object"),
        .album(#""lookups": {§"genre": {"table": "Genre"}}"#, ".lookups.genre", "lacks \"on\""),
        .album(
            #""lookups": {"genre": {"table": §"Genres", "on": {"GenreId": "GenreId"}}}"#,
            ".lookups.genre.table", "no table", hint: "\"Genre\""),
        .album(
            #""lookups": {"genre": {"table": §"Long", "on": {"AlbumId": "AlbumId"}}}"#,
            ".lookups.genre.table", "is a view"),
        .album(
            #""lookups": {"genre": {"table": "Genre", "on": {§"Id": "GenreId"}}}"#,
            ".lookups.genre.on.Id", "no column \"Id\""),
        .album(
            #""lookups": {"genre": {"table": "Genre", "on": {"GenreId": §"GenrId"}}}"#,
            ".lookups.genre.on.GenreId", "no column \"GenrId\""),
        .album(
            #""lookups": {"genre": {"table": "Genre", "on": §{}}}"#, ".lookups.genre.on",
            "names no column"),
        .attribute(
            #""{genre.Name}""#, "", "no table \"Genres\"",
            rest: #""lookups": {"genre": {"table": §"Genres", "on": {"GenreId": "GenreId"}}}, "#
        ).at("tables.Music.entities.E.lookups.genre.table"),
        .album(
            #""lookups": {§"State": {"table": "Genre", "on": {"GenreId": "GenreId"}}}"#,
            ".lookups.State",
            "is also a column"),
        .album(
            #""lookups": {"g": {§"from": "Genre", "table": "Genre", "on": {"GenreId": "GenreId"}}}"#,
            ".lookups.g.from", "unknown key", hint: "\"table\""),
        .album(
            #""lookups": {"p": {"table": "Plant", "on": {"Press": "Press", "Plant": §"ArtistId.Name"}}}"#,
            ".lookups.p.on.Plant", "in the same row"),
    ]

    static let templates: [Case] = [
        .attribute(#"§"{Titel}""#, "no column \"Titel\"", hint: "did you mean \"Title\"?"),
        .attribute(#"§"{Title""#, "is not closed", hint: "{{"),
        .attribute(#"§"Title}""#, "closes nothing", hint: "}}"),
        .attribute(#"§"{}""#, "a name is missing"),
        .attribute(#"§"{Title:8}""#, "a zero and a width", hint: ":08"),
        .attribute(#"§"{AlbumId:099}""#, "a width up to 38"),
        .attribute(#"§"{ArtistId.}""#, "a name is missing"),
        .attribute(#"§"{`Title}""#, "a backquote is not closed"),
        .attribute(
            #"§"{ArtistId.Nme}""#, "table \"Artist\" has no column \"Nme\"", hint: "\"Name\""),
        .attribute(#"§"{Artist.Name}""#, "no column and no lookup \"Artist\""),
        .attribute(
            #"§"{GenreId.Name}""#, "has no foreign key to follow",
            hint: #""lookups": {"name": {"table": "Genre", "on": {"GenreId": "GenreId"}}}"#),
        .attribute(#"§"{Label.Name}""#, "leads to the missing table \"Missing\""),
        .attribute(
            #"§"{Owner.PersonId}""#, "not declared unique",
            hint: #"{"table": "Person", "on": {"Name": "Owner"}}"#),
        .attribute(
            #"§"{Maker.Name}""#, "has foreign keys to", hint: #""on": {"ArtistId": "Maker"}"#),
        .attribute(
            #"§"{Press.City}""#, "a path follows keys of one column",
            hint: #""on": {"Press": "Press", "Plant": "Plant"}"#),
        .attribute(
            #"§"{genre}""#, "is a lookup, not a column", hint: "\"genre.Name\"",
            rest: #""lookups": {"genre": {"table": "Genre", "on": {"GenreId": "GenreId"}}}, "#),
        .attribute(#"§"{Title.Name}""#, "has no foreign key"),
    ]

    static let attributes: [Case] = [
        .attribute("§null", "null is no value", hint: "{\"except\": [\"X\"]}"),
        .attribute("§[1]", "{\"value\": […]}"),
        .attribute("§{}", "needs one of"),
        .attribute(#"§{"sqll": "1"}"#, "needs one of", hint: "did you mean \"sql\"?"),
        .attribute(#"§{"sql": "1", "value": 1}"#, "one thing, not \"sql\" and \"value\" together"),
        .attribute(#"{"sql": "1", §"types": "N"}"#, ".types", "unknown key", hint: "\"type\""),
        .attribute(#"{"sql": "1", "type": §"X"}"#, ".type", "no type \"X\""),
        .attribute(#"{"column": §"Titel"}"#, ".column", "no column \"Titel\""),
        .attribute(#"{"column": §"{Title}"}"#, ".column", "a name is missing", hint: "path"),
        .attribute(#"{"column": §"Title|x"}"#, ".column", "is not a path", hint: "without braces"),
        .attribute(#"{"join": §"Title"}"#, ".join", "must be a list of names"),
        .attribute(#"{"join": §[]}"#, ".join", "names no column"),
        .attribute(#"{"join": [§"Titel"]}"#, ".join[0]", "no column"),
        .attribute(#"{"value": 1, "type": §"X"}"#, ".type", "a constant has no type \"X\""),
        .attribute(#"{"value": ["a", "a"], "type": §"SS"}"#, ".type", "different strings"),
        .attribute(#"{"value": [], "type": §"NS"}"#, ".type", "at least one"),
        .attribute(
            #"{"value": "*", "type": §"B"}"#, ".type", "no constant of type B", hint: "base64"),
        .attribute(#"{"value": true, "type": §"N"}"#, ".type", "no constant of type N"),
        .attribute("§1e999", "DynamoDB does not hold this constant"),
        .attribute(
            #"{"value": §"# + String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
                + "}",
            ".value", "more than 32 levels"),
    ]

    static let embeddings: [Case] = [
        .attribute(#"{"list": §5}"#, ".list", "must be an object"),
        .attribute(#"{"list": §{}}"#, ".list", "needs \"from\""),
        .attribute(#"{"list": {"from": §"Trak"}}"#, ".list.from", "no table", hint: "\"Track\""),
        .attribute(#"{"list": {"from": §"Long"}}"#, ".list.from", "is a view"),
        .attribute(
            #"{"list": {"from": §"Person"}}"#, ".list.from",
            "no usable foreign key to table \"Album\"",
            hint: "\"on\""),
        .attribute(
            #"{"list": {"from": "Track", "by": §"Name"}}"#, ".list.by", "no usable foreign key"),
        .attribute(
            #"{"list": {"from": "Track", "by": §"AlbumNo"}}"#, ".list.by", "no column \"AlbumNo\""),
        .attribute(
            #"{"list": {"from": "Track", "by": §"AlbumId", "on": {"AlbumId": "AlbumId"}}}"#,
            ".list.by",
            "the same thing twice"),
        .attribute(#"{"list": {"from": "Track", "on": §{}}}"#, ".list.on", "names no column"),
        .attribute(
            #"{"list": {"from": "Track", "on": {§"Album": "AlbumId"}}}"#, ".list.on.Album",
            "no column"),
        .attribute(
            #"{"list": {"from": "Track", "on": {"AlbumId": §"Album"}}}"#, ".list.on.AlbumId",
            "no column"),
        .attribute(
            #"{"list": {"from": "Track", "order": [§"Nme"]}}"#, ".list.order[0]",
            "no column \"Nme\""),
        .attribute(#"{"list": {"from": "Track", "order": §5}}"#, ".list.order", "must be a list"),
        .attribute(
            #"{"list": {"from": "Track", "limit": §5}}"#, ".list.limit", "without \"order\"",
            hint: "\"TrackId\""),
        .attribute(
            #"{"list": {"from": "Track", "order": "Name", "limit": §0}}"#, ".list.limit",
            "at least 1"
        ).saying("from 1 to"),
        .attribute(
            #"{"list": {"from": "Track", "where": §"Nme = 1"}}"#, ".list.where",
            "does not compile \"where\""),
        .attribute(
            #"{"list": {"from": "Track", "value": "{Name}", "columns": §["Name"]}}"#,
            ".list.columns",
            "has no meaning"),
        .attribute(
            #"{"list": {"from": "Track", "value": §"{Nme}"}}"#, ".list.value", "no column \"Nme\""),
        .attribute(
            #"{"list": §{"from": "Track", "columns": "none"}}"#, ".list", "would hold nothing"),
        .attribute(
            #"{"list": {"from": "Track", §"key": "{Name}"}}"#, ".list.key", "unknown key",
            hint: "map"),
        .attribute(#"{"map": §{"from": "Track"}}"#, ".map", "needs \"key\"", hint: "\"{TrackId}\""),
        .attribute(
            #"{"map": {"from": "Track", "key": §"x"}}"#, ".map.key", "the same key for each child"),
        .attribute(#"{"map": {"from": "Track", "key": §"{Nme}"}}"#, ".map.key", "no column"),
        .entity(
            #"""
            "from": "Person", "attributes": {"PK": "x{PersonId}",
              "X": {"list": {"from": §"Duo"}}}
            """#, ".attributes.X.list.from", "has 2 foreign keys", hint: "say which: \"by\": \"A\""),
        .entity(
            #"""
            "from": {"view": "Long", "key": ["AlbumId"]}, "attributes": {"PK": "x{AlbumId}",
              "X": {"list": {"from": §"Track"}}}
            """#, ".attributes.X.list.from", "has no foreign keys", hint: "\"on\""),
        .tooDeep,
    ]

    static let sql: [Case] = [
        .album(#""where": §"Nope = 1""#, ".where", "does not compile \"where\""),
        .album(#""where": §"""#, ".where", "the SQL is empty"),
        .album(#""where": §"Price >""#, ".where", "does not compile"),
        .album(#""where": §"1) OR (1""#, ".where", "closes nothing"),
        .album(#""where": §"(1""#, ".where", "is not closed"),
        .album(#""where": §"1; DROP TABLE Album""#, ".where", "holds a \";\""),
        .album(#""where": §"Price > ?""#, ".where", "a parameter"),
        .album(#""where": §"State = 'x""#, ".where", "a text in the SQL is not closed"),
        .album(#""where": §"1 /* x""#, ".where", "a comment in the SQL is not closed"),
        .album(#""where": §"count(*) > 1""#, ".where", "misuse of aggregate"),
        .album(#""where": §5"#, ".where", "must be a string"),
        .attribute(#"{"sql": §"count(*)"}"#, ".sql", "misuse of aggregate"),
        .attribute(#"{"sql": §"row_number() OVER ()"}"#, ".sql", "misuse of window"),
        .attribute(#"{"sql": §"1, 2"}"#, ".sql", "does not compile"),
        .attribute(#"{"sql": §"random()"}"#, ".sql", "another value each time"),
        .attribute(#"{"sql": §"datetime('now')"}"#, ".sql", "another value each time"),
        .attribute(
            #"{"sql": §"strftime('%Y', date('NOW', 'utc'))"}"#, ".sql", "another value each time"),
        .attribute(#"{"sql": §"CURRENT_TIMESTAMP"}"#, ".sql", "another value each time"),
        .attribute(#"{"sql": §"julianday()"}"#, ".sql", "another value each time"),
        .attribute(#"{"sql": §"Artist.Name"}"#, ".sql", "no such column"),
    ]
}

extension LanguageRefusalTests.Case {
    func saying(_ message: String) -> Self {
        var changed = self
        changed.message = message
        return changed
    }

    func at(_ path: String) -> Self {
        var changed = self
        changed.path = path
        return changed
    }

    /// The mark moved from a member's name to its value.
    var markedAfterColon: Self {
        var changed = self
        guard let mark = json.firstRange(of: "§\"columns\": ") else { return self }
        changed.json.replaceSubrange(mark, with: "\"columns\": §")
        return changed
    }

    /// Lists of lists of people and those they are the boss of: 16 lists are 32 levels, and the names in
    /// the last stand on the 33rd.
    static var tooDeep: Self {
        var json = #"§{"from": "Person", "by": "Boss", "columns": ["Name"]}"#
        var path = ".attributes.X"
        for _ in 0..<15 {
            json = #"{"from": "Person", "by": "Boss", "attributes": {"X": {"list": \#(json)}}}"#
            path += ".list.attributes.X"
        }
        return .entity(
            #""from": "Person", "attributes": {"PK": "x{PersonId}", "X": {"list": \#(json)}}"#,
            path + ".list", "more than 32 levels deep", hint: "items of their own")
    }
}
