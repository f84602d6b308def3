internal import CUnicode

/// A tokenizer for text that is indexed, searched for or marked on the screen. All parts of the
/// program use it, so their results agree, regardless of how SQLite or the system handles
/// Unicode.
///
/// - A run of letters, digits and marks is one token. It is folded, so case, accents and
///   equivalent forms (full width, ligatures, ß and ss) make no difference.
/// - Each character of a script without spaces (Chinese, Japanese, Thai and others), each
///   Korean syllable and each emoji is a token. A word in these scripts is a phrase of such
///   tokens, so any part of it can be found, even a single character.
/// - Everything else separates tokens.
public enum Tokenizer {
  /// The maximum length of a token, in bytes. A longer token is truncated, because nobody types
  /// it in full and no index needs all of it.
  public static let longestToken = 48

  /// Calls `body` with the position and the folded bytes of each token in the text, first to
  /// last, until `body` returns false. The bytes contain no space and are valid only within the
  /// call.
  /// - Complexity: O(length)
  public static func scan(
    _ text: UnsafeBufferPointer<UInt8>,
    _ body: (_ place: Range<Int>, _ token: UnsafeBufferPointer<UInt8>) -> Bool
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestToken + 64) { room in
      var scanner = Scanner(token: room)
      scanner.run(text, body)
    }
  }

  public static func scan(
    _ text: String, _ body: (_ place: Range<Int>, _ token: UnsafeBufferPointer<UInt8>) -> Bool
  ) {
    var text = text
    text.withUTF8 { scan($0, body) }
  }

  /// Appends the tokens, separated by spaces, in the form used by the index.
  public static func append(_ text: String, to bytes: inout [UInt8]) {
    scan(text) { _, token in
      if !bytes.isEmpty { bytes.append(0x20) }
      bytes.append(contentsOf: token)
      return true
    }
  }

  public static func tokens(of text: String) -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    scan(text) { _, token in
      tokens.append(Array(token))
      return true
    }
    return tokens
  }

  /// Returns whether more letters may follow in the same token. A single-character token is
  /// complete, except for a Korean syllable, whose end may still follow.
  public static func canGoOn(_ token: [UInt8]) -> Bool {
    guard let first = String(decoding: token, as: UTF8.self).unicodeScalars.first else {
      return false
    }
    if (0x1100...0x115F).contains(first.value) { return true }
    switch CharacterKind(Int32(bitPattern: first.value)) {
    case .single: return false
    case .letter, .mark, .ignored, .separator: return true
    }
  }

  /// Returns whether the character at `index` is in the range U+4E00 to U+9FFF. Such a character is
  /// a separate token and folds to itself.
  @inlinable @inline(__always) public static func isIdeograph(
    _ text: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> Bool {
    guard index + 2 < text.count, text[index] >= 0xE4, text[index] <= 0xE9,
      text[index + 1] & 0xC0 == 0x80, text[index + 2] & 0xC0 == 0x80
    else { return false }
    return text[index] > 0xE4 || text[index + 1] >= 0xB8
  }

  private struct Scanner {
    let token: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    private var start = 0
    private var end = 0
    /// Whether the token is a single character, to which only marks may be added.
    private var isSingle = false

    init(token: UnsafeMutableBufferPointer<UInt8>) { self.token = token }

    typealias Body = (Range<Int>, UnsafeBufferPointer<UInt8>) -> Bool

    mutating func run(_ text: UnsafeBufferPointer<UInt8>, _ body: Body) {
      var index = 0
      while index < text.count {
        let byte = text[index]
        if byte < 0x80 {
          let folded = Folding.word(byte)
          if folded == 0 {
            guard close(body) else { return }
          } else {
            if isSingle || count >= longestToken { guard close(body) else { return } }
            open(at: index, single: false)
            token[count] = folded
            count += 1
            end = index + 1
          }
          index += 1
        } else if Tokenizer.isIdeograph(text, index) {
          // A shortcut for most Chinese characters, for which the general path takes five times as
          // long.
          guard close(body) else { return }
          open(at: index, single: true)
          for offset in 0..<3 { token[offset] = text[index + offset] }
          count = 3
          index += 3
          end = index
        } else {
          guard let length = scalar(text, index, body) else { return }
          index += length
        }
      }
      _ = close(body)
    }

    /// Scans the scalar at `index`: adds it to a token, ignores it, or ends the current token.
    /// - Returns: the scalar's length in bytes; `nil` to end the scan.
    private mutating func scalar(
      _ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ body: Body
    ) -> Int? {
      var scalar: Int32 = 0
      let rest = text.baseAddress.map { $0 + index }
      let length = utf8proc_iterate(rest, text.count - index, &scalar)
      guard length > 0 else { return close(body) ? 1 : nil }
      let kind = CharacterKind(scalar)
      switch kind {
      case .ignored: return length
      case .mark:
        if count > 0 {
          if !Folding.isStripped(scalar) { add(scalar) }
          end = index + length
        }
        return length
      case .separator: return close(body) ? length : nil
      case .letter:
        if isSingle || count >= longestToken { guard close(body) else { return nil } }
        open(at: index, single: false)
      case .single:
        guard close(body) else { return nil }
        open(at: index, single: true)
      }
      add(scalar)
      end = index + length
      return length
    }

    private mutating func open(at index: Int, single: Bool) {
      guard count == 0 else { return }
      start = index
      isSingle = single
    }

    private mutating func add(_ scalar: Int32) {
      Folding.foldInToken(scalar) { part in
        guard count + 4 <= token.count, let room = token.baseAddress else { return }
        count += utf8proc_encode_char(part, room + count)
      }
    }

    private mutating func close(_ body: Body) -> Bool {
      defer {
        count = 0
        isSingle = false
      }
      guard count > 0 else { return true }
      return body(start..<end, UnsafeBufferPointer(rebasing: token[..<count]))
    }
  }
}
