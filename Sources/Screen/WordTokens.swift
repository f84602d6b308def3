internal import Text

/// The words of a text, kept; cut and folded by ``Tokenizer``, as the search over all conversations does.
struct WordTokens {
  struct Token {
    /// Bytes of the text.
    var place: Range<Int>
    /// In `bytes`.
    var folded: Range<Int>
  }

  private(set) var tokens: [Token] = []
  private(set) var bytes: [UInt8] = []

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
