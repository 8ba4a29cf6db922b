/// What goes back to a client, and what a fault does to it on the way.
struct Answer: Sendable {
    enum Spoiling: Sendable { case none, dropConnection, wrongCRC }

    var status = 200
    var body: [UInt8]
    var spoiling = Spoiling.none
    var delayMicroseconds = 0

    init(body: [UInt8], status: Int = 200) {
        self.body = body
        self.status = status
    }

    init(_ error: ServiceError) {
        body = error.body
        status = error.status
    }
}

/// One request as it left the HTTP side: whole, with its headers checked.
struct Call: Sendable {
    var operation: String
    var body: [UInt8]
}
