/// Splits `<think>…</think>` at the start of an answer from the rest, for servers that leave it in
/// the content (wire.md 3, "Normaliser rules"), and for stores that keep an answer as it came. Pieces may be cut anywhere; the sum is the same.
///
/// - The opening tag counts at the very start only, after white space at most. Text that turns out
///   not to start with it is handed on unchanged.
/// - Newlines at both ends of the block and after it are dropped; an empty block gives no reasoning.
/// - `</think>` without an opening tag closes a block that the server's template had opened: what was
///   handed on as content is declared reasoning. Once only, and not where the answer talks about the
///   tag: in code, or right behind a quote. Never for a model that was asked not to think, whose
///   template opens no block: there the tag is text.
public struct ReasoningSplitter {
  private enum Position {
    /// Nothing but white space and the beginning of a tag has come.
    case start
    /// Between the opening tag and the first character that is no newline.
    case beforeReasoning
    case reasoning
    /// Between the closing tag and the first character that is no newline.
    case beforeContent
    /// No tag has come; a closing one still may.
    case untagged
    case content
  }

  private static let opening = Array("<think>".utf8)
  private static let closing = Array("</think>".utf8)

  private var position = Position.start
  /// What came and cannot be told apart yet: white space and part of a tag.
  private var held: [UInt8] = []
  private var code = CodeMarks()
  private let mayBeOpened: Bool

  /// - Parameter mayBeOpened: whether the server's template may have opened a block.
  public init(mayBeOpened: Bool = true) { self.mayBeOpened = mayBeOpened }

  /// Appends what is certain after `piece` to `delta`.
  public mutating func push(_ piece: String, into delta: inout AnswerDelta) {
    guard position != .content else { return delta.content += piece }
    if held.isEmpty, pass(whole: piece, into: &delta) { return }
    var bytes = held
    held = []
    bytes += piece.utf8
    var rest = bytes[...]
    while position != .content, !rest.isEmpty {
      guard step(&rest, into: &delta) else {
        held = Array(rest)
        return
      }
    }
    delta.content += String(decoding: rest, as: UTF8.self)
  }

  /// Hands on a piece in which nothing can begin that would have to be held back, as most are: a
  /// third of the time, and an eighth of what a whole chunk costs (docs/benchmarks.md).
  private mutating func pass(whole piece: String, into delta: inout AnswerDelta) -> Bool {
    switch position {
    case .start, .beforeReasoning, .beforeContent, .content: return false
    case .reasoning:
      guard !piece.utf8.contains(where: { $0 == Self.closing[0] || Self.isNewline($0) }) else {
        return false
      }
      delta.reasoning += piece
    case .untagged:
      guard !piece.utf8.contains(Self.closing[0]) else { return false }
      for byte in piece.utf8 { code.take(byte) }
      delta.content += piece
    }
    return true
  }

  /// Hands on what was held back: the text ends here.
  public mutating func finish(into delta: inout AnswerDelta) {
    defer { held = [] }
    switch position {
    case .start, .untagged, .content: delta.content += String(decoding: held, as: UTF8.self)
    case .reasoning: delta.reasoning += String(decoding: held, as: UTF8.self)
    case .beforeReasoning, .beforeContent: break
    }
  }

  /// - Returns: whether `rest` or the position changed; `false` when more text is needed.
  private mutating func step(_ rest: inout ArraySlice<UInt8>, into delta: inout AnswerDelta) -> Bool
  {
    switch position {
    case .start: return passStart(&rest)
    case .beforeReasoning: skipNewlines(&rest, then: .reasoning)
    case .reasoning: return passReasoning(&rest, into: &delta.reasoning)
    case .beforeContent: skipNewlines(&rest, then: .content)
    case .untagged: return passUntagged(&rest, into: &delta)
    case .content: break
    }
    return true
  }

  private mutating func passStart(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let text = rest.drop { Self.isNewline($0) || $0 == UInt8(ascii: " ") || $0 == 9 }
    if text.starts(with: Self.opening) {
      rest = text.dropFirst(Self.opening.count)
      position = .beforeReasoning
    } else if mayBeOpened, text.starts(with: Self.closing) {
      rest = text.dropFirst(Self.closing.count)
      position = .beforeContent
    } else if Self.opening.starts(with: text)
      || mayBeOpened && Self.closing.starts(with: text)
    {
      return false
    } else {
      position = mayBeOpened ? .untagged : .content
    }
    return true
  }

  private mutating func passReasoning(
    _ rest: inout ArraySlice<UInt8>, into reasoning: inout String
  ) -> Bool {
    var index = rest.startIndex
    while index < rest.endIndex {
      // What may be dropped is newlines and a closing tag after them.
      let tail = rest[index...].drop(while: Self.isNewline)
      if tail.starts(with: Self.closing) {
        reasoning += String(decoding: rest[..<index], as: UTF8.self)
        rest = tail.dropFirst(Self.closing.count)
        position = .beforeContent
        return true
      }
      if Self.closing.starts(with: tail) { break }
      index = tail.startIndex + 1
    }
    reasoning += String(decoding: rest[..<index], as: UTF8.self)
    rest = rest[index...]
    return false
  }

  /// - Complexity: O(length), once for all pieces together
  private mutating func passUntagged(
    _ rest: inout ArraySlice<UInt8>, into delta: inout AnswerDelta
  ) -> Bool {
    var index = rest.startIndex
    while index < rest.endIndex {
      if rest[index] == Self.closing[0], !code.isOpen {
        let tail = rest[index...]
        if tail.starts(with: Self.closing) {
          delta.reasoning += delta.content + String(decoding: rest[..<index], as: UTF8.self)
          delta.content = ""
          delta.contentWasReasoning = true
          rest = tail.dropFirst(Self.closing.count)
          position = .beforeContent
          return true
        }
        // An answer that opens a block in its middle talks about it.
        if tail.starts(with: Self.opening) {
          position = .content
          return true
        }
        if Self.closing.starts(with: tail) || Self.opening.starts(with: tail) { break }
      }
      code.take(rest[index])
      index += 1
    }
    delta.content += String(decoding: rest[..<index], as: UTF8.self)
    rest = rest[index...]
    return false
  }

  private mutating func skipNewlines(_ rest: inout ArraySlice<UInt8>, then next: Position) {
    rest = rest.drop(while: Self.isNewline)
    if !rest.isEmpty { position = next }
  }

  private static func isNewline(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}

/// Whether a text stands in Markdown's code, or right behind a quote, at its end.
private struct CodeMarks {
  private var isInFence = false
  /// Backticks in a row up to here.
  private var ticks = 0
  private var isQuoted = false

  var isOpen: Bool { isInFence || ticks > 0 || isQuoted }

  mutating func take(_ byte: UInt8) {
    isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    if byte == UInt8(ascii: "`") {
      ticks += 1
      if ticks == 3 { isInFence.toggle() }
    } else {
      ticks = 0
    }
  }
}
