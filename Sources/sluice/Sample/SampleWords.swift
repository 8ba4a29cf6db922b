/// The words the sample's names are made of.
///
/// Names that real people or bands bear arise by chance at most.
enum SampleWords {
    static let adjectives = [
        "Amber", "Borrowed", "Broken", "Brass", "Cardinal", "Careful", "Cobalt", "Copper",
        "Crooked",
        "Distant", "Drifting", "Dusty", "Eastern", "Electric", "Evening", "Faded", "Feral",
        "Folded",
        "Gentle", "Gilded", "Golden", "Grey", "Hidden", "Hollow", "Idle", "Indigo", "Inland",
        "Ivory",
        "Late", "Lazy", "Lesser", "Little", "Lonely", "Lost", "Lucid", "Marble", "Midnight",
        "Minor",
        "Narrow", "Northern", "Odd", "Open", "Paper", "Patient", "Plain", "Quiet", "Restless",
        "Rusty",
        "Salted", "Scarlet", "Second", "Secret", "Sideways", "Silver", "Sleepless", "Slow",
        "Southern",
        "Spare", "Stubborn", "Tall", "Tender", "Tidal", "Tin", "Twisted", "Unsent", "Upper",
        "Velvet",
        "Wandering", "Warm", "Weathered", "Western", "Wild", "Winter", "Wooden", "Yellow",
    ]

    static let nouns = [
        "Anchor", "Atlas", "Avenue", "Balcony", "Barometer", "Bridge", "Cabin", "Candle", "Canyon",
        "Carousel", "Cathedral", "Chimney", "Circus", "Compass", "Corridor", "Current", "Delta",
        "Ember",
        "Engine", "Feather", "Ferry", "Field", "Fountain", "Garden", "Glacier", "Harbour", "Heron",
        "Horizon", "Island", "Junction", "Kettle", "Ladder", "Lantern", "Letter", "Library",
        "Lighthouse",
        "Machine", "Magnet", "Meadow", "Mirror", "Monsoon", "Moth", "Museum", "Needle", "Orchard",
        "Owl",
        "Parade", "Pendulum", "Pier", "Planet", "Postcard", "Prairie", "Quarry", "Railway",
        "Reservoir",
        "River", "Sailor", "Satellite", "Season", "Shadow", "Signal", "Sparrow", "Staircase",
        "Station",
        "Storm", "Street", "Telegram", "Theatre", "Tide", "Tower", "Tunnel", "Umbrella", "Valley",
        "Violin", "Weather", "Window", "Workshop",
    ]

    static let verbs = [
        "Answer", "Carry", "Catch", "Count", "Cross", "Follow", "Forget", "Hold", "Keep", "Leave",
        "Mend",
        "Paint", "Remember", "Send", "Trade", "Wait for", "Wake",
    ]

    static let firstNames = [
        "Ada", "Agnes", "Amadou", "Anaïs", "Andrej", "Beatriz", "Bram", "Camille", "Chiara",
        "Dagny",
        "Dalia", "Edvin", "Eleni", "Emre", "Farah", "Felix", "Fiona", "Gáspár", "Greta", "Hanna",
        "Hugo",
        "Ines", "Ivo", "Jana", "João", "Jonas", "Kaito", "Klara", "Lars", "Leila", "Łucja", "Mads",
        "Maren", "Mateo", "Mei", "Milan", "Nadia", "Niall", "Noor", "Olga", "Oskar", "Paula",
        "Pedro",
        "Priya", "Quentin", "Rafael", "Ruth", "Saoirse", "Søren", "Stella", "Tamás", "Tove", "Umar",
        "Vera", "Viktor", "Wanda", "Yara", "Yusuf", "Zoë",
    ]

    static let lastNames = [
        "Åkesson", "Almeida", "Aubert", "Bakker", "Barta", "Bianchi", "Brandt", "Carrow",
        "Cervantes",
        "Dahlin", "Dekker", "Demir", "Dvorsky", "Eriksen", "Falk", "Ferrand", "Fitzroy", "Galanis",
        "Grønvold", "Haddad", "Halloran", "Hofer", "Ibarra", "Ivanova", "Jansma", "Kaplan",
        "Keller",
        "Kovač", "Larkin", "Lindqvist", "Lowell", "Machado", "Marchetti", "Moreau", "Müller",
        "Nakata",
        "Novak", "Oduya", "Okafor", "Paquette", "Pereira", "Quist", "Raman", "Rossi", "Sadik",
        "Sandoval",
        "Schreiber", "Silva", "Strand", "Szabó", "Tanner", "Thorne", "Urbina", "Vance", "Varga",
        "Weiss",
        "Whitlock", "Yamada", "Zielinska", "Zeman",
    ]

