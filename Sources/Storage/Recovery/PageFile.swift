import Foundation

/// The pages of a SQLite file as its last commit left them, however damaged: those of the log beside
/// it lie over those of the file (https://www.sqlite.org/fileformat2.html).
///
/// Nothing here is taken on trust: every number may be damaged.
struct PageFile {
  let pageSize: Int
  let pageCount: Int
  private let file: Data
  private let log: Data
  /// Where in the log the newest committed version of a page begins.
  private let logged: [Int: Int]
  /// Pages that hold nothing any more, as far as the header tells.
  private(set) var free: Set<Int> = []

  /// - Parameter pageSize: what to believe where the header does not tell.
  init(path: String, pageSize usual: Int = 4096) throws {
    file = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    // A log that cannot be read has nothing to add.
    log =
      (try? Data(contentsOf: URL(fileURLWithPath: path + "-wal"), options: .alwaysMapped)) ?? Data()
    pageSize = Self.pageSize(file) ?? Self.logPageSize(log) ?? usual
    logged = Self.committedPages(log, pageSize: pageSize)
    pageCount = max((file.count + pageSize - 1) / pageSize, logged.keys.max() ?? 0)
    free = freePages()
  }

  private static func pageSize(_ file: Data) -> Int? {
    guard file.starts(with: Array("SQLite format 3\0".utf8)) else { return nil }
    let size = file.number(at: 16, bytes: 2) ?? 0
    return size == 1 ? 65536 : valid(size)
  }

  private static func valid(_ size: Int) -> Int? {
    size >= 512 && size <= 65536 && size.nonzeroBitCount == 1 ? size : nil
  }

  private static func logPageSize(_ log: Data) -> Int? {
    guard let magic = log.number(at: 0, bytes: 4), magic | 1 == 0x377F_0683 else { return nil }
    return valid(log.number(at: 8, bytes: 4) ?? 0)
  }

  /// Frames of the log's present round, which have its salt, up to the last that ends a commit.
  private static func committedPages(_ log: Data, pageSize: Int) -> [Int: Int] {
    guard logPageSize(log) == pageSize, let salt = log.number(at: 16, bytes: 8) else { return [:] }
    var pages: [Int: Int] = [:]
    var open: [Int: Int] = [:]
    var frame = 32
    while frame + 24 + pageSize <= log.count, log.number(at: frame + 8, bytes: 8) == salt,
      let page = log.number(at: frame, bytes: 4), let size = log.number(at: frame + 4, bytes: 4)
    {
      open[page] = frame + 24
      if size > 0 {
        pages.merge(open) { _, newer in newer }
        open = [:]
      }
      frame += 24 + pageSize
    }
    return pages
  }

  /// The bytes of a page, numbered from 1; fewer at the end of a file that was cut, none beyond.
  func page(_ number: Int) -> Data {
    guard number >= 1, number <= pageCount else { return Data() }
    if let start = logged[number] { return log.dropFirst(start).prefix(pageSize) }
    let start = (number - 1) * pageSize
    guard start < file.count else { return Data() }
    return file.dropFirst(start).prefix(pageSize)
  }

  /// The list that begins in the header: a chain of trunks, each naming leaves.
  private func freePages() -> Set<Int> {
    let header = page(1)
    guard header.starts(with: Array("SQLite format 3\0".utf8)) else { return [] }
    var found: Set<Int> = []
    var trunk = header.number(at: 32, bytes: 4) ?? 0
    while trunk > 1, trunk <= pageCount, found.insert(trunk).inserted {
      let bytes = page(trunk)
      let count = min(bytes.number(at: 4, bytes: 4) ?? 0, pageSize / 4 - 2)
      for index in 0..<count {
        if let leaf = bytes.number(at: 8 + index * 4, bytes: 4) { found.insert(leaf) }
      }
      trunk = bytes.number(at: 0, bytes: 4) ?? 0
    }
    return found
  }
}

extension Data {
  /// A big-endian number; `nil` where the bytes end. Offsets count from the first byte of a slice.
  func number(at offset: Int, bytes count: Int) -> Int? {
    guard offset >= 0, offset + count <= self.count else { return nil }
    let start = startIndex + offset
    return Int(
      truncatingIfNeeded: self[start..<(start + count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// A variable-length number of SQLite's, and the offset behind it.
  func variableNumber(at offset: Int) -> (value: Int64, end: Int)? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard offset >= 0, offset + index < count else { return nil }
      let byte = self[startIndex + offset + index]
      if index == 8 { return (Int64(bitPattern: value << 8 | UInt64(byte)), offset + 9) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return (Int64(bitPattern: value), offset + index + 1) }
    }
    return nil
  }
}
