import Foundation

/// The frames of a database's write-ahead log, which may be damaged
/// (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
///
/// Each frame's checksum continues from that of the previous frame. SQLite reads up to the
/// first mismatch, as if the log ended there, and the next writer overwrites what follows.
struct LogFile {
  /// The page size of our databases, used if the header is damaged.
  static let usualPageSize = 4096

  let pageSize: Int
  /// The number of complete frames, of any generation.
  let count: Int
  private let bytes: Data
  private let isBigEndian: Bool
  /// Whether the header is intact. If it is not, the first frame identifies the current
  /// generation.
  private let isHeaderWhole: Bool
  private let salt: Int?

  private static let headerSize = 32
  private static let frameHeaderSize = 24

  /// - Parameter pageSize: the page size to assume if the header is damaged.
  init(_ bytes: Data, pageSize usual: Int = usualPageSize) {
    let claimed = Self.pageSize(bytes)
    isBigEndian = claimed != nil && (bytes.number(at: 0, bytes: 4) ?? 0) & 1 == 1
    let isWhole =
      claimed != nil
      && Checksum(in: bytes, at: 24)
        == Checksum().adding(bytes.prefix(24), isBigEndian: isBigEndian)
    isHeaderWhole = isWhole
    pageSize = (isWhole ? claimed : nil) ?? usual
    count = max(0, (bytes.count - Self.headerSize) / (Self.frameHeaderSize + pageSize))
    salt = bytes.number(at: isWhole ? 16 : Self.headerSize + 8, bytes: 8)
    self.bytes = bytes
  }

  /// Reads the log of a database file. Returns `nil` if there is none or it cannot be read.
  ///
  /// The log is read, not mapped, because another program may truncate it in the meantime.
  init?(beside path: String) {
    guard let bytes = FileManager.default.contents(atPath: path + "-wal"),
      bytes.count > Self.headerSize
    else { return nil }
    self.init(bytes)
  }

  private static func pageSize(_ bytes: Data) -> Int? {
    guard let magic = bytes.number(at: 0, bytes: 4), magic | 1 == 0x377F_0683 else { return nil }
    return PageFile.valid(bytes.number(at: 8, bytes: 4) ?? 0)
  }

  // MARK: Frames

  private func start(_ frame: Int) -> Int {
    Self.headerSize + frame * (Self.frameHeaderSize + pageSize)
  }

  /// Returns the number of the page in a frame.
  func page(_ frame: Int) -> Int { bytes.number(at: start(frame), bytes: 4) ?? 0 }

  /// Returns the contents of the page in a frame.
  func content(_ frame: Int) -> Data {
    bytes.dropFirst(start(frame) + Self.frameHeaderSize).prefix(pageSize)
  }

  /// Returns whether a frame is the last of a transaction. Only such a frame contains the
  /// resulting size of the file, in pages.
  func endsCommit(_ frame: Int) -> Bool { bytes.number(at: start(frame) + 4, bytes: 4) ?? 0 > 0 }

  /// Returns whether a frame belongs to the current generation. Older frames are already in the
  /// file.
  func isCurrent(_ frame: Int) -> Bool {
    bytes.number(at: start(frame) + 8, bytes: 8) == salt
  }

  /// Returns whether a frame is intact, even if those before it are not. Its checksum continues
  /// from the one that the previous frame contains, or should contain.
  func isWhole(_ frame: Int) -> Bool {
    let own = carried(frame)
    if own == checksum(frame, after: carried(frame - 1)) { return true }
    guard frame > 0 else {
      return own
        == checksum(frame, after: Checksum().adding(bytes.prefix(24), isBigEndian: isBigEndian))
    }
    return own == checksum(frame, after: checksum(frame - 1, after: carried(frame - 2)))
  }

  private func carried(_ frame: Int) -> Checksum {
    frame < 0 ? Checksum(in: bytes, at: 24) : Checksum(in: bytes, at: start(frame) + 16)
  }

  private func checksum(_ frame: Int, after last: Checksum) -> Checksum {
    let start = start(frame)
    return last.adding(bytes.dropFirst(start).prefix(8), isBigEndian: isBigEndian)
      .adding(content(frame), isBigEndian: isBigEndian)
  }

  // MARK: Transactions hidden from SQLite

  /// The number of intact transactions after the point where SQLite stops reading the log.
  ///
  /// After a power failure in the middle of the last transaction, it is zero, because that
  /// transaction's last frame is missing or broken.
  var hiddenCommits: Int {
    var frame = 0
    if isHeaderWhole {
      while frame < count, isReadBySQLite(frame) { frame += 1 }
      frame += 1
    }
    guard frame < count else { return 0 }
    return (frame..<count).count { isCurrent($0) && endsCommit($0) && isWhole($0) }
  }

  private func isReadBySQLite(_ frame: Int) -> Bool {
    isCurrent(frame) && page(frame) > 0
      && carried(frame) == checksum(frame, after: carried(frame - 1))
  }

  var hasCommits: Bool {
    (0..<count).contains { isCurrent($0) && endsCommit($0) && isWhole($0) }
  }
}

/// The log's checksum: two sums over 32-bit numbers.
private struct Checksum: Equatable {
  private var first: UInt32 = 0
  private var second: UInt32 = 0

  init() {}

  /// Reads a stored checksum.
  init(in bytes: Data, at offset: Int) {
    first = UInt32(truncatingIfNeeded: bytes.number(at: offset, bytes: 4) ?? 0)
    second = UInt32(truncatingIfNeeded: bytes.number(at: offset + 4, bytes: 4) ?? 0)
  }

  func adding(_ bytes: Data, isBigEndian: Bool) -> Checksum {
    var sum = self
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        let pair = (
          bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self),
          bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        )
        sum.first &+= (isBigEndian ? UInt32(bigEndian: pair.0) : UInt32(littleEndian: pair.0))
        sum.first &+= sum.second
        sum.second &+= (isBigEndian ? UInt32(bigEndian: pair.1) : UInt32(littleEndian: pair.1))
        sum.second &+= sum.first
        offset += 8
      }
    }
    return sum
  }
}
