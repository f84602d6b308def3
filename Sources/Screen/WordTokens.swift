internal import Text

/// The words of some text, split and folded by ``Tokenizer``, as in the full-text search.
struct WordTokens {
  struct Token {
    /// The token's place in the original text, in bytes.
    var place: Range<Int>
    /// The range of the folded token in `bytes`.
    var folded: Range<Int>
  }

  private(set) var tokens: [Token] = []
  private(set) var bytes: [UInt8] = []

  /// Finds and folds the words of `text`.
  /// - Complexity: O(length)
  init(_ text: String) {
    Tokenizer.scan(text) { place, token in
      tokens.append(Token(place: place, folded: bytes.count..<bytes.count + token.count))
      bytes.append(contentsOf: token)
      return true
    }
  }

  subscript(token: Token) -> ArraySlice<UInt8> { bytes[token.folded] }
}
