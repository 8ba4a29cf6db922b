import GRDB

/// What the shop sells: artists, albums, tracks, and the playlists made of them.
struct SampleCatalogue {
    static let artistCount = 275
    /// The artists beyond these have no album, as in any shop's books.
    static let publishedArtists = 204
    static let albumCount = 347
    static let trackCount = 3_503
    /// Tracks of each playlist, 8,715 in all: the first holds every track, the second none.
    static let playlistSizes = [
        3_503, 0, 214, 1_480, 1_200, 640, 480, 400, 250, 180, 120, 75, 60, 40, 30, 25, 17, 1,
    ]

    struct Track {
        var id: Int
        var name: String
        var album: Int
        var mediaType: Int
        var genre: Int
        var composer: String?
        var milliseconds: Int
        var bytes: Int
        /// In cents.
        var price: Int
        var isVideo: Bool { mediaType == SampleWords.mediaTypes.count }
    }

    private(set) var artists: [String] = []
    private(set) var albums: [(title: String, artist: Int)] = []
    private(set) var tracks: [Track] = []
    /// Track ids of each playlist, ascending.
    private(set) var playlists: [[Int]] = []

    init(_ random: inout SampleRandom) {
        makeArtists(&random)
        makeAlbums(&random)
        makeTracks(&random)
        makePlaylists(&random)
    }

    private mutating func makeArtists(_ random: inout SampleRandom) {
        artists = SampleWords.artistsBeyondASCII
        var taken = Set(artists)
        while artists.count < Self.artistCount {
            let name = Self.artistName(&random)
            if taken.insert(name).inserted { artists.append(name) }
        }
        artists = random.shuffled(artists)
    }

    private static func artistName(_ random: inout SampleRandom) -> String {
        let adjective = random.pick(SampleWords.adjectives)
        let noun = random.pick(SampleWords.nouns)
        let person = random.pick(SampleWords.firstNames) + " " + random.pick(SampleWords.lastNames)
        switch random.number(0...5) {
        case 0: return "The \(adjective) \(noun)s"
        case 1: return "\(adjective) \(noun)"
        case 2: return person
        case 3: return "\(person) & the \(noun)s"
        case 4: return "\(noun) Quartet"
        default: return "\(noun) \(random.pick(SampleWords.nouns))"
        }
    }

    private mutating func makeAlbums(_ random: inout SampleRandom) {
        // Each published artist has one; the rest fall to few, since the lower of two draws is taken.
        var owners = Array(1...Self.publishedArtists)
        while owners.count < Self.albumCount {
            owners.append(random.lowNumber(1...Self.publishedArtists))
        }
        var taken: Set<String> = []
        for owner in owners.sorted() {
            var title = Self.title(&random)
            while !taken.insert(title).inserted { title = Self.title(&random) }
            albums.append((title, owner))
        }
    }

    /// A title of one to five words.
    private static func title(_ random: inout SampleRandom) -> String {
        let adjective = random.pick(SampleWords.adjectives)
        let noun = random.pick(SampleWords.nouns)
        let other = random.pick(SampleWords.nouns)
        switch random.number(0...6) {
        case 0: return "\(adjective) \(noun)"
        case 1: return "\(noun) of the \(other)"
        case 2: return "\(random.pick(SampleWords.verbs)) the \(adjective) \(noun)"
        case 3: return "\(noun) and \(other)"
        case 4: return "No \(noun) Tonight"
        case 5: return "\(adjective) \(noun), \(adjective) \(other)"
        default: return "A \(noun) in \(random.pick(SampleWords.places).city)"
        }
    }

    private mutating func makeTracks(_ random: inout SampleRandom) {
        let sizes = random.parts(of: Self.trackCount, count: Self.albumCount, each: 1...24)
        for (at, size) in sizes.enumerated() {
            // An album is of one genre and one medium; some three in fifty are films.
            let genre = random.lowNumber(1...SampleWords.genres.count)
            let isVideo = random.chance(6)
            let medium =
                isVideo
                ? SampleWords.mediaTypes.count
                : random.lowNumber(1...SampleWords.mediaTypes.count - 1)
            let band = [Self.person(&random), Self.person(&random), Self.person(&random)]
            for _ in 0..<size {
                let length =
                    isVideo
                    ? random.number(900_000...3_600_000)
                    : 60_000 + random.lowNumber(20_000...480_000)
                tracks.append(
                    Track(
                        id: tracks.count + 1, name: Self.title(&random), album: at + 1,
                        mediaType: medium,
                        genre: genre, composer: Self.composer(of: band, &random),
                        milliseconds: length,
                        bytes: length * (isVideo ? 180 : 32) + random.number(0...9_999),
                        price: isVideo ? 199 : 99))
            }
        }
    }

    private static func person(_ random: inout SampleRandom) -> String {
        random.pick(SampleWords.firstNames) + " " + random.pick(SampleWords.lastNames)
    }

    /// One to three of the band; of more than a quarter nobody wrote it down.
    private static func composer(of band: [String], _ random: inout SampleRandom) -> String? {
        if random.chance(28) { return nil }
        return band.prefix(random.lowNumber(1...3)).joined(separator: ", ")
    }

    private mutating func makePlaylists(_ random: inout SampleRandom) {
        let all = tracks.map(\.id)
        let films = tracks.filter(\.isVideo).map(\.id)
        playlists = Self.playlistSizes.enumerated().map { at, size in
            let isForFilms = SampleWords.playlists[at] == "Films and Concerts"
            return random.sample(size, of: isForFilms && films.count >= size ? films : all)
        }
    }
}

extension SampleCatalogue {
    func write(to db: Database) throws {
        try db.insert(
            into: "Artist", columns: 2, artists.enumerated().map { [$0.offset + 1, $0.element] })
        try db.insert(
            into: "Album", columns: 3,
            albums.enumerated().map { [$0.offset + 1, $0.element.title, $0.element.artist] })
        try db.insert(
            into: "Genre", columns: 2,
            SampleWords.genres.enumerated().map { [$0.offset + 1, $0.element] })
        try db.insert(
            into: "MediaType", columns: 2,
            SampleWords.mediaTypes.enumerated().map { [$0.offset + 1, $0.element] })
        try db.insert(
            into: "Track", columns: 9,
            tracks.lazy.map { track -> StatementArguments in
                [
                    track.id, track.name, track.album, track.mediaType, track.genre, track.composer,
                    track.milliseconds, track.bytes, Double(track.price) / 100,
                ]
            })
        try db.insert(
            into: "Playlist", columns: 2,
            SampleWords.playlists.enumerated().map { [$0.offset + 1, $0.element] })
        for (at, playlist) in playlists.enumerated() {
            try db.insert(into: "PlaylistTrack", columns: 2, playlist.lazy.map { [at + 1, $0] })
        }
    }
}
