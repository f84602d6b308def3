internal import Chat
internal import Screen
internal import Words

/// A character on a row, and the tokens that it comes from.
struct TokenGlyph: Equatable {
  enum Kind: UInt8 {
    /// Text that the model wrote.
    case text
    /// A sign for something without a character of its own: a line feed, a byte, an empty token.
    case sign
    /// The number of tokens that share the preceding character.
    case share
  }

  let character: Character
  let columns: UInt8
  let kind: Kind
  /// The first and the last segment of the text that the character comes from.
  let first: Int32
  let last: Int32

  /// Whether the glyph may extend a row by one column, so that its token stays visible.
  var mayHang: Bool { character == " " || kind == .sign && character == TokenSign.lineFeed }
}

/// The signs for anything that has no character of its own.
enum TokenSign {
  static let lineFeed: Character = "⏎"
  static let space: Character = "␣"
  static let tab: Character = "⇥"
  static let tabColumns = 4
  static let emptyToken = "‹›"

  /// Returns the escape for a byte that is not part of a character: `\xE4`.
  static func byte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
  }

  /// Returns the sign for the number of tokens that share a character: ₂ to ₉.
  static func share(_ count: Int) -> Character {
    let digits: [Character] = ["₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"]
    return digits[min(max(2, count), 9) - 2]
  }
}

/// Text that may contain bytes that are not part of a character.
struct TokenBytes {
  enum Part: Equatable {
    case character(Character)
    case byte(UInt8)
  }

  /// Calls `body` with each part and its length in bytes.
  /// - Complexity: O(length)
  static func forEachPart(of bytes: ArraySlice<UInt8>, _ body: (Part, Int) -> Void) {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.utf8.elementsEqual(bytes) {
      for character in text { body(.character(character), character.utf8.count) }
      return
    }
    var (start, rest) = (bytes.startIndex, bytes[...])
    while start < bytes.endIndex {
      let valid = validCount(rest)
      if valid > 0 {
        for character in String(decoding: rest.prefix(valid), as: UTF8.self) {
          body(.character(character), character.utf8.count)
        }
      } else {
        body(.byte(rest[start]), 1)
      }
      start += max(1, valid)
      rest = bytes[start...]
    }
  }

  /// Returns the number of bytes at the beginning that form valid characters.
  private static func validCount(_ bytes: ArraySlice<UInt8>) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { count += scalar.count }
    return count
  }

  /// Returns a token's text for a list, with signs for whitespace and parts of characters.
  /// - Parameter name: the server's name for a token without text.
  static func label(_ bytes: [UInt8], name: String = "") -> String {
    if bytes.isEmpty {
      return name.isEmpty
        ? Words.Probabilities.emptyToken
        : Words.Probabilities.specialToken(Sanitizer.sanitizeLine(name))
    }
    var label = ""
    forEachPart(of: bytes[...]) { part, _ in
      switch part {
      case .byte(let byte): label += TokenSign.byte(byte)
      case .character(" "): label.append(TokenSign.space)
      case .character("\n"): label.append(TokenSign.lineFeed)
      case .character("\t"): label.append(TokenSign.tab)
      case .character("\r\n"): label += "␍" + String(TokenSign.lineFeed)
      case .character(let character): label += Sanitizer.sanitizeLine(String(character))
      }
    }
    return label
  }
}

extension TokenLogprob {
  /// The token's text for a list.
  var label: String { TokenBytes.label(textBytes, name: token) }
}

extension TokenLogprob.Alternative {
  /// The token's text for a list.
  var label: String { TokenBytes.label(textBytes, name: token) }
}
