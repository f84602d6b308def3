internal import Words

/// Long pastes that the composer shows as `[pasted 120 lines]`. In its text, one character of a
/// private range represents each paste, which therefore moves and is deleted as one.
struct PasteFolds: Equatable {
  /// Characters of the last plane that no script or icon font is known to use.
  private static let marks: ClosedRange<UInt32> = 0x10F000...0x10FFFD
  private static let longest = 2000

  private var texts: [String] = []
  /// Of all texts, in bytes.
  private(set) var size = 0

  var isEmpty: Bool { texts.isEmpty }

  /// - Parameter lines: how many lines make the text long.
  static func isLong(_ text: String, lines: Int) -> Bool {
    text.utf8.count >= longest || lineCount(text) >= lines
  }

  private static func lineCount(_ text: String) -> Int {
    text.utf8.reduce(text.utf8.last == 0x0A ? 0 : 1) { $0 + ($1 == 0x0A ? 1 : 0) }
  }

  /// Returns a character that represents the text.
  mutating func fold(_ text: String) -> String {
    let number = Self.marks.lowerBound + UInt32(texts.count)
    guard Self.marks.contains(number), let mark = Unicode.Scalar(number) else { return text }
    texts.append(text)
    size += text.utf8.count
    return String(Character(mark))
  }

  /// Returns the text, or folds it if it contains characters that represent pastes.
  mutating func admit(_ text: String) -> String {
    guard text.utf8.contains(0xF4) else { return text }
    return text.unicodeScalars.contains { Self.marks.contains($0.value) } ? fold(text) : text
  }

  /// The paste that a character represents; `nil` for an ordinary character.
  func text(of character: Character) -> String? {
    guard !texts.isEmpty, let scalar = character.unicodeScalars.first,
      Self.marks.contains(scalar.value)
    else { return nil }
    let index = Int(scalar.value - Self.marks.lowerBound)
    guard texts.indices.contains(index) else { return nil }
    // Something that combines with the mark may have been typed after it.
    return texts[index] + String(String.UnicodeScalarView(character.unicodeScalars.dropFirst()))
  }

  /// Returns the text with all folded texts expanded.
  func expand(_ text: String) -> String {
    guard !texts.isEmpty, text.utf8.contains(0xF4) else { return text }
    var expanded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let folded = self.text(of: Character(scalar)) {
        expanded.append(contentsOf: folded.unicodeScalars)
      } else {
        expanded.append(scalar)
      }
    }
    return String(expanded)
  }

  /// What is shown for a character; `nil` for a character of the text itself.
  func label(of character: Character) -> String? {
    text(of: character).map { text in
      let lines = Self.lineCount(text)
      return lines > 1
        ? Words.Composing.pastedLines(lines) : Words.Composing.pastedCharacters(text.count)
    }
  }
}
