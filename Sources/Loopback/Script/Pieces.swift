/// Scripted text, cut into pieces about the size of a model's tokens.
enum ScriptText: Sendable {
  case fixed(String)
  /// The given number of small pieces of prose, generated one at a time.
  case chunks(Int)
}

/// The consecutive pieces of scripted text.
struct Pieces: Sequence, IteratorProtocol {
  private enum Rest {
    case fixed(Substring)
    case chunks(index: Int, count: Int)
  }

  private var rest: Rest

  init(_ text: ScriptText) {
    switch text {
    case .fixed(let string): rest = .fixed(string[...])
    case .chunks(let count): rest = .chunks(index: 0, count: count)
    }
  }

  mutating func next() -> String? {
    switch rest {
    case .fixed(var text):
      let piece = Self.take(from: &text)
      rest = .fixed(text)
      return piece
    case .chunks(let index, let count):
      guard index < count else { return nil }
      rest = .chunks(index: index + 1, count: count)
      return Self.chunk(index)
    }
  }

  /// Removes and returns the next piece: a word with the spaces before it, or up to two
  /// ideographs.
  private static func take(from text: inout Substring) -> String? {
    guard !text.isEmpty else { return nil }
    let word = text.drop { $0.isWhitespace }
    let end =
      if word.first?.isIdeograph == true {
        word.prefix(2).prefix(while: \.isIdeograph).endIndex
      } else {
        word.firstIndex { $0.isWhitespace || $0.isIdeograph } ?? word.endIndex
      }
    defer { text = text[end...] }
    return String(text[..<end])
  }

  private static let words = [
    "the", "server", "writes", "a", "small", "piece", "of", "plain", "prose", "and", "then",
    "another",
  ]

  /// Returns one piece of the generated prose, which has twelve words per sentence and five
  /// sentences per paragraph.
  private static func chunk(_ index: Int) -> String {
    let word = words[index % words.count]
    switch index {
    case 0: return word
    case _ where index % 60 == 0: return ".\n\n" + word
    case _ where index % 12 == 0: return ". " + word
    default: return " " + word
    }
  }
}

extension Character {
  /// Whether the character is a Chinese character or Chinese punctuation.
  var isIdeograph: Bool {
    guard let scalar = unicodeScalars.first else { return false }
    return switch scalar.value {
    case 0x3000...0x303F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF65,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
