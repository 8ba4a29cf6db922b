import GRDB

/// Who sells and who buys: employees, customers, their invoices and what stands on them.
struct SampleSales {
    static let customerCount = 59
    static let invoiceCount = 412
    static let lineCount = 2_240

    struct Person {
        var firstName: String
        var lastName: String
        var address: String
        var place: SamplePlace
        var postalCode: String?
        var phone: String

        var email: String {
            "\(firstName).\(lastName)".folded + "@example."
                + (place.country == "USA" ? "com" : "org")
        }
    }

    struct Invoice {
        var customer: Int
        var date: String
        /// Track and quantity.
        var lines: [(track: SampleCatalogue.Track, quantity: Int)]
        /// In cents.
        var total: Int { lines.reduce(0) { $0 + $1.track.price * $1.quantity } }
    }

    /// Title and superior: a tree of three levels.
    private static let posts: [(title: String, reportsTo: Int?)] = [
        ("Managing Director", nil), ("Head of Sales", 1), ("Sales Agent", 2), ("Sales Agent", 2),
        ("Sales Agent", 2), ("Head of Systems", 1), ("Systems Engineer", 6),
        ("Systems Engineer", 6),
    ]
    private static let salesAgents = 3...5

    private var employees: [(person: Person, born: String, hired: String)] = []
    private var customers: [(person: Person, company: String?, fax: String?, agent: Int)] = []
    private var invoices: [Invoice] = []

    init(tracks: [SampleCatalogue.Track], _ random: inout SampleRandom) {
        var names = Names(&random)
        let home = SampleWords.places[26]
        for _ in Self.posts {
            employees.append(
                (
                    Self.person(&names, at: home, &random),
                    SampleDate(year: random.number(1958...1996), day: random.number(0...364)).text,
                    SampleDate(year: random.number(2012...2020), day: random.number(0...364)).text
                ))
        }
        let firms = random.sample(SampleWords.companies.count, of: Array(0..<Self.customerCount))
        for at in 0..<Self.customerCount {
            let person = Self.person(&names, at: random.pick(SampleWords.places), &random)
            customers.append(
                (
                    person, firms.firstIndex(of: at).map { SampleWords.companies[$0] },
                    random.chance(20) ? person.phone + "9" : nil, random.number(Self.salesAgents)
                ))
        }
        makeInvoices(tracks, &random)
    }

    private mutating func makeInvoices(
        _ tracks: [SampleCatalogue.Track], _ random: inout SampleRandom
    ) {
        let sizes = random.parts(of: Self.lineCount, count: Self.invoiceCount, each: 1...14)
        // Each customer comes back six or seven times.
        let buyers = random.shuffled((0..<Self.invoiceCount).map { $0 % Self.customerCount + 1 })
        for (at, size) in sizes.enumerated() {
            // Five years from 2021 on, in the order of the numbers.
            let day = at * 5 * 365 / Self.invoiceCount
            let date = SampleDate(
                year: 2021 + day / 365, day: day % 365, minute: random.number(480...1_200))
            let first = random.number(0...tracks.count - 1)
            let lines = (0..<size).map { step in
                (
                    track: tracks[(first + step * 9) % tracks.count],
                    quantity: random.chance(4) ? 2 : 1
                )
            }
            invoices.append(Invoice(customer: buyers[at], date: date.text, lines: lines))
        }
    }

    /// First and last names, each list in its own order, so that no two people bear both.
    private struct Names {
        private var firsts: [String]
        private var lasts: [String]

        init(_ random: inout SampleRandom) {
            firsts = random.shuffled(SampleWords.firstNames + SampleWords.firstNames)
            lasts = random.shuffled(SampleWords.lastNames)
        }

        mutating func next() -> (first: String, last: String) {
            let last = lasts.removeFirst()
            lasts.append(last)
            return (firsts.removeFirst(), last)
        }
    }

    private static func person(
        _ names: inout Names, at place: SamplePlace, _ random: inout SampleRandom
    ) -> Person {
        let name = names.next()
        let postalCode = place.postalPattern.map { pattern in
            String(
                pattern.map { sign -> Character in
                    switch sign {
                    case "9": random.pick(Array("123456789"))
                    case "A": random.pick(Array("ABCEGHJKLMNPRSTVXY"))
                    default: sign
                    }
                })
        }
        return Person(
            firstName: name.first, lastName: name.last,
            address: "\(random.number(1...240)) \(random.pick(SampleWords.streets))", place: place,
            postalCode: postalCode, phone: "+\(place.callingCode) 555 01\(random.number(10...99))")
    }
}

extension SampleSales {
    func write(to db: Database) throws {
        try db.insert(
            into: "Employee", columns: 15,
            zip(Self.posts, employees).enumerated().map { at, employee -> StatementArguments in
                let (post, (person, born, hired)) = employee
                return [
                    at + 1, person.lastName, person.firstName, post.title, post.reportsTo, born,
                    hired,
                    person.address, person.place.city, person.place.state, person.place.country,
                    person.postalCode, person.phone, person.phone + "0", person.email,
                ]
            })
        try db.insert(
            into: "Customer", columns: 13,
            customers.enumerated().map { at, customer -> StatementArguments in
                let person = customer.person
                return [
                    at + 1, person.firstName, person.lastName, customer.company, person.address,
                    person.place.city, person.place.state, person.place.country, person.postalCode,
                    person.phone, customer.fax, person.email, customer.agent,
                ]
            })
        try db.insert(
            into: "Invoice", columns: 9,
            invoices.enumerated().map { at, invoice -> StatementArguments in
                let buyer = customers[invoice.customer - 1].person
                return [
                    at + 1, invoice.customer, invoice.date, buyer.address, buyer.place.city,
                    buyer.place.state,
                    buyer.place.country, buyer.postalCode, Double(invoice.total) / 100,
                ]
            })
        let lines = invoices.enumerated().flatMap { at, invoice in
            invoice.lines.map { (at + 1, $0) }
        }
        try db.insert(
            into: "InvoiceLine", columns: 5,
            lines.enumerated().map { at, line -> StatementArguments in
                [
                    at + 1, line.0, line.1.track.id, Double(line.1.track.price) / 100,
                    line.1.quantity,
                ]
            })
    }
}
