/// The text around a caret, divided into parts of bounded length. Each line is one part, but a long
/// line is cut every ``longest`` bytes from its start, between two characters if possible. Parts
/// are made on demand, because the text may be far longer than the visible rows.
struct ComposerParts {
  /// The maximum length of a part, in bytes: about a window of 200 columns and 20 rows.
  static let longest = 4096
  /// Characters longer than this many bytes may be cut in the middle.
  private static let longestCluster = 64

  private let before: ArraySlice<UInt8>
  private let after: ArraySlice<UInt8>
  /// The index of the first byte of `after`.
  private let base: Int
  /// The start of the caret's line in `before`.
  private let lineStart: Int
  /// The index of the caret's part in its line.
  private let number: Int

  /// A part, and its place in the text, in bytes.
  struct Part {
    let text: Substring
    let place: Int
  }

  init(_ buffer: GapBuffer) {
    before = buffer.before
    after = buffer.after
    base = after.startIndex
    lineStart = buffer.lineStart
    number = (before.count - lineStart) / Self.longest
  }

  /// The caret's part, split at the caret.
  var caretPart: (before: Part, after: Part) {
    let start = start(of: number, in: lineStart)
    return (
      Part(text: Self.text(before[start...]), place: start), laterPart(from: 0, to: firstLater.end)
    )
  }

  /// The parts before the caret's part, nearest first.
  var earlier: AnyIterator<Part> {
    var (line, number) = (lineStart, number)
    var start = start(of: number, in: line)
    return AnyIterator {
      var end = start
      if number > 0 {
        number -= 1
      } else {
        guard line > 0 else { return nil }
        end = line - 1
        line = Self.lineStart(before[..<end])
        number = max(0, end - line - 1) / Self.longest
      }
      start = self.start(of: number, in: line)
      return Part(text: Self.text(before[start..<end]), place: start)
    }
  }

  /// The parts after the caret's part.
  var later: AnyIterator<Part> {
    var part = firstLater
    return AnyIterator {
      guard let next = part.next else { return nil }
      part = later(from: next.start, until: next.target)
      return laterPart(from: next.start, to: part.end)
    }
  }

  private func laterPart(from start: Int, to end: Int) -> Part {
    Part(text: Self.text(after[base + start..<base + end]), place: before.count + start)
  }

  // MARK: Places

  private func start(of number: Int, in line: Int) -> Int {
    Self.cut(before, near: line + number * Self.longest, from: line)
  }

  private typealias LaterPart = (end: Int, next: (start: Int, target: Int)?)

  private var firstLater: LaterPart {
    later(from: 0, until: (number + 1) * Self.longest - (before.count - lineStart))
  }

  /// Returns where the part of `after` that begins at `start` ends, and where the next starts.
  /// The part ends near `target`, or at the end of the line.
  private func later(from start: Int, until target: Int) -> LaterPart {
    let limit = max(start, min(target + 1, after.count))
    if let feed = after[base + start..<base + limit].firstIndex(of: 0x0A) {
      let end = feed - base
      return (end, (end + 1, end + 1 + Self.longest))
    }
    guard target < after.count else { return (after.count, nil) }
    let end = Self.cut(after, near: base + target, from: base + start) - base
    return (end, (end, target + Self.longest))
  }

  private static func lineStart(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? bytes.startIndex
  }

  /// Returns a place at `target` or shortly before it, between two characters if possible.
  private static func cut(_ bytes: ArraySlice<UInt8>, near target: Int, from start: Int) -> Int {
    guard target > start, target < bytes.endIndex else {
      return min(max(target, start), bytes.endIndex)
    }
    let lowest = max(start, target - longestCluster)
    var scalarStart: Int?
    for place in stride(from: target, to: lowest, by: -1) where bytes[place] & 0xC0 != 0x80 {
      scalarStart = scalarStart ?? place
      let near = bytes[max(lowest, place - longestCluster)..<min(bytes.endIndex, place + 4)]
      if isSeam(near, at: place) { return place }
    }
    return scalarStart ?? target
  }

  private static func isSeam(_ bytes: ArraySlice<UInt8>, at place: Int) -> Bool {
    let rest = String(decoding: bytes[place...], as: UTF8.self)
    guard let next = rest.unicodeScalars.first, !next.properties.isGraphemeExtend else {
      return false
    }
    let before = String(decoding: bytes[..<place], as: UTF8.self)
    return (before + String(next)).count > before.count
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> Substring {
    Substring(String(decoding: bytes, as: UTF8.self))
  }
}
