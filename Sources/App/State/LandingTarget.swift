internal import Chat
internal import Screen

/// What to scroll to once a message is laid out: the row that holds the most of some texts.
struct LandingTarget: Equatable {
  let message: MessageID
  /// As they stand in the message, before it was laid out.
  let texts: [String]
  /// The words of the texts. Laid out, a phrase may be wrapped, or have lost the marks in it.
  let words: [String]

  /// `nil` when there is nothing to look for.
  init?(message: MessageID, texts: [String]) {
    guard !texts.isEmpty else { return nil }
    self.message = message
    self.texts = texts
    words = texts.flatMap { text in
      text.split { !$0.isLetter && !$0.isNumber && !$0.isEmoji }.map(String.init)
    }
  }

  /// How much of what is looked for is in a row. A whole text counts for more than any words.
  func score(_ row: String) -> Int {
    100 * Self.count(texts, in: row) + Self.count(words, in: row)
  }

  private static func count(_ texts: [String], in row: String) -> Int {
    texts.count { TextMatch($0)?.isIn(row) == true }
  }
}

extension Character {
  fileprivate var isEmoji: Bool { unicodeScalars.first?.properties.isEmoji == true && !isASCII }
}
