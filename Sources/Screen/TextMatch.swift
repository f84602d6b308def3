/// Finds a text in lines without regard to case.
public struct TextMatch: Equatable, Sendable {
  /// The characters that are looked for, in lower case.
  private let wanted: [String]

  /// `nil` for an empty text, which is everywhere.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    wanted = text.map { $0.lowercased() }
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
    var index = start
    for character in wanted {
      guard index < text.endIndex, text[index].lowercased() == character else { return nil }
      text.formIndex(after: &index)
    }
    return index
  }

  /// The line with its matches in the role for them.
  public func mark(_ line: StyledLine) -> StyledLine {
    let text = line.text
    let ranges = ranges(in: text)
    guard !ranges.isEmpty else { return line }
    var marked = StyledLine()
    var index = text.startIndex
    for span in line.spans {
      for character in span.text {
        let isMatch = ranges.contains { $0.contains(index) }
        let match = span.style.isOwn ? Style(.match).own : Style(.match)
        marked.append(String(character), isMatch ? match : span.style)
        // Characters at the seams of spans may join in the whole text; then they are one there.
        if index < text.endIndex { text.formIndex(after: &index) }
      }
    }
    return marked
  }
}
