import Foundation

/// The pages of a SQLite file as of its last commit, even if the file is damaged. Pages in the
/// log override those in the file (https://www.sqlite.org/fileformat2.html).
///
/// No number in the file is trusted, because any of them may be damaged.
struct PageFile {
  let pageSize: Int
  let pageCount: Int
  private let file: Data
  private let log: LogFile
  /// For each page, the frame with its newest committed version.
  private let logged: [Int: Int]
  /// The pages whose newest version in the log is broken, each with the frame of its previous
  /// version, or `nil` if the previous version is in the file.
  private let broken: [Int: Int?]
  /// The unused pages, found through the list in the header.
  private(set) var free: Set<Int> = []

  /// Reads a file and its log. If the file is missing, only the pages in the log are available.
  /// - Parameter pageSize: the page size to assume if the header is damaged.
  init(path: String, pageSize usual: Int = LogFile.usualPageSize) throws {
    let isThere = FileManager.default.fileExists(atPath: path)
    file =
      isThere
      ? try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) : Data()
    // Treat an unreadable log as empty.
    let bytes =
      (try? Data(contentsOf: URL(fileURLWithPath: path + "-wal"), options: .alwaysMapped)) ?? Data()
    let claimed = Self.pageSize(file)
    log = LogFile(bytes, pageSize: claimed ?? usual)
    pageSize = claimed ?? log.pageSize
    let filePages = (file.count + pageSize - 1) / pageSize
    (logged, broken) =
      log.pageSize == pageSize ? Self.committedPages(log, filePages: filePages) : ([:], [:])
    pageCount = max(filePages, logged.keys.max() ?? 0)
    free = freePages()
  }

  private static func pageSize(_ file: Data) -> Int? {
    guard file.starts(with: Array("SQLite format 3\0".utf8)) else { return nil }
    let size = file.number(at: 16, bytes: 2) ?? 0
    return size == 1 ? 65536 : valid(size)
  }

  static func valid(_ size: Int) -> Int? {
    size >= 512 && size <= 65536 && size.nonzeroBitCount == 1 ? size : nil
  }

  /// Returns the frames of the log's current generation up to its last commit, including those
  /// after a broken frame, where SQLite would stop.
  private static func committedPages(
    _ log: LogFile, filePages: Int
  ) -> (newest: [Int: Int], broken: [Int: Int?]) {
    let whole = (0..<log.count).map { log.isWhole($0) }
    let end = (0..<log.count).last { log.isCurrent($0) && log.endsCommit($0) } ?? -1
    let frames = (0..<(end + 1)).filter { log.isCurrent($0) || whole[$0] }
    // Ignore damaged page numbers, or the file might seem to have millions of pages.
    let last = frames.filter { whole[$0] }.map { log.page($0) }.max() ?? 0
    var newest: [Int: Int] = [:]
    var broken: [Int: Int?] = [:]
    for frame in frames {
      let page = log.page(frame)
      guard page > 0, whole[frame] || page <= max(last, filePages) else { continue }
      if whole[frame] {
        broken[page] = nil
      } else {
        // Fall back to the previous version, or to the one before it if that is broken too.
        broken.updateValue(broken[page] ?? newest[page], forKey: page)
      }
      newest[page] = frame
    }
    return (newest, broken)
  }

  /// Returns the bytes of a page; pages are numbered from 1. The last page of a truncated file is
  /// shorter, and any page beyond it is empty.
  func page(_ number: Int) -> Data {
    guard number >= 1, number <= pageCount else { return Data() }
    return content(number, in: logged[number])
  }

  /// The previous versions of pages whose newest version in the log is broken.
  var olderPages: [(number: Int, bytes: Data)] {
    broken.sorted { $0.key < $1.key }.map { ($0.key, content($0.key, in: $0.value)) }
  }

  private func content(_ number: Int, in frame: Int?) -> Data {
    if let frame { return log.content(frame) }
    let start = (number - 1) * pageSize
    guard start < file.count else { return Data() }
    return file.dropFirst(start).prefix(pageSize)
  }

  /// Follows the list that begins in the header: a chain of trunk pages, each with a list of leaf
  /// pages.
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
  /// Reads a big-endian number; returns `nil` past the end. Offsets count from the first byte of
  /// a slice.
  func number(at offset: Int, bytes count: Int) -> Int? {
    guard offset >= 0, offset <= self.count - count else { return nil }
    let start = startIndex + offset
    return Int(
      truncatingIfNeeded: self[start..<(start + count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// Reads a SQLite varint. Returns its value and the offset after it.
  func variableNumber(at offset: Int) -> (value: Int64, end: Int)? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard offset >= 0, offset < count - index else { return nil }
      let byte = self[startIndex + offset + index]
      if index == 8 { return (Int64(bitPattern: value << 8 | UInt64(byte)), offset + 9) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return (Int64(bitPattern: value), offset + index + 1) }
    }
    return nil
  }
}
