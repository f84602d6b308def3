/// Splits `<think>…</think>` at the start of an answer from the rest, for servers that leave it in
/// the content (wire.md 3, "Normaliser rules"). Pieces may be cut anywhere; the result is the same.
///
/// - The tag counts at the very start only, after white space at most. Text that turns out not to
///   start with it is handed on unchanged.
/// - Newlines at both ends of the block and after it are dropped; an empty block gives no reasoning.
/// - `</think>` without an opening tag closes an implicit block. At the very start the block is
///   empty, and the tag is dropped. Later the text before it has been handed on as content, which
///   cannot be taken back, and the answer may only be talking about the tag: all of it stays content.
struct ReasoningSplitter {
  private enum Position {
    /// Nothing but white space and the beginning of a tag has come.
    case start
    /// Between the opening tag and the first character that is no newline.
    case beforeReasoning
    case reasoning
    /// Between the closing tag and the first character that is no newline.
    case beforeContent
    case content
  }

  private static let opening = Array("<think>".utf8)
  private static let closing = Array("</think>".utf8)

  private var position = Position.start
  /// What came and cannot be told apart yet: white space and part of a tag.
  private var held: [UInt8] = []

  /// Appends what is certain after `piece` to `reasoning` and `content`.
  mutating func push(_ piece: String, reasoning: inout String, content: inout String) {
    guard position != .content else { return content += piece }
    var bytes = held
    held = []
    bytes += piece.utf8
    var rest = bytes[...]
    while position != .content, !rest.isEmpty {
      guard step(&rest, reasoning: &reasoning) else {
        held = Array(rest)
        return
      }
    }
    content += String(decoding: rest, as: UTF8.self)
  }

  /// Hands on what was held back: the text ends here.
  mutating func finish(reasoning: inout String, content: inout String) {
    defer { held = [] }
    switch position {
    case .start, .content: content += String(decoding: held, as: UTF8.self)
    case .reasoning: reasoning += String(decoding: held, as: UTF8.self)
    case .beforeReasoning, .beforeContent: break
    }
  }

  /// - Returns: whether `rest` or the position changed; `false` when more text is needed.
  private mutating func step(
    _ rest: inout ArraySlice<UInt8>, reasoning: inout String
  ) -> Bool {
    switch position {
    case .start: return passStart(&rest)
    case .beforeReasoning: skipNewlines(&rest, then: .reasoning)
    case .reasoning: return passReasoning(&rest, into: &reasoning)
    case .beforeContent: skipNewlines(&rest, then: .content)
    case .content: break
    }
    return true
  }

  private mutating func passStart(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let text = rest.drop { Self.isNewline($0) || $0 == UInt8(ascii: " ") || $0 == 9 }
    if text.starts(with: Self.opening) {
      rest = text.dropFirst(Self.opening.count)
      position = .beforeReasoning
    } else if text.starts(with: Self.closing) {
      rest = text.dropFirst(Self.closing.count)
      position = .beforeContent
    } else if Self.opening.starts(with: text) || Self.closing.starts(with: text) {
      return false
    } else {
      position = .content
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

  private mutating func skipNewlines(_ rest: inout ArraySlice<UInt8>, then next: Position) {
    rest = rest.drop(while: Self.isNewline)
    if !rest.isEmpty { position = next }
  }

  private static func isNewline(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
