import DynamoItem
import JSONText

/// One page of a Query or Scan: at most 1 MB of items read, or `Limit` of them.
struct Page {
    private let parameters: ReadParameters
    private let index: TableShape.Index?
    private let visible: Projection?
    private let shape: TableShape
    private var items = JSONWriter()
    private var count = 0
    private var scanned = 0
    private var bytes = 0
    private var last: [UInt8]?
    /// There may be more after the last item.
    private var isCut = false

    init(_ parameters: ReadParameters, _ index: TableShape.Index?, _ table: Table) {
        self.parameters = parameters
        self.index = index
        shape = table.shape
        visible = parameters.visible(index, table.shape)
        items.beginArray()
    }

    /// Takes the next item in; false where the page is full.
    mutating func add(_ json: UnsafeRawBufferPointer, size: Int) throws -> Bool {
        var item: Item?
        var size = size
        if let visible {
            item = visible.apply(to: try StoredItem.item(json))
            size = item.map(ItemSize.of) ?? size
        }
        if scanned > 0, bytes + size > DynamoLimits.pageBytes {
            isCut = true
            return false
        }
        bytes += size
        scanned += 1
        var passes = true
        if let filter = parameters.filter {
            let tree = try item ?? StoredItem.item(json)
            item = tree
            passes = filter.holds(for: tree)
        }
        if passes {
            count += 1
            if !parameters.countsOnly { try write(json, item) }
        }
        last = [UInt8](json)
        if let limit = parameters.limit, scanned >= limit {
            isCut = true
            return false
        }
        return true
    }

    private mutating func write(_ json: UnsafeRawBufferPointer, _ item: Item?) throws {
        if let projection = parameters.projection {
            projection.apply(to: try item ?? StoredItem.item(json)).write(to: &items)
        } else if visible != nil, let item {
            item.write(to: &items)
        } else {
            items.raw(json)
        }
    }

    /// The whole answer.
    mutating func answer() throws -> [UInt8] {
        items.endArray()
        var writer = JSONWriter()
        writer.beginObject()
        if !parameters.countsOnly {
            writer.name("Items")
            writer.raw(items.bytes)
        }
        writer.field("Count", count)
        writer.field("ScannedCount", scanned)
        if isCut, let last {
            let item = try StoredItem.item(last)
            writer.name("LastEvaluatedKey")
            writer.beginObject()
            for position in keyColumns {
                let name = shape.columns[position].name
                guard let value = item[name] else { continue }
                writer.name(name)
                value.write(to: &writer)
            }
            writer.endObject()
        }
        if parameters.detail != .none {
            var consumed = Consumed(parameters.table)
            let units = Consumed.readUnits(bytes: bytes, isConsistent: parameters.isConsistent)
            if let index { consumed.add(index: index, units) } else { consumed.units = units }
            writer.name("ConsumedCapacity")
            consumed.write(parameters.detail, to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }

    /// The table's key attributes and those of the index.
    private var keyColumns: [Int] {
        var columns = shape.keyColumns
        if let index {
            for column in [index.partition, index.sort].compactMap({ $0 })
            where !columns.contains(column) { columns.append(column) }
        }
        return columns
    }
}
