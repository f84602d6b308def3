import Chat

/// A snippet generator, which extracts the part of some text that best shows the matches.
struct SnippetMaker {
  /// The lengths of a snippet's text in characters: before the first match, and in total.
  private static let lead = 28
  private static let length = 320
  /// The distance in bytes within which matches count as near each other.
  private static let window = 200
  private static let occurrenceLimit = 500

  let text: String
  private var occurrences: [SearchMatcher.Occurrence] = []

  /// - Complexity: O(length of the text)
  init(_ text: String, _ phrases: [SearchPhrase]) {
    var contiguous = text
    contiguous.makeContiguousUTF8()
    self.text = contiguous
    guard !phrases.isEmpty else { return }
    var matcher = SearchMatcher(phrases)
    var found: [SearchMatcher.Occurrence] = []
    contiguous.withUTF8 { bytes in
      matcher.find(in: bytes) {
        found.append($0)
        return found.count < Self.occurrenceLimit
      }
    }
    occurrences = found.sorted { $0.place.lowerBound < $1.place.lowerBound }
  }

  /// The number of phrases that occur in the text.
  var matchedCount: Int { Set(occurrences.map(\.phrase)).count }

  var snippet: SearchSnippet {
    let best = bestWindow
    let utf8 = text.utf8
    func index(_ offset: Int) -> String.Index {
      // A token ends between scalars. Accents removed by folding belong to its last character.
      utf8.index(utf8.startIndex, offsetBy: offset)
    }
    let start = begin(before: best.first.map { index($0.place.lowerBound) } ?? text.startIndex)
    // Matches before the best window are marked, too, if they are shown.
    let marks = merged(occurrences.drop { index($0.place.lowerBound) < start })
    let end = text.index(start, offsetBy: Self.length, limitedBy: text.endIndex) ?? text.endIndex
    var pieces: [SearchSnippet.Piece] = []
    var next = start
    if start > text.startIndex {
      let isLineStart = text[text.index(before: start)].isNewline
      pieces.append(.init(isLineStart ? "…\n" : "…"))
    }
    for mark in marks {
      // A token may be part of an emoji, which is shown as a whole.
      let lower = text.index(before: text.index(after: index(mark.lowerBound)))
      let last = text.unicodeScalars.index(before: index(mark.upperBound))
      let upper = min(text.index(after: last), end)
      guard lower >= next, lower < upper else { continue }
      pieces.append(.init(Self.compact(text[next..<lower])))
      let match = Self.compact(text[lower..<upper]).split(separator: "\n")
      pieces.append(.init(match.joined(separator: " "), isMatch: true))
      next = upper
    }
    pieces.append(.init(Self.compact(text[next..<max(next, end)])))
    if end < text.endIndex { pieces.append(.init("…")) }
    return SearchSnippet(pieces.filter { !$0.text.isEmpty })
  }

  /// The occurrences, starting at the first window with the largest number of distinct phrases.
  private var bestWindow: ArraySlice<SearchMatcher.Occurrence> {
    var best = occurrences[...]
    var bestCount = 0
    let all = matchedCount
    for (index, occurrence) in occurrences.enumerated() where bestCount < all {
      let near = occurrences[index...].prefix {
        $0.place.lowerBound < occurrence.place.lowerBound + Self.window
      }
      let count = Set(near.map(\.phrase)).count
      if count > bestCount {
        bestCount = count
        best = occurrences[index...]
      }
    }
    return best
  }

  private func merged(_ occurrences: ArraySlice<SearchMatcher.Occurrence>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for place in occurrences.map(\.place) {
      if let last = ranges.last, place.lowerBound < last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
      } else {
        ranges.append(place)
      }
    }
    return ranges
  }

  /// Returns where to begin the snippet: a few words before the match, without splitting a word
  /// if possible.
  private func begin(before match: String.Index) -> String.Index {
    guard
      let start = text.index(match, offsetBy: -Self.lead, limitedBy: text.startIndex),
      start > text.startIndex
    else { return text.startIndex }
    guard let space = text[start..<match].firstIndex(where: \.isWhitespace) else { return start }
    return text.index(after: space)
  }

  /// Replaces each run of white space with one space, or with a line feed or two if it contains
  /// line feeds: Markdown depends on where lines begin.
  private static func compact(_ text: Substring) -> String {
    var compact = ""
    compact.reserveCapacity(text.utf8.count)
    var lineFeeds = 0
    var isAfterSpace = false
    func endSpace() {
      guard isAfterSpace else { return }
      compact += lineFeeds == 0 ? " " : lineFeeds == 1 ? "\n" : "\n\n"
      (lineFeeds, isAfterSpace) = (0, false)
    }
    for scalar in text.unicodeScalars {
      if isSpace(scalar) {
        if scalar == "\n" { lineFeeds += 1 }
        isAfterSpace = true
      } else {
        endSpace()
        compact.unicodeScalars.append(scalar)
      }
    }
    endSpace()
    return compact
  }

  /// Returns whether a scalar is white space. Looks up Unicode's tables only for characters that
  /// most texts do not contain.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20: true
    case ..<0x80, 0x3040...0xD7FF: false
    default: scalar.properties.isWhitespace
    }
  }
}
