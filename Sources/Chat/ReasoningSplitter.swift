/// A parser that separates `<think>…</think>` at the start of an answer from the rest, for servers
/// that leave it in the content (wire.md 3, "Normaliser rules"), and for imported answers stored in
/// that form. The result does not depend on how the text is split into pieces.
///
/// - The opening tag counts only at the very start, or after white space. Text that turns out not
///   to start with it is passed on unchanged.
/// - Newlines at both ends of the block and after it are dropped. An empty block produces no
///   reasoning.
/// - `</think>` without an opening tag closes a block that the server's template opened: the
///   content passed on so far is reclassified as reasoning. This happens only once, and not if the
///   answer mentions the tag in code or right after a quotation mark. It never happens for a model
///   that was asked not to think: its template opens no block, so the tag is plain text.
public struct ReasoningSplitter {
  private enum Position {
    /// Only white space and the beginning of a tag have been read so far.
    case start
    /// Between the opening tag and the first character that is not a newline.
    case beforeReasoning
    case reasoning
    /// Between the closing tag and the first character that is not a newline.
    case beforeContent
    /// No tag has been read so far, but a closing tag may still follow.
    case untagged
    case content
  }

  private static let opening = Array("<think>".utf8)
  private static let closing = Array("</think>".utf8)

  private var position = Position.start
  /// Text that cannot be classified yet: white space and part of a tag.
  private var held: [UInt8] = []
  private var code = CodeMarks()
  private let mayBeOpened: Bool

  /// - Parameter mayBeOpened: whether the server's template may have opened a block.
  public init(mayBeOpened: Bool = true) { self.mayBeOpened = mayBeOpened }

  /// Appends to `delta` whatever can be classified now that `piece` has arrived.
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

  /// A fast path for most pieces, in which no text needs to be held back. It takes a third of the
  /// general path's time, which saves an eighth of the cost of a whole chunk (docs/benchmarks.md).
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

  /// Passes on the text held back so far, once the answer has ended.
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
      // Drop nothing but the closing tag and the newlines before it.
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

  /// - Complexity: O(total length) for all pieces together
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
        // An answer that contains an opening tag in the middle is only mentioning it.
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

/// A tracker of whether the text so far ends inside Markdown code or right after a quotation
/// mark.
private struct CodeMarks {
  private var isInFence = false
  /// The number of consecutive backticks at the end of the text so far.
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
