internal import Chat
internal import Markdown
internal import Screen

/// The rows of one message at one width: its head, its text, what went wrong with it.
///
/// An answer is fed to its Markdown stream as it grows, so a frame costs what has come since the
/// last one, not the length of the answer.
struct MessageLayout {
  private let role: Role
  private var head: [StyledLine] = []
  private var body = MarkdownStream()
  private var plain: [StyledLine] = []
  private var tail: [StyledLine] = []
  /// UTF-8 bytes of the text that the body has been given.
  private var fed = 0
  private var isFinished = false
  private var width = 0
  private var shown: Shown?

  /// What the head and the tail depend on.
  private struct Shown: Equatable {
    var status: MessageStatus
    var isFirst: Bool
    var isMarked: Bool
    var place: String
    var calls: [ToolCall]
  }

  init(role: Role) { self.role = role }

  var rowCount: Int { head.count + bodyCount + tail.count }

  func row(_ index: Int) -> StyledLine {
    if index < head.count { return head[index] }
    let inBody = index - head.count
    if inBody < bodyCount { return role == .assistant ? body.row(inBody) : plain[inBody] }
    return tail[inBody - bodyCount]
  }

  private var bodyCount: Int { role == .assistant ? body.rowCount : plain.count }

  /// - Parameters:
  ///   - isMarked: whether the reader has jumped to the message.
  ///   - place: which of its siblings it is; empty for one that has none.
  /// - Complexity: O(text since the last call) while the width stays
  mutating func update(
    _ message: Message, isFirst: Bool, isMarked: Bool = false, place: String = "", width: Int
  ) {
    let isResized = width != self.width
    self.width = width
    let now = Shown(
      status: message.status, isFirst: isFirst, isMarked: isMarked, place: place,
      calls: message.toolCalls)
    if isResized || shown != now {
      layOutFrame(of: message, now)
      shown = now
      if role != .assistant { plain = Self.paragraphs(message.content, width: width) }
    }
    if role == .assistant { feed(message) }
  }

  private mutating func feed(_ message: Message) {
    let text = message.isReasoningOnly ? message.reasoning : message.spoken
    let bytes = text.utf8
    if bytes.count > fed {
      body.append(String(text[bytes.index(bytes.startIndex, offsetBy: fed)...]))
      fed = bytes.count
    }
    if message.status != .streaming, !isFinished {
      body.finish()
      isFinished = true
    }
    body.layout(width: width)
  }

  private mutating func layOutFrame(of message: Message, _ shown: Shown) {
    head = shown.isFirst ? [] : [StyledLine()]
    var line = shown.isMarked ? StyledLine("▸ ", .accent) : StyledLine()
    line.append(Self.headLine(message))
    if !shown.place.isEmpty { line.append(" · " + shown.place, .accent) }
    head.append(line)
    tail = calls(message)
    if let trouble = Self.trouble(message) {
      tail.append(StyledLine())
      tail += Wrapping.wrap(
        StyledLine(Sanitizer.sanitizeLine(trouble), Style(.error)), width: width,
        first: StyledLine("! ", Style(.error, .bold)), rest: StyledLine("  "))
    }
  }

  /// The functions that the model wants called, each with its arguments as they were written.
  private func calls(_ message: Message) -> [StyledLine] {
    message.toolCalls.flatMap { call in
      var line = StyledLine(Sanitizer.sanitizeLine(call.name), Style.accent.foreign)
      line.append("(\(Sanitizer.sanitizeLine(call.arguments)))", Style.secondary.foreign)
      return Wrapping.wrap(
        line, width: width, first: StyledLine("→ ", .accent), rest: StyledLine("  "))
    }
  }

  /// What happened and what was kept.
  private static func trouble(_ message: Message) -> String? {
    switch message.status {
    case .failed: return "\(message.errorText ?? "The answer failed.") \(kept(message))"
    case .truncated: return "The answer ended early. \(kept(message)) Ctrl-X g goes on with it."
    case .complete: return incompleteness(message)
    case .streaming, .cancelled: return nil
    }
  }

  /// What is missing of an answer that the server thinks is complete.
  private static func incompleteness(_ message: Message) -> String? {
    guard message.role == .assistant else { return nil }
    switch message.finishReason {
    case .length: return "The answer reached the token limit and is cut off there. \(kept(message))"
    case .contentFilter: return "The server's content filter ended the answer. \(kept(message))"
    case .other(let word)? where message.finishReason?.isBreakdown == true:
      return "The server gave the answer up (“\(word)”). \(kept(message)) Ctrl-X g goes on with it."
    case .stop, .toolCalls, .other, nil:
      return message.isEmpty ? "The model answered nothing. \(kept(message))" : nil
    }
  }

  private static func kept(_ message: Message) -> String {
    message.isEmpty ? "Your question is kept." : "What came is kept."
  }

  private static func headLine(_ message: Message) -> StyledLine {
    switch message.role {
    case .user: return StyledLine("you", Style(.user, .bold))
    case .system: return StyledLine("system", Style(.secondary, .bold))
    case .tool: return StyledLine("tool", Style(.secondary, .bold))
    case .assistant: break
    }
    let model = Session.short(message.origin?.model ?? "assistant")
    var line = StyledLine(Sanitizer.sanitizeLine(model), Style(.model, .bold))
    for remark in remarks(message) { line.append(" · " + remark, .secondary) }
    return line
  }

  private static func remarks(_ message: Message) -> [String] {
    var remarks: [String] = []
    switch message.status {
    case .complete, .streaming: break
    case .cancelled: remarks.append("stopped")
    case .failed: remarks.append("failed")
    case .truncated: remarks.append("cut off")
    }
    if message.isReasoningOnly { remarks.append("thinking only, no answer came") }
    if message.finishReason == .length { remarks.append("cut off") }
    if !message.refusal.isEmpty { remarks.append("refused") }
    if !message.toolCalls.isEmpty { remarks.append("calls tools, which Aside does not run") }
    return remarks
  }

  /// Text as it was typed, wrapped.
  private static func paragraphs(_ text: String, width: Int) -> [StyledLine] {
    Sanitizer.sanitize(text).split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      Wrapping.wrap(StyledLine(String($0)), width: width)
    }
  }
}
