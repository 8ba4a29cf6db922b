/// The growing bytes of a request body.
///
/// What always holds:
/// 1. One owner at a time: whoever fills it hands it on and keeps no use of it, until it comes back.
/// 2. It grows by doubling and never shrinks: a writer that is reused allocates no more.
/// 3. `bytes` is valid until the next call that changes the writer.
///
/// This is the hot path: no value is boxed and nothing is allocated per value. It is public, as little else here,
/// because the compiler (6.3) inlines into other modules what is public, and not what is `package`.
public final class ByteWriter: @unchecked Sendable {
    // Unchecked, since ownership is passed from encoder to transport and back with the batch (rule 1).

    /// Behind a pointer, so that no access pays for a dynamic exclusivity check.
    @usableFromInline let storage: UnsafeMutablePointer<Storage>

    @usableFromInline struct Storage {
        @usableFromInline var base: UnsafeMutableRawPointer
        @usableFromInline var count: Int
        @usableFromInline var capacity: Int

        @inlinable init(base: UnsafeMutableRawPointer, count: Int, capacity: Int) {
            self.base = base
            self.count = count
            self.capacity = capacity
        }
    }

    package init(capacity: Int = 4_096) {
        let capacity = max(capacity, 64)
        storage = .allocate(capacity: 1)
        storage.initialize(
            to: Storage(
                base: .allocate(byteCount: capacity, alignment: 16), count: 0, capacity: capacity))
    }

    deinit {
        storage.pointee.base.deallocate()
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    @inlinable public var count: Int { storage.pointee.count }

    @inlinable public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: storage.pointee.base, count: storage.pointee.count)
    }

    /// Bytes there is room for without growing.
    package var capacity: Int { storage.pointee.capacity }

    /// A copy of the bytes.
    package var array: [UInt8] { Array(bytes) }

    /// Forgets the bytes and keeps the room.
    @inlinable public func reset() { storage.pointee.count = 0 }

    /// Forgets all bytes past `count`, which must not exceed what there is.
    @inlinable public func truncate(to count: Int) {
        precondition(count >= 0 && count <= storage.pointee.count, "truncated past the end")
        storage.pointee.count = count
    }

    /// Makes room for `extra` more bytes and says where they go.
    ///
    /// `commit` then counts them.
    @inlinable public func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
        if storage.pointee.capacity &- storage.pointee.count < extra { grow(extra) }
        return storage.pointee.base + storage.pointee.count
    }

    /// Takes in `written` bytes, at most as many as `reserve` made room for.
    @inlinable public func commit(_ written: Int) {
        storage.pointee.count &+= written
        assert(storage.pointee.count <= storage.pointee.capacity, "more written than reserved")
    }

    @inlinable public func append(_ byte: UInt8) {
        reserve(1).storeBytes(of: byte, as: UInt8.self)
        commit(1)
    }

    @inlinable public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count).copyMemory(from: start, byteCount: bytes.count)
        commit(bytes.count)
    }

    /// Appends two ASCII characters: one store, where a copy of two bytes is a call.
    @inlinable public func append(_ first: UInt8, _ second: UInt8) {
        let pair = UInt16(first) | UInt16(second) << 8
        reserve(2).storeBytes(of: pair.littleEndian, as: UInt16.self)
        commit(2)
    }

    /// Appends bytes of which nearly all are few: up to 32 are copied at once, without a call.
    ///
    /// 32 bytes must be readable at `source`, however few are asked for.
    @inlinable public func appendFew(_ source: UnsafeRawPointer, count: Int) {
        let room = reserve(max(count, 32))
        if count <= 32 {
            let (low, high) = (
                source.loadUnaligned(as: SIMD16<UInt8>.self),
                (source + 16).loadUnaligned(as: SIMD16<UInt8>.self)
            )
            room.storeBytes(of: low, as: SIMD16<UInt8>.self)
            room.storeBytes(of: high, toByteOffset: 16, as: SIMD16<UInt8>.self)
        } else {
            room.copyMemory(from: source, byteCount: count)
        }
        commit(count)
    }

    @inlinable public func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inlinable public func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// The text's UTF-8, as it is.
    package func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    @inline(never) @usableFromInline func grow(_ extra: Int) {
        let (count, capacity) = (storage.pointee.count, storage.pointee.capacity)
        let doubled = max(capacity * 2, count + extra)
        let base = UnsafeMutableRawPointer.allocate(byteCount: doubled, alignment: 16)
        base.copyMemory(from: storage.pointee.base, byteCount: count)
        storage.pointee.base.deallocate()
        storage.pointee.base = base
        storage.pointee.capacity = doubled
    }
}
