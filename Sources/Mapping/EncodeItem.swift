package import DynamoItem
package import RunModel
package import SQLiteSource

/// What became of a row.
package enum EncodedRow: Sendable, Equatable {
    /// The item stands in the writer; `bytes` is its size as DynamoDB counts it.
    case item(bytes: Int)
    /// The mapping's `where` leaves the row out.
    case excluded
    /// It cannot be written: a short cause that groups alike rows, and this row's story. Nothing of it is left in
    /// the writer.
    case quarantine(cause: String, message: String)
}

/// Writes rows as items: `{"PK":{"S":"…"},…}`, straight into a request body.
///
/// The same row gives the same bytes, always. It belongs to one thread at a time.
package final class ItemEncoder {
    /// Unchecked, since it belongs to one thread and never calls back: a check took 1 % of a load's instructions.
    @exclusivity(unchecked) private var pass: EncodePass

    package init(_ entity: CompiledEntity) { pass = EncodePass(entity.program) }

    /// Write units that a put of the item encoded last takes, its indexes counted.
    ///
    /// A kilobyte each, rounded up; an index that the item is in takes as many again, or one where it holds keys
    /// only. An index of chosen attributes is counted as if it held all.
    package var writeUnits: Int { pass.units }

    /// Writes the row's item at the writer's end.
    /// - Throws: what the source says while an embedding's rows are read; the writer is as before.
    package func encode(
        _ row: inout PageRow, into writer: ByteWriter
    ) throws(SluiceError) -> EncodedRow {
        guard row.isIncluded else { return .excluded }
        let start = writer.count
        do throws(SluiceError) {
            if try pass.writeItem(row, into: writer) { return .item(bytes: pass.size) }
        } catch {
            writer.truncate(to: start)
            throw error
        }
        writer.truncate(to: start)
        let failure = pass.takeFailure()
        return .quarantine(cause: failure.cause, message: failure.message)
    }
}

/// The running of a program over one row.
///
/// A struct that is mutated in place: its state is reached without reference counts or exclusivity checks.
struct EncodePass {
    enum Outcome { case written, absent, failed }

    struct Failure {
        var cause: String
        var message: String
    }

    let program: EncodeProgram
    var writer: ByteWriter
    /// Stored bytes of the object being written: names and values.
    var size = 0
    /// Write units of the item written last, its indexes counted.
    private(set) var units = 0
    /// Attributes of the object being written.
    var members = 0
    /// Where the object's first attribute begins: there the comma is left out.
    var objectStart = 0
    /// Key fields of indexes that were written (`EncodeField.presence`).
    var present: UInt64 = 0
    /// Keys each map has seen under the current parent.
    var memories: [MapMemory]
    private var failure: Failure?

    struct MapMemory {
        var hashes: Set<UInt64> = []
        /// Where in the writer each key stands.
        var keys: [Range<Int>] = []
    }

    init(_ program: EncodeProgram) {
        self.program = program
        writer = ByteWriter(capacity: 64)
        memories = Array(
            repeating: MapMemory(), count: program.fields.count { $0.kind == .map })
    }

    /// True where the item stands in the writer; else `takeFailure` says why it does not.
    mutating func writeItem(_ page: PageRow, into writer: ByteWriter) throws(SluiceError) -> Bool {
        // The same for a batch of rows: to set it costs reference counts.
        if self.writer !== writer { self.writer = writer }
        size = 0
        members = 0
        present = 0
        writer.append(UInt8(ascii: "{"))
        objectStart = writer.count
        let row = page.root
        for at in program.item.lowerBound..<program.deferred {
            if try write(program.fields[at], row, page) == .failed { return false }
        }
        if program.deferred < program.item.upperBound {
            guard try writeDeferred(row, page) else { return false }
        }
        writer.append(UInt8(ascii: "}"))
        if size > DynamoLimits.itemBytes {
            failure = Failure(
                cause: "item over 409,600 bytes",
                message:
                    "the item is \(size.grouped) bytes with its attribute names; DynamoDB holds "
                    + "\(DynamoLimits.itemBytes.grouped)")
            return false
        }
        units = ItemSize.writeUnits(bytes: size)
        if !program.indexes.isEmpty { units += indexUnits(own: units) }
        return true
    }