    /// Artists that show what a terminal must cope with.
    static let artistsBeyondASCII = [
        "Les Étoiles Lentes", "Nattåkerns Orkester", "Ærø & Fjord", "夜の灯台", "Ночной Паром",
        "Ensemble Öde Straße", "느린 강", "Ξένο Φως",
    ]

    static let genres = [
        "Indie Rock", "Ambient", "Bluegrass", "Chamber Music", "Chanson", "Choral", "Cumbia", "Dub",
        "Electro Swing", "Fado", "Field Recordings", "Film Music", "Folk", "Garage", "Harpsichord",
        "House",
        "Improvisation", "Klezmer", "Marches", "Minimal", "Organ", "Post-Rock", "Radio Play",
        "Shanties",
        "Synthwave",
    ]

    static let mediaTypes = ["FLAC audio", "MP3 audio", "Opus audio", "AAC audio", "MP4 video"]

    static let playlists = [
        "Everything", "To Be Sorted", "Films and Concerts", "Long Drives", "Open Kitchen",
        "Sunday Morning",
        "Deep Work", "The Night Shift", "Rain on the Roof", "Garden Party", "Slow Trains",
        "Running, Easy",
        "Running, Hard", "Songs without Words", "One Hour Asleep", "For Guests", "Farewell Party",
        "On Repeat",
    ]

    static let companies = [
        "Lanternworks Ltd.", "Brüder Hofer GmbH", "Atelier Nord", "Kettle & Crane",
        "Rio Claro Papéis",
        "Harbour Street Radio", "Moth Optics Inc.", "Delta Joinery", "Studio Ferrand",
        "Pendulum Clocks",
    ]

    static let streets = [
        "Anchor Lane", "Brickfield Road", "Cooper's Row", "Elm Terrace", "Foundry Street",
        "Garden Walk",
        "Heron Way", "Kiln Street", "Lantern Street", "Mill Road", "Orchard Avenue", "Quarry Hill",
        "Rope Walk", "Station Road", "Tannery Yard", "Weir Street",
    ]

    /// City, state where the country has such, country, calling code, and a pattern of its postal codes:
    /// `9` a digit, `A` a letter.
    static let places: [SamplePlace] = [
        SamplePlace("Aarhus", nil, "Denmark", "45", "9999"),
        SamplePlace("Antwerp", nil, "Belgium", "32", "9999"),
        SamplePlace("Austin", "TX", "USA", "1", "99999"),
        SamplePlace("Bergen", nil, "Norway", "47", "9999"),
        SamplePlace("Bologna", "BO", "Italy", "39", "99999"),
        SamplePlace("Boston", "MA", "USA", "1", "99999"),
        SamplePlace("Brno", nil, "Czech Republic", "420", "99999"),
        SamplePlace("Chennai", nil, "India", "91", "999999"),
        SamplePlace("Cork", nil, "Ireland", "353", nil),
        SamplePlace("Curitiba", "PR", "Brazil", "55", "99999-999"),
        SamplePlace("Gdańsk", nil, "Poland", "48", "99-999"),
        SamplePlace("Graz", nil, "Austria", "43", "9999"),
        SamplePlace("Halifax", "NS", "Canada", "1", "A9A 9A9"),
        SamplePlace("Leeds", nil, "United Kingdom", "44", "AA9 9AA"),
        SamplePlace("Leipzig", nil, "Germany", "49", "99999"),
        SamplePlace("Lyon", nil, "France", "33", "99999"),
        SamplePlace("Malmö", nil, "Sweden", "46", "999 99"),
        SamplePlace("Perth", "WA", "Australia", "61", "9999"),
        SamplePlace("Portland", "OR", "USA", "1", "99999"),
        SamplePlace("Porto", nil, "Portugal", "351", "9999-999"),
        SamplePlace("Recife", "PE", "Brazil", "55", "99999-999"),
        SamplePlace("Szeged", nil, "Hungary", "36", "9999"),
        SamplePlace("Tampere", nil, "Finland", "358", "99999"),
        SamplePlace("Toronto", "ON", "Canada", "1", "A9A 9A9"),
        SamplePlace("Utrecht", nil, "Netherlands", "31", "9999 AA"),
        SamplePlace("Valparaíso", nil, "Chile", "56", nil),
        SamplePlace("Vancouver", "BC", "Canada", "1", "A9A 9A9"),
        SamplePlace("Zaragoza", nil, "Spain", "34", "99999"),
    ]
}

/// A city and how its addresses look.
struct SamplePlace {
    var city: String
    var state: String?
    var country: String
    var callingCode: String
    var postalPattern: String?

    init(
        _ city: String, _ state: String?, _ country: String, _ callingCode: String,
        _ postalPattern: String?
    ) {
        self.city = city
        self.state = state
        self.country = country
        self.callingCode = callingCode
        self.postalPattern = postalPattern
    }
}
