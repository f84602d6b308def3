internal import Words

/// Long pastes that the composer shows as `[pasted 120 lines]`. A single private-use character
/// represents each paste in the composer's text, so the paste moves and is deleted as a unit.
struct PasteFolds: Equatable {
  /// Characters of the last Unicode plane that no script or icon font is known to use.
  private static let marks: ClosedRange<UInt32> = 0x10F000...0x10FFFD
  private static let longest = 2000

  private var texts: [String] = []
  /// The total size of the folded pastes, in bytes.
  private(set) var size = 0

  var isEmpty: Bool { texts.isEmpty }

  /// Returns whether a paste is long enough to fold.
  /// - Parameter lines: the number of lines at which a paste counts as long.
  static func isLong(_ text: String, lines: Int) -> Bool {
    text.utf8.count >= longest || lineCount(text) >= lines
  }

  /// Returns the number of reserved characters in UTF-8 text. Each begins with F4 8F, as no other
  /// character does.
  static func markCount(in bytes: [UInt8]) -> Int {
    zip(bytes, bytes.dropFirst()).reduce(0) { $0 + ($1.0 == 0xF4 && $1.1 == 0x8F ? 1 : 0) }
  }

  private static func lineCount(_ text: String) -> Int {
    text.utf8.reduce(text.utf8.last == 0x0A ? 0 : 1) { $0 + ($1 == 0x0A ? 1 : 0) }
  }

  /// Folds a paste and returns the character that represents it. If all reserved characters are in
  /// use, returns the text itself.
  mutating func fold(_ text: String) -> String {
    let number = Self.marks.lowerBound + UInt32(texts.count)
    guard Self.marks.contains(number), let mark = Unicode.Scalar(number) else { return text }
    texts.append(text)
    size += text.utf8.count
    return String(Character(mark))
  }

  /// Returns the text as it is, unless it contains characters reserved for pastes. In that case,
  /// folds it.
  mutating func admit(_ text: String) -> String {
    guard text.utf8.contains(0xF4) else { return text }
    return text.unicodeScalars.contains { Self.marks.contains($0.value) } ? fold(text) : text
  }

  /// Returns the paste that a character represents; `nil` for an ordinary character.
  func text(of character: Character) -> String? {
    guard !texts.isEmpty, let scalar = character.unicodeScalars.first,
      Self.marks.contains(scalar.value)
    else { return nil }
    let index = Int(scalar.value - Self.marks.lowerBound)
    guard texts.indices.contains(index) else { return nil }
    // The user may have typed a combining character after the mark.
    return texts[index] + String(String.UnicodeScalarView(character.unicodeScalars.dropFirst()))
  }

  /// Returns the text with all pastes expanded.
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

  /// Returns the label to show for a character that represents a paste; `nil` for an ordinary
  /// character.
  func label(of character: Character) -> String? {
    text(of: character).map { text in
      let lines = Self.lineCount(text)
      return lines > 1
        ? Words.Composing.pastedLines(lines) : Words.Composing.pastedCharacters(text.count)
    }
  }
}
