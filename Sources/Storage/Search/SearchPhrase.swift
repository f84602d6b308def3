import Chat
import Text

/// Tokens that must be adjacent. If `isPrefix` is set, the last token may be the beginning of a
/// longer one.
struct SearchPhrase: Equatable {
  let tokens: [[UInt8]]
  let isPrefix: Bool

  /// Returns `nil` for text without any letter, digit or emoji, because the index has no tokens
  /// for such text.
  init?(_ term: SearchQuery.Term) {
    var tokens: [[UInt8]] = []
    var end = 0
    Tokenizer.scan(term.text) { place, token in
      tokens.append(Array(token))
      end = place.upperBound
      return true
    }
    guard let last = tokens.last else { return nil }
    self.tokens = tokens
    // If anything follows the last token, that token is complete and cannot be a prefix.
    isPrefix = term.isPrefix && end == term.text.utf8.count && Tokenizer.canGoOn(last)
  }

  private init(tokens: [[UInt8]], isPrefix: Bool) {
    self.tokens = tokens
    self.isPrefix = isPrefix
  }

  /// The tokens except for a final prefix; `nil` if none remain.
  var certainPart: SearchPhrase? {
    guard isPrefix else { return self }
    return tokens.count > 1 ? SearchPhrase(tokens: tokens.dropLast(), isPrefix: false) : nil
  }

  /// The phrase in FTS5's query syntax. Tokens contain only letters, digits and marks, so nothing
  /// needs escaping.
  var expression: String {
    let words = tokens.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    return isPrefix ? "\"\(words)\" *" : "\"\(words)\""
  }

  /// Returns whether a token of a text matches the phrase's token at `index`.
  func matches(_ token: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let own = tokens[index]
    if isPrefix, index == tokens.count - 1 { return token.starts(with: own) }
    return token.count == own.count && token.elementsEqual(own)
  }
}

/// A matcher that finds phrases in text, using the same tokens as the index.
struct SearchMatcher {
  struct Occurrence: Equatable {
    var phrase: Int
    /// The position in the text, in bytes.
    var place: Range<Int>
  }

  private let phrases: [SearchPhrase]
  /// For each phrase, the partial matches: how many tokens have matched, and where they start.
  private var begun: [[(count: Int, start: Int)]]

  init(_ phrases: [SearchPhrase]) {
    self.phrases = phrases
    begun = Array(repeating: [], count: phrases.count)
  }

  /// Calls `body` with each match, in order of where the matches end, until `body` returns
  /// `false`.
  /// - Complexity: O(length · phrases)
  mutating func find(in text: UnsafeBufferPointer<UInt8>, _ body: (Occurrence) -> Bool) {
    for index in begun.indices { begun[index] = [] }
    Tokenizer.scan(text) { place, token in take(place, token, body) }
  }

  private mutating func take(
    _ place: Range<Int>, _ token: UnsafeBufferPointer<UInt8>, _ body: (Occurrence) -> Bool
  ) -> Bool {
    for (index, phrase) in phrases.enumerated() {
      if phrase.tokens.count == 1 {
        guard phrase.matches(token, at: 0) else { continue }
        guard body(Occurrence(phrase: index, place: place)) else { return false }
        continue
      }
      if begun[index].isEmpty, !phrase.matches(token, at: 0) { continue }
      var going = begun[index].filter { phrase.matches(token, at: $0.count) }
      for position in going.indices { going[position].count += 1 }
      if phrase.matches(token, at: 0) { going.append((1, place.lowerBound)) }
      let whole = going.first { $0.count == phrase.tokens.count }
      begun[index] = going.filter { $0.count < phrase.tokens.count }
      if let whole {
        let found = Occurrence(phrase: index, place: whole.start..<place.upperBound)
        guard body(found) else { return false }
      }
    }
    return true
  }
}
