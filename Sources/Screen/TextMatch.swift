/// Something to search for in text.
public protocol Matching: Sendable {
  /// Returns the matches, first to last, without overlaps.
  /// - Complexity: O(length)
  func ranges(in text: String) -> [Range<String.Index>]

  /// Whether the rendered form of Markdown source may contain a match. This is a quick check that
  /// returns `true` when in doubt.
  func mayBeIn(_ source: String) -> Bool
}

extension Matching {
  public func isIn(_ text: String) -> Bool { !ranges(in: text).isEmpty }
}

/// A search for a string, ignoring case.
public struct TextMatch: Matching, Equatable {
  /// The characters to find, in lower case.
  private let wanted: [String]
  /// The longest run of ASCII letters and digits in the search text.
  private let word: [UInt8]

  /// Creates a search; `nil` for an empty string, which would match everywhere.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    wanted = text.map { $0.lowercased() }
    word =
      text.utf8.split { !Self.isWordPart($0) }.max { $0.count < $1.count }?
      .map(Self.lowercased) ?? []
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte < 0x80
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether the rendered source may contain the string. Compares only ASCII letters and digits.
  /// Source that may be rendered as other letters counts as a possible match.
  /// - Complexity: O(length of `source` × length of the search text)
  public func mayBeIn(_ source: String) -> Bool {
    // Lists are renumbered, so the absence of digits proves nothing.
    guard word.contains(where: { $0 >= 0x40 }) else { return true }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.utf8.count)
    for byte in source.utf8 {
      if Self.isWordPart(byte) {
        bytes.append(Self.lowercased(byte))
      } else if "&[<$\\`~!".utf8.contains(byte) {
        return true
      }
    }
    return bytes.count >= word.count
      && (0...(bytes.count - word.count)).contains { start in
        bytes[start] == word[0] && bytes[start...].starts(with: word)
      }
  }

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

  /// Returns whether a character of the text is the wanted one, or is shown as it: terminals show
  /// only the first scalar of most emoji sequences (docs/text.md).
  private static func shows(_ character: Character, _ wanted: String) -> Bool {
    if character.lowercased() == wanted { return true }
    let scalars = character.unicodeScalars
    return DisplayWidth.isEmojiSequence(scalars)
      && scalars.first.map { wanted.unicodeScalars.elementsEqual(CollectionOfOne($0)) } == true
  }

  private func end(of start: String.Index, in text: String) -> String.Index? {
    var index = start
    for character in wanted {
      guard index < text.endIndex, Self.shows(text[index], character) else { return nil }
      text.formIndex(after: &index)
    }
    return index
  }
}
