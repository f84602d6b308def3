internal import Text

/// A search for words and phrases by the rules of the full-text search: whole words or
/// prefixes, ignoring case, accents and separators.
public struct WordMatch: Matching, Equatable {
  /// A word or a phrase to find.
  public struct Term: Equatable, Sendable {
    public var text: String
    /// Whether the last word is only a prefix.
    public var isPrefix: Bool

    public init(_ text: String, isPrefix: Bool = false) {
      self.text = text
      self.isPrefix = isPrefix
    }
  }

  fileprivate struct Phrase: Equatable {
    var tokens: [[UInt8]]
    var isPrefix: Bool
  }

  private struct Occurrence {
    var phrase: Int
    /// The range in the text, in bytes.
    var place: Range<Int>
  }

  private let phrases: [Phrase]

  /// Creates a search; `nil` if no term contains a letter, digit or emoji.
  public init?(_ terms: [Term]) {
    let phrases = terms.compactMap(Self.phrase)
    guard !phrases.isEmpty else { return nil }
    self.phrases = phrases
  }

  private init(_ phrases: [Phrase]) { self.phrases = phrases }

  private static func phrase(_ term: Term) -> Phrase? {
    let words = WordTokens(term.text)
    guard let last = words.tokens.last else { return nil }
    // Any character after the last word completes that word, which is then not a prefix.
    let isPrefix =
      term.isPrefix && last.place.upperBound == term.text.utf8.count
      && Tokenizer.canGoOn(Array(words[last]))
    return Phrase(tokens: words.tokens.map { Array(words[$0]) }, isPrefix: isPrefix)
  }

  /// The words of all phrases, as separate terms.
  public var words: WordMatch {
    WordMatch(
      phrases.flatMap { phrase in
        phrase.tokens.indices.map {
          Phrase(
            tokens: [phrase.tokens[$0]],
            isPrefix: phrase.isPrefix && $0 == phrase.tokens.count - 1)
        }
      })
  }

  public func mayBeIn(_ source: String) -> Bool {
    let source = FoldedText(source)
    return phrases.contains { phrase in
      // The tokens are folded again, because they may keep accents that folded text never has.
      phrase.tokens.allSatisfy { source.contains(FoldedText(String(decoding: $0, as: UTF8.self))) }
    }
  }

  /// Returns the matches in order, with overlapping ones merged.
  public func ranges(in text: String) -> [Range<String.Index>] {
    var places: [Range<Int>] = []
    for place in occurrences(in: text).map(\.place) {
      if let last = places.last, place.lowerBound < last.upperBound {
        places[places.count - 1] =
          last.lowerBound..<max(last.upperBound, place.upperBound)
      } else {
        places.append(place)
      }
    }
    func index(_ offset: Int) -> String.Index {
      text.utf8.index(text.startIndex, offsetBy: offset)
    }
    return places.map { index($0.lowerBound)..<index($0.upperBound) }
  }

  /// Returns the byte offset of the first place where the most terms occur close together, for
  /// snippets; `nil` if none of them occurs.
  public func center(of text: String) -> Int? {
    let occurrences = occurrences(in: text)
    var best: (count: Int, start: Int)?
    for (index, occurrence) in occurrences.enumerated() {
      let start = occurrence.place.lowerBound
      let near = occurrences[index...].prefix { $0.place.lowerBound < start + Self.near }
      let count = Set(near.map(\.phrase)).count
      if count > best?.count ?? 0 { best = (count, start) }
      if count == phrases.count { break }
    }
    return best?.start
  }

  /// The distance, in bytes, within which terms count as close together.
  private static let near = 200

  /// Returns where the phrases occur, ordered by their first words.
  private func occurrences(in text: String) -> [Occurrence] {
    let words = WordTokens(text)
    var found: [Occurrence] = []
    for start in words.tokens.indices {
      for (index, phrase) in phrases.enumerated() where phrase.begins(at: start, of: words) {
        let end = words.tokens[start + phrase.tokens.count - 1].place.upperBound
        found.append(
          Occurrence(phrase: index, place: words.tokens[start].place.lowerBound..<end))
      }
    }
    return found
  }
}

extension WordMatch.Phrase {
  fileprivate func begins(at start: Int, of words: WordTokens) -> Bool {
    guard start + tokens.count <= words.tokens.count else { return false }
    return tokens.indices.allSatisfy { index in
      let token = words[words.tokens[start + index]]
      return isPrefix && index == tokens.count - 1
        ? token.starts(with: tokens[index]) : token.elementsEqual(tokens[index])
    }
  }
}
