package import DynamoItem
import JSONText

/// What a BatchWriteItem left undone.
package struct BatchWriteAnswer: Sendable {
    package enum Request: Sendable, Hashable {
        case put(Item)
        case delete(key: Item)
    }

    package struct Unprocessed: Sendable, Hashable {
        /// The name on the wire.
        package var table: String
        package var request: Request

        /// The item to be put, or the key to be deleted.
        package var item: Item {
            switch request {
            case .put(let item): item
            case .delete(let key): key
            }
        }
    }

    /// Empty: all was written.
    package var unprocessed: [Unprocessed]
    /// It came over a connection made for it: its time is that of the handshakes too.
    package var madeConnection = false
}

extension DynamoDBClient {
    /// One attempt, without retry: a request that is thrown, or an item that is returned as unprocessed,
    /// was not acknowledged.
    ///
    /// `body`: `{"RequestItems":{"T":[{"PutRequest":{"Item":…}},…]}}`, as `BatchWriteBody`
    /// writes it; leave it alone until this returns.
    ///
    /// `digest`: the body's, where the caller has it.
    package func batchWriteItem(
        _ body: ByteWriter, digest: SHA256.Digest? = nil
    ) async throws(DynamoDBError) -> BatchWriteAnswer {
        try await batchWriteItem(body, digest: digest, over: nil)
    }

    func batchWriteItem(
        _ body: ByteWriter, digest: SHA256.Digest?, over transport: HTTPTransport?
    ) async throws(DynamoDBError) -> BatchWriteAnswer {
        let response = try await attempt(
            .batchWriteItem, body: body, digest: digest, over: transport)
        var answer = BatchWriteAnswer(
            unprocessed: [], madeConnection: response.madeConnection)
        if response.body.withBytes({ Self.isAllWritten($0) }) { return answer }
        let document = try read(response.body, .batchWriteItem)
        // What does not say which items are left has not said that none are.
        guard let tables = document["UnprocessedItems"]?.object else {
            throw unexpected(.batchWriteItem, "the answer has no UnprocessedItems")
        }
        for table in tables {
            for entry in table.node.array ?? [] {
                guard let request = BatchWriteAnswer.Request(entry) else {
                    throw unexpected(.batchWriteItem, "an entry of UnprocessedItems cannot be read")
                }
                answer.unprocessed.append(.init(table: table.name, request: request))
            }
        }
        return answer
    }

    /// True for the answer of nearly every request, byte for byte.
    private static func isAllWritten(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let expected: StaticString = #"{"UnprocessedItems":{}}"#
        let text = UnsafeRawBufferPointer(
            start: expected.utf8Start, count: expected.utf8CodeUnitCount)
        return bytes.count == text.count && bytes.elementsEqual(text)
    }
}

extension BatchWriteAnswer.Request {
    fileprivate init?(_ node: JSONNode) {
        if let item = node["PutRequest"]?["Item"].flatMap({ try? Item(json: $0) }) {
            self = .put(item)
        } else if let key = node["DeleteRequest"]?["Key"].flatMap({ try? Item(json: $0) }) {
            self = .delete(key: key)
        } else {
            return nil
        }
    }
}

/// Writes the body of a BatchWriteItem for one table around items that are written straight into it.
///
/// `beginPut`, the item's attribute map into `writer`, `endPut`; or `dropPut` to take it back. `finish`
/// closes the body; then it can be sent.
package struct BatchWriteBody {
    package let writer: ByteWriter
    package private(set) var count = 0
    private var mark = 0

    /// Begins a body: what the writer held is forgotten.
    package init(_ writer: ByteWriter, table: String) {
        self.writer = writer
        writer.reset()
        writer.append(#"{"RequestItems":{"# as StaticString)
        writer.appendJSONString(table)
        writer.append(":[" as StaticString)
    }

    package mutating func beginPut() {
        mark = writer.count
        if count > 0 { writer.append(UInt8(ascii: ",")) }
        writer.append(#"{"PutRequest":{"Item":"# as StaticString)
    }

    package mutating func endPut() {
        writer.append(UInt8(ascii: "}"), UInt8(ascii: "}"))
        count += 1
    }

    /// Takes back what was written since `beginPut`.
    package mutating func dropPut() { writer.truncate(to: mark) }

    package mutating func delete(_ key: Item) {
        if count > 0 { writer.append(UInt8(ascii: ",")) }
        writer.append(#"{"DeleteRequest":{"Key":"# as StaticString)
        key.write(to: writer)
        endPut()
    }

    package func finish() { writer.append("]}}" as StaticString) }
}
