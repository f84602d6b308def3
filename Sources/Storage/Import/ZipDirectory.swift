import Foundation

/// The members of a zip archive (APPNOTE 6.3, including 64-bit sizes).
struct ZipDirectory {
  struct Entry: Equatable {
    let name: String
    let isEncrypted: Bool
    /// The compression method: 0 is stored, 8 is deflated.
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    fileprivate let header: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private(set) var entries: [Entry] = []

  /// Reads the list of members.
  /// - Parameter bytes: the whole archive; must outlive this value.
  init(_ bytes: UnsafeRawBufferPointer) throws(ArchiveFault) {
    self.bytes = bytes
    let (start, end) = try directory()
    var place = start
    while place < end {
      guard try number(UInt32.self, at: place) == 0x0201_4B50 else { throw .damaged }
      let (entry, length) = try entry(at: place)
      entries.append(entry)
      place += length
    }
  }

  /// Returns the compressed bytes of a member.
  func packed(_ entry: Entry) throws(ArchiveFault) -> UnsafeRawBufferPointer {
    guard try number(UInt32.self, at: entry.header) == 0x0403_4B50 else { throw .damaged }
    let name = Int(try number(UInt16.self, at: entry.header + 26))
    let extra = Int(try number(UInt16.self, at: entry.header + 28))
    let start = entry.header + 30 + name + extra
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw .damaged }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.packedSize])
  }

  // MARK: - Reading

  /// Returns the little-endian number at an offset. Offsets from the archive are range-checked
  /// before anything is added to them.
  private func number<Number: FixedWidthInteger & UnsignedInteger>(
    _: Number.Type, at place: Int
  ) throws(ArchiveFault) -> Number {
    let size = MemoryLayout<Number>.size
    guard place >= 0, place <= bytes.count - size else { throw .damaged }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Number.self))
  }

  /// Converts an offset or a size, and throws if it exceeds the size of the archive.
  private func within(_ number: UInt64) throws(ArchiveFault) -> Int {
    guard number <= UInt64(bytes.count) else { throw .damaged }
    return Int(number)
  }

  /// Returns the range of the central directory. Its end record is at the end of the archive,
  /// followed only by a comment.
  private func directory() throws(ArchiveFault) -> (start: Int, end: Int) {
    let last = bytes.count - 22
    guard last >= 0 else { throw .damaged }
    for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    where try number(UInt32.self, at: place) == 0x0605_4B50 {
      var size = UInt64(try number(UInt32.self, at: place + 12))
      var start = UInt64(try number(UInt32.self, at: place + 16))
      if place >= 20, try number(UInt32.self, at: place - 20) == 0x0706_4B50 {
        let large = try within(try number(UInt64.self, at: place - 12))
        guard try number(UInt32.self, at: large) == 0x0606_4B50 else { throw .damaged }
        size = try number(UInt64.self, at: large + 40)
        start = try number(UInt64.self, at: large + 48)
      }
      let first = try within(start)
      guard try within(size) <= bytes.count - first else { throw .damaged }
      return (first, first + Int(size))
    }
    throw .damaged
  }

  private func entry(at place: Int) throws(ArchiveFault) -> (Entry, length: Int) {
    let flags = try number(UInt16.self, at: place + 8)
    let method = Int(try number(UInt16.self, at: place + 10))
    let nameLength = Int(try number(UInt16.self, at: place + 28))
    let extraLength = Int(try number(UInt16.self, at: place + 30))
    let length = 46 + nameLength + extraLength + Int(try number(UInt16.self, at: place + 32))
    guard length <= bytes.count - place else { throw .damaged }
    var sizes = [
      UInt64(try number(UInt32.self, at: place + 24)),
      UInt64(try number(UInt32.self, at: place + 20)),
      UInt64(try number(UInt32.self, at: place + 42)),
    ]
    try replaceLarge(&sizes, from: place + 46 + nameLength, length: extraLength)
    let name = bytes[place + 46..<place + 46 + nameLength]
    return (
      Entry(
        name: String(decoding: name, as: UTF8.self), isEncrypted: flags & 1 == 1 || method == 99,
        method: method, checksum: try number(UInt32.self, at: place + 16),
        packedSize: try within(sizes[1]), size: Int(clamping: sizes[0]),
        header: try within(sizes[2])), length
    )
  }

  /// Replaces sizes that do not fit into 32 bits with those in an extra field, which lists them in
  /// the order of `sizes`.
  private func replaceLarge(
    _ sizes: inout [UInt64], from start: Int, length: Int
  ) throws(ArchiveFault) {
    var place = start
    while place + 4 <= start + length {
      let end = place + 4 + Int(try number(UInt16.self, at: place + 2))
      if try number(UInt16.self, at: place) == 1 {
        var field = place + 4
        for index in sizes.indices where sizes[index] == 0xFFFF_FFFF && field + 8 <= end {
          sizes[index] = try number(UInt64.self, at: field)
          field += 8
        }
      }
      place = end
    }
  }
}