    /// Writes the attributes made for indexes; again without those of incomplete ones, where there are any.
    private mutating func writeDeferred(
        _ row: SourceRow, _ page: PageRow
    ) throws(SluiceError) -> Bool {
        let (start, sizeBefore, membersBefore) = (writer.count, size, members)
        for at in program.deferred..<program.item.upperBound {
            if try write(program.fields[at], row, page) == .failed { return false }
        }
        var complete: UInt64 = 0
        var isComplete = true
        for (at, index) in program.indexes.enumerated() {
            if index.presence & present == index.presence {
                complete |= 1 << UInt64(at)
            } else {
                isComplete = false
            }
        }
        if isComplete { return true }
        writer.truncate(to: start)
        (size, members) = (sizeBefore, membersBefore)
        for at in program.deferred..<program.item.upperBound
        where program.fields[at].indexes & complete != 0 {
            if try write(program.fields[at], row, page) == .failed { return false }
        }
        return true
    }

    mutating func write(
        _ field: EncodeField, _ row: SourceRow, _ page: PageRow
    ) throws(SluiceError) -> Outcome {
        switch field.kind {
        case .column: return writeColumn(field, row)
        case .template, .joined: return writeTemplate(field, row)
        case .constant:
            appendPool(field.literal.start, field.literal.count)
            count(field, Int(field.literal.size))
            return .written
        case .list: return try writeList(field, page)
        case .map: return try writeMap(field, page)
        }
    }

    private func indexUnits(own: Int) -> Int {
        var units = 0
        for index in program.indexes
        where index.isPossible && index.presence & present == index.presence {
            units += index.isKeysOnly ? 1 : own
        }
        return units
    }

    // MARK: - Pieces

    enum Tag: Int32 {
        case string = 0
        case number = 1
        case binary = 2
    }

    /// `,"Name":{"S":"`, without the comma where it is the object's first.
    mutating func open(_ field: EncodeField, _ tag: Tag) {
        appendPool(field.prefix.start + tag.rawValue * field.prefix.count, field.prefix.count)
    }

    /// Writes an attribute up to its type: `,"Name":{`.
    mutating func open(_ field: EncodeField) {
        appendPool(field.prefix.start, field.prefix.count - 5)
    }

    private func appendPool(_ start: Int32, _ count: Int32) {
        let skip = writer.count == objectStart ? 1 : 0
        program.pool.withUnsafeBytes {
            // The pool ends with the bytes that `appendFew` may read past the last name.
            guard let pool = $0.baseAddress else { return }
            writer.appendFew(pool + (Int(start) + skip), count: Int(count) - skip)
        }
    }

    func append(pool start: Int, count: Int) {
        program.pool.withUnsafeBytes {
            writer.append(UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
        }
    }

    /// `"}` after a string, number or binary.
    func close() { writer.append(UInt8(ascii: "\""), UInt8(ascii: "}")) }

    mutating func count(_ field: EncodeField, _ valueBytes: Int) {
        size += Int(field.nameBytes) + valueBytes
        members += 1
        present |= field.presence
    }

    // MARK: - What cannot be written

    mutating func fail(_ field: EncodeField, _ cause: String, _ detail: String? = nil) -> Outcome {
        let path = program.paths[Int(field.path)]
        failure = Failure(
            cause: "\(path): \(cause)", message: "\(path): \(detail ?? cause)")
        return .failed
    }

    mutating func fail(cause: String, message: String) -> Outcome {
        failure = Failure(cause: cause, message: message)
        return .failed
    }

    mutating func takeFailure() -> Failure {
        defer { failure = nil }
        return failure ?? Failure(cause: "cannot be written", message: "cannot be written")
    }
}
