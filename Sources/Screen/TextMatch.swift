/// Something that is looked for in texts.
public protocol Matching: Sendable {
  /// Where it stands, first to last; places do not overlap.
  /// - Complexity: O(length)
  func ranges(in text: String) -> [Range<String.Index>]

  /// Whether it may stand in what Markdown source becomes, quickly and with doubt for the source.
  func mayBeIn(_ source: String) -> Bool
}

extension Matching {
  public func isIn(_ text: String) -> Bool { !ranges(in: text).isEmpty }
}

/// Finds a text, or one of several, in lines without regard to case.
public struct TextMatch: Matching, Equatable {
  /// The characters of each text, in lower case; the longest text first.
  private let wanted: [[String]]
  /// The longest run of ASCII letters and digits in each.
  private let words: [[UInt8]]

  /// `nil` for an empty text, which is everywhere.
  public init?(_ text: String) { self.init(anyOf: [text]) }

  /// Where two texts begin at one place the longer is found. `nil` when all are empty.
  public init?(anyOf texts: [String]) {
    let texts = texts.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    guard !texts.isEmpty else { return nil }
    wanted = texts.map { $0.map { $0.lowercased() } }
    words = texts.map { text in
      text.utf8.split { !Self.isWordPart($0) }.max { $0.count < $1.count }?
        .map(Self.lowercased) ?? []
    }
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte < 0x80
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether it may stand in what Markdown source becomes, quickly and with doubt for the source:
  /// marks between letters are passed over, and what can become other letters says nothing.
  /// - Complexity: O(length of `source` × length of the text looked for)
  public func mayBeIn(_ source: String) -> Bool {
    // Lists count anew.
    guard words.allSatisfy({ $0.contains { $0 >= 0x40 } }) else { return true }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.utf8.count)
    for byte in source.utf8 {
      if Self.isWordPart(byte) {
        bytes.append(Self.lowercased(byte))
      } else if "&[<$\\`~!".utf8.contains(byte) {
        return true
      }
    }
    return words.contains { word in
      bytes.count >= word.count
        && (0...(bytes.count - word.count)).contains { start in
          bytes[start] == word[0] && bytes[start...].starts(with: word)
        }
    }
  }

  /// Where it stands, first to last; places do not overlap.
  /// - Complexity: O(length)
  public func ranges(in text: String) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    var start = text.startIndex
    while start < text.endIndex {
      if let end = end(of: start, in: text) {
        ranges.append(start..<end)
        start = end
      } else {
        text.formIndex(after: &start)
      }
    }
    return ranges
  }

  public func isIn(_ text: String) -> Bool {
    var start = text.startIndex
    while start < text.endIndex {
      if end(of: start, in: text) != nil { return true }
      text.formIndex(after: &start)
    }
    return false
  }

  private func end(of start: String.Index, in text: String) -> String.Index? {
    for wanted in wanted {
      if let end = Self.end(of: start, in: text, wanted) { return end }
    }
    return nil
  }

  private static func end(
    of start: String.Index, in text: String, _ wanted: [String]
  ) -> String.Index? {
    var index = start
    for character in wanted {
      guard index < text.endIndex, text[index].lowercased() == character else { return nil }
      text.formIndex(after: &index)
    }
    return index
  }

  /// The line with its matches in the role for them.
  /// - Parameter isHit: the search has stopped there: they are underlined.
  public func mark(_ line: StyledLine, isHit: Bool = false) -> StyledLine {
    let text = line.text
    let ranges = ranges(in: text)
    guard !ranges.isEmpty else { return line }
    var marked = StyledLine()
    var index = text.startIndex
    for span in line.spans {
      for character in span.text {
        let isMatch = ranges.contains { $0.contains(index) }
        let role = Style(.match, isHit ? [.underline, .bold] : [])
        let match = span.style.isOwn ? role.own : role
        marked.append(String(character), isMatch ? match : span.style)
        // Characters at the seams of spans may join in the whole text; then they are one there.
        if index < text.endIndex { text.formIndex(after: &index) }
      }
    }
    return marked
  }
}
