import DynamoItem
import RunModel
import SQLiteSource

/// Children embedded as lists and maps.
extension EncodePass {
    /// The state of the object around a list or map, while its elements are written.
    private struct Outer {
        var size: Int
        var members: Int
        var objectStart: Int
        var present: UInt64
    }

    mutating func writeList(_ field: EncodeField, _ page: PageRow) throws(SluiceError) -> Outcome {
        let outer = Outer(size: size, members: members, objectStart: objectStart, present: present)
        open(field)
        writer.append("\"L\":[" as StaticString)
        let start = writer.count
        var bytes = ItemSize.listOverhead
        var taken = 0
        let cursor = Int(field.cursor)
        while taken < field.limit, try page.nextChild(cursor) {
            taken += 1
            let row = page.child(cursor)
            if field.elementsAreMaps {
                if writer.count > start { writer.append(UInt8(ascii: ",")) }
                guard let element = try writeElement(field, row, page) else { return .failed }
                bytes += element + ItemSize.perElement
            } else {
                objectStart = start
                size = 0
                switch try write(program.fields[Int(field.elements.lowerBound)], row, page) {
                case .failed: return .failed
                case .absent: continue
                case .written: bytes += size + ItemSize.perElement
                }
            }
            if bytes > DynamoLimits.itemBytes { return tooLarge(field, bytes) }
        }
        writer.append("]}" as StaticString)
        restore(outer)
        count(field, bytes)
        return .written
    }

    mutating func writeMap(_ field: EncodeField, _ page: PageRow) throws(SluiceError) -> Outcome {
        let outer = Outer(size: size, members: members, objectStart: objectStart, present: present)
        open(field)
        writer.append("\"M\":{" as StaticString)
        let start = writer.count
        var bytes = ItemSize.mapOverhead
        var taken = 0
        let cursor = Int(field.cursor)
        memories[Int(field.memory)].hashes.removeAll(keepingCapacity: true)
        memories[Int(field.memory)].keys.removeAll(keepingCapacity: true)
        while taken < field.limit, try page.nextChild(cursor) {
            taken += 1
            let row = page.child(cursor)
            let before = writer.count
            if before > start { writer.append(UInt8(ascii: ",")) }
            guard let key = writeMapKey(field, row) else { return .failed }
            let element: Int
            if field.elementsAreMaps {
                guard let map = try writeElement(field, row, page) else { return .failed }
                element = map
            } else {
                objectStart = writer.count
                size = 0
                switch try write(program.fields[Int(field.elements.lowerBound)], row, page) {
                case .failed: return .failed
                case .absent:
                    writer.truncate(to: before)
                    forgetMapKey(field)
                    continue
                case .written: element = size
                }
            }
            bytes += key + element + ItemSize.perElement
            if bytes > DynamoLimits.itemBytes { return tooLarge(field, bytes) }
        }
        writer.append("}}" as StaticString)
        restore(outer)
        count(field, bytes)
        return .written
    }

    /// Writes `{"M":{…}}`; its stored bytes, or nil where it failed.
    private mutating func writeElement(
        _ field: EncodeField, _ row: SourceRow, _ page: PageRow
    ) throws(SluiceError) -> Int? {
        writer.append("{\"M\":{" as StaticString)
        objectStart = writer.count
        size = 0
        members = 0
        for at in field.elements {
            // A list inside restores what it changes: size and members go on from here.
            if try write(program.fields[Int(at)], row, page) == .failed { return nil }
        }
        writer.append("}}" as StaticString)
        return ItemSize.mapOverhead + size + members * ItemSize.perElement
    }

    /// Writes `"key":`; its bytes, or nil where it failed.
    private mutating func writeMapKey(_ field: EncodeField, _ row: SourceRow) -> Int? {
        writer.append(UInt8(ascii: "\""))
        let start = writer.count
        switch appendTemplate(field.parts, field, row) {
        case .failed: return nil
        case .null:
            _ = fail(field, "NULL in a map's key")
            return nil
        case .bytes(let bytes):
            if bytes == 0 || bytes > DynamoLimits.attributeNameBytes {
                _ = fail(field, bytes == 0 ? "an empty key in a map" : "a key too long for a map")
                return nil
            }
            guard remember(start..<writer.count, at: Int(field.memory)) else {
                let key = String(decoding: writer.bytes[start...], as: UTF8.self).sanitised(
                    limit: 200)
                _ = fail(
                    field, "two children with one key in a map",
                    "two children have the key \"\(key)\"")
                return nil
            }
            writer.append("\":" as StaticString)
            return bytes
        }
    }

    /// False where the map has that key already.
    private mutating func remember(_ key: Range<Int>, at memory: Int) -> Bool {
        // FNV-1a; where two hashes meet, the bytes decide.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in writer.bytes[key] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        if !memories[memory].hashes.insert(hash).inserted {
            let bytes = writer.bytes
            for known in memories[memory].keys where bytes[known].elementsEqual(bytes[key]) {
                return false
            }
        }
        memories[memory].keys.append(key)
        return true
    }

    private mutating func forgetMapKey(_ field: EncodeField) {
        // The hash stays: it only asks for a look at the bytes.
        memories[Int(field.memory)].keys.removeLast()
    }

    private mutating func restore(_ outer: Outer) {
        size = outer.size
        members = outer.members
        objectStart = outer.objectStart
        present = outer.present
    }
}
