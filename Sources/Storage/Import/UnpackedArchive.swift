import Chat
import Foundation

/// The parts of an archive that an import needs, unpacked into a separate folder that only the user
/// can read. The folder is deleted by ``remove()``, or when a signal ends the program.
struct UnpackedArchive {
  struct Member: Equatable {
    /// The name in the archive; `nil` if it is the only file.
    let name: String?
    /// The path of the unpacked file.
    let path: String
  }

  /// The limit on the total size of all members, in bytes. Real exports are smaller, but a zip bomb
  /// is not.
  static let usualLimit = 4 << 30

  private(set) var members: [Member] = []
  private let folder: TemporaryFolderLock

  /// Unpacks an archive.
  /// - Parameters:
  ///   - place: the folder for temporary files.
  ///   - limit: the maximum unpacked size in bytes.
  ///   - proceed: called repeatedly; returns `false` to stop.
  /// - Throws: `ArchiveFault`, `StoreError`, `ImportError.interrupted`.
  init(
    _ data: Data, _ kind: ArchiveKind, in place: String = TemporaryCopy.usualPlace,
    limit: Int = usualLimit, proceed: () -> Bool
  ) throws {
    TemporaryFolderLock.removeAbandoned(in: place)
    folder = try TemporaryFolderLock(in: place)
    do {
      try data.withUnsafeBytes { bytes in
        switch kind {
        case .zip: try unpackZip(bytes, limit, proceed)
        case .gzip:
          var output = try Output(folder.path, number: 0, limit: limit)
          try output.unpackGzip(bytes, proceed)
          members = [Member(name: nil, path: output.path)]
        case .other(let name): throw ArchiveFault.otherKind(name)
        }
      }
    } catch {
      remove()
      throw error
    }
  }

  func remove() { folder.remove() }

  private mutating func unpackZip(
    _ bytes: UnsafeRawBufferPointer, _ limit: Int, _ proceed: () -> Bool
  ) throws {
    let directory = try ZipDirectory(bytes)
    let wanted = directory.entries.filter { Self.isWanted($0.name) }
      .sorted { $0.name.compare($1.name, options: .numeric) == .orderedAscending }
    guard !wanted.isEmpty else { throw ArchiveFault.noConversations }
    var room = limit
    for (number, entry) in wanted.enumerated() {
      guard !entry.isEncrypted else { throw ArchiveFault.encrypted }
      guard entry.size <= room else { throw ArchiveFault.tooLarge(limit: limit) }
      var output = try Output(folder.path, number: number, limit: limit)
      output.room = room
      try output.unpack(entry, try directory.packed(entry), proceed)
      room = output.room
      members.append(Member(name: entry.name, path: output.path))
    }
  }

  /// Returns whether the name is `conversations.json` or a numbered one such as
  /// `conversations-000.json`, in any folder.
  static func isWanted(_ name: String) -> Bool {
    let file = name.split(separator: "/", omittingEmptySubsequences: false).last?.lowercased() ?? ""
    guard file.hasPrefix("conversations"), file.hasSuffix(".json") else { return false }
    let middle = file.dropFirst("conversations".count).dropLast(".json".count)
    return middle.isEmpty
      || "-_".contains(middle.prefix(1)) && middle.count > 1
        && middle.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}

extension UnpackedArchive {
  /// A file being unpacked.
  fileprivate struct Output: ~Copyable {
    let path: String
    /// The number of bytes remaining until the limit.
    var room: Int
    private let limit: Int
    private let descriptor: Int32
    private let folder: String
    private var checksum: UInt32 = 0
    private var size = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)

    init(_ folder: String, number: Int, limit: Int) throws(StoreError) {
      path = "\(folder)/\(number)"
      self.folder = folder
      self.limit = limit
      room = limit
      descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw .cannotOpen(path: path, detail: StoreFault(errno: errno))
      }
    }

    deinit {
      close(descriptor)
      buffer.deallocate()
    }

    mutating func unpack(
      _ entry: ZipDirectory.Entry, _ packed: UnsafeRawBufferPointer, _ proceed: () -> Bool
    ) throws {
      switch entry.method {
      case 0:
        for start in stride(from: 0, to: packed.count, by: buffer.count) {
          let part = packed[start..<min(packed.count, start + buffer.count)]
          try write(UnsafeRawBufferPointer(rebasing: part), proceed)
        }
      case 8: _ = try inflate(packed, .none, proceed)
      default: throw ArchiveFault.unknownMethod(number: entry.method)
      }
      guard size == entry.size, checksum == entry.checksum else { throw ArchiveFault.damaged }
    }

    /// Unpacks concatenated gzip members, which together form one file.
    mutating func unpackGzip(
      _ packed: UnsafeRawBufferPointer, _ proceed: () -> Bool
    ) throws {
      var rest = packed[...]
      repeat {
        let consumed = try inflate(UnsafeRawBufferPointer(rebasing: rest), .gzip, proceed)
        // Tapes and some disks pad a file with zeros.
        rest = rest.dropFirst(consumed).drop { $0 == 0 }
      } while !rest.isEmpty
    }

    /// Decompresses one deflated stream into the file.
    /// - Returns: the number of compressed bytes consumed.
    private mutating func inflate(
      _ packed: UnsafeRawBufferPointer, _ wrapper: Inflater.Wrapper, _ proceed: () -> Bool
    ) throws -> Int {
      do {
        let inflater = try Inflater(wrapper)
        var consumed = 0
        while true {
          let rest = UnsafeRawBufferPointer(rebasing: packed[consumed...])
          let step = try inflater.inflate(rest, into: buffer)
          consumed += step.consumed
          try write(UnsafeRawBufferPointer(rebasing: buffer[..<step.produced]), proceed)
          if step.isAtEnd { return consumed }
        }
      } catch is Inflater.Damage {
        throw ArchiveFault.damaged
      }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer, _ proceed: () -> Bool) throws {
      guard proceed() else { throw ImportError.interrupted }
      guard bytes.count <= room else { throw ArchiveFault.tooLarge(limit: limit) }
      room -= bytes.count
      size += bytes.count
      checksum = Inflater.checksum(bytes, after: checksum)
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.write(descriptor, part.baseAddress, part.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw ArchiveFault.noRoom(folder: folder) }
        rest = rest.dropFirst(count)
      }
    }
  }
}
