internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// The rows of one message at one width: its head, its text and its errors.
///
/// An answer's new text is appended to its Markdown stream, so the cost of a frame depends on
/// the new text, not on the length of the answer.
struct MessageLayout {
  private let role: Role
  private var head: [StyledLine] = []
  private var body: MarkdownStream
  /// The text of a message that is not Markdown.
  private var plain = PlainBlocks("")
  private var attachments = AttachmentBlocks()
  private var tail: [StyledLine] = []
  /// The version and the time, on the right of the first row.
  private var note = StyledLine()
  /// The number of UTF-8 bytes of the text already passed to the body.
  private var fed = 0
  private var isFinished = false
  private var width = 0
  private var shown: Shown?

  /// Everything that determines the layout of the head and the tail.
  struct Shown: Equatable {
    var status: MessageStatus
    /// The figures of an answer still arriving.
    var progress: AnswerProgress?
    var clock: MessageClock?
    var before: AnswerOrigin?
    var isFirst: Bool
    var place: String
    var calls: [ToolCall]
    var system: SystemPlace
    var spending: Spending?
    var isStart: Bool
    /// Whether the message is a failure shown in one row. The last message is never folded, nor is
    /// a message that the reader has jumped to.
    var isFolded: Bool
    /// Whether the message is the last one.
    var isLast: Bool
    /// Whether a row stays free for the beginning of an answer, so that it does not move the question.
    var awaitsText: Bool
    /// What to do after the message; `nil` to derive this from the message itself.
    var advice: String?
    /// The attachments whose text is shown.
    var unfolded: Set<Int>
  }

  /// The key bindings to name in advice.
  private let keymap: Keymap

  /// - Parameter copiesCode: whether code blocks can be copied by their numbers.
  init(role: Role, keymap: Keymap = .standard, copiesCode: Bool = true) {
    self.role = role
    self.keymap = keymap
    let isNumbered = role == .assistant && copiesCode
    body = MarkdownStream(
      numbersLinks: true, copyKey: isNumbered ? keymap.copyKey : nil, closesOpenMarks: true)
  }

  /// The approximate size in memory, in bytes.
  var size: Int { 1024 + fed + attachments.size }

  /// The number of blocks: the head, the blocks of the text, the attachments and the tail.
  var blockCount: Int { bodyCount + attachments.count + 2 }

  /// The number of blocks at the start that do not change when the text grows.
  var closedBlockCount: Int {
    1 + (role == .assistant ? body.closedBlockCount : bodyCount + attachments.count)
  }

  /// Returns the rows of a block, which may be empty.
  mutating func rows(ofBlock index: Int) -> [StyledLine] {
    switch index {
    case 0: head
    case blockCount - 1: tail
    case (bodyCount + 1)...: attachmentRows(ofBlock: index - bodyCount - 1)
    default:
      switch role {
      case .assistant: body.rows(ofBlock: index - 1)
      case .user: questionRows(ofBlock: index)
      case .system, .tool: plain.rows(ofBlock: index - 1, width: width)
      }
    }
  }

  /// Returns the rows of a question with its bar. Its time and version are in the first row.
  private mutating func questionRows(ofBlock index: Int) -> [StyledLine] {
    let rows = plain.rows(ofBlock: index - 1, width: questionWidth)
    return index == 1 ? headed(rows) : rows
  }

  /// Returns the rows of a block of attachments. If a question has no text, its attachments have
  /// the bar instead.
  private mutating func attachmentRows(ofBlock index: Int) -> [StyledLine] {
    let rows = attachments.rows(ofBlock: index)
    guard role == .user, bodyCount == 0 else { return rows }
    let room = questionWidth
    let beside = rows.map {
      (index == 0 ? $0.truncated(to: room) : $0).behind(margin: MessageHead.bar)
    }
    return index == 0 ? headed(beside) : beside
  }

  /// The width of a question's text, without its bar, time and version.
  private var questionWidth: Int {
    max(1, width - MessageHead.barColumns - (note.isEmpty ? 0 : note.width + 2))
  }

  /// Returns rows of a question with its time and version added to the first row.
  private func headed(_ rows: [StyledLine]) -> [StyledLine] {
    var rows = rows
    guard !rows.isEmpty else { return rows }
    rows[0].note = note.spans
    return rows
  }

  /// Returns all rows with their places.
  /// - Parameter index: the message's index in the path.
  /// - Complexity: O(length of the message)
  mutating func placedRows(message index: Int) -> PlacedRows {
    var placed = PlacedRows()
    for block in 0..<blockCount {
      placed.append(rows(ofBlock: block), Transcript.Position(message: index, block: block))
    }
    return placed
  }

  /// Returns the text at the start of a block's rows that comes from the previous block.
  mutating func carriedText(ofBlock index: Int) -> String {
    if index > bodyCount, index < blockCount - 1 {
      return attachments.carriedText(ofBlock: index - bodyCount - 1)
    }
    guard role == .assistant, (1...max(1, bodyCount)).contains(index), bodyCount > 0 else {
      return ""
    }
    return body.carriedText(ofBlock: index - 1)
  }

  /// The indexes of the blocks in which code blocks begin.
  var codeBlocks: [Int] { role == .assistant ? body.codeBlockIndexes.map { $0 + 1 } : [] }

  /// The links that can be opened, in the order of their numbers.
  var links: [MarkdownLink] {
    switch role {
    case .assistant: body.links
    case .user: plain.links
    case .system, .tool: []
    }
  }

  /// Returns the blocks that show the code block beginning at `block`; empty if none begins
  /// there.
  func parts(ofCodeAt block: Int) -> Range<Int> {
    guard role == .assistant, codeBlocks.contains(block) else { return block..<block }
    let parts = body.parts(ofCodeAt: block - 1)
    return parts.lowerBound + 1..<parts.upperBound + 1
  }

  /// Returns the index of the attachment that a block shows; `nil` if it shows none.
  func attachment(ofBlock index: Int) -> Int? {
    index > bodyCount ? attachments.attachment(ofBlock: index - bodyCount - 1) : nil
  }

  private var bodyCount: Int {
    if role == .assistant { return body.blockCount }
    // Attachments can be sent without text.
    let isBlank = fed == 0 && attachments.count > 0
    return shown?.system.isFolded == true || isBlank ? 0 : plain.count
  }

  /// Brings the layout up to date.
  /// - Parameters:
  ///   - before: the origin of the previous answer.
  ///   - isMarked: whether the reader has jumped to the message.
  ///   - place: the message's number among its siblings, as in `2/3`; empty if it has no
  ///     siblings.
  ///   - system: the system prompt above the message, or in it.
  ///   - clock: the day and UTC offset to show times with; `nil` to show none.
  ///   - progress: the figures of the answer if it is still arriving.
  ///   - isStart: whether the last request left out everything before the message.
  ///   - isLast: whether the message is the last one.
  ///   - byLines: whether only complete lines are laid out.
  ///   - reservesRow: whether the view has room for the first row of an answer before it arrives.
  ///   - advice: what to do after the message.
  ///   - unfolded: the attachments whose text is shown.
  /// - Complexity: O(text since the last call)
  mutating func update(
    _ message: Message, after before: AnswerOrigin? = nil, isFirst: Bool, isMarked: Bool = false,
    place: String = "", system: SystemPlace = SystemPlace(), clock: MessageClock? = nil,
    progress: AnswerProgress? = nil, isStart: Bool = false, isLast: Bool = true,
    byLines: Bool = false, reservesRow: Bool = false, advice: String? = nil,
    unfolded: Set<Int> = [], width: Int
  ) {
    let isResized = width != self.width
    self.width = width
    let now = Shown(
      status: message.status, progress: progress, clock: clock, before: before, isFirst: isFirst,
      place: place,
      calls: message.toolCalls, system: system, spending: message.wholeSpending, isStart: isStart,
      isFolded: !isLast && !isMarked && message.status == .failed && message.isEmpty,
      isLast: isLast, awaitsText: reservesRow && isLast && message.awaitsText,
      advice: advice, unfolded: unfolded)
    if isResized || shown != now {
      let isFolded = now.system.isFolded
      // Attachments of a question without text are indented past its bar.
      let margin = role == .user && message.content.isEmpty ? MessageHead.barColumns : 0
      attachments = AttachmentBlocks(
        isFolded ? [] : message.attachments, unfolded: unfolded, width: max(1, width - margin))
      layOutFrame(of: message, now)
      shown = now
    }
    if role == .assistant {
      feed(message, byLines: byLines)
    } else if fed == 0 {
      let bar = role == .user ? MessageHead.bar : nil
      plain = PlainBlocks(message.content, bar: bar, hasLinks: role == .user)
      fed = message.content.utf8.count
    }
  }

  private mutating func feed(_ message: Message, byLines: Bool) {
    let text = message.isReasoningOnly ? message.reasoning : message.spoken
    let new = text.grown(past: fed, byLines: byLines && message.status == .streaming)
    body.append(String(new))
    fed += new.utf8.count
    if message.status != .streaming, !isFinished {
      body.finish()
      isFinished = true
    }
    body.layout(width: width)
  }

  private mutating func layOutFrame(of message: Message, _ shown: Shown) {
    tail = []
    head = []
    note = MessageHead.note(message, shown, width: width)
    let system = shown.system
    if !system.above.isEmpty { head.append(SystemPromptRow.line(system.above, width: width)) }
    if system.isFolded {
      return head.append(
        SystemPromptRow.line(message.content, isReplaced: system.isReplaced, width: width))
    }
    if !shown.isFirst || !head.isEmpty { head.append(StyledLine()) }
    if shown.isStart { head += [Self.startRule(width: width), StyledLine()] }
    if shown.isFolded { return head.append(foldedFailure(message, shown)) }
    if message.role != .user {
      var line = MessageHead.line(message, shown)
      line = line.endingAtField(within: max(1, width - (note.isEmpty ? 0 : note.width + 2)))
      line.note = note.spans
      head.append(line)
    }
    tail = shown.awaitsText ? [StyledLine()] : calls(message) + trouble(message, shown)
  }

  /// Returns what went wrong and which keys help. The keys are omitted if messages follow a
  /// failure.
  private func trouble(_ message: Message, _ shown: Shown) -> [StyledLine] {
    guard let fact = AnswerEnd.fact(message) else { return [] }
    var line = StyledLine(Sanitizer.sanitizeLine(fact), Style(.error))
    let keys =
      shown.isLast || message.status != .failed ? AnswerEnd.keys(after: message, keymap) : ""
    let next = shown.advice ?? keys
    if !next.isEmpty {
      line.append(" ", .text)
      line.append(keymap.marked(next, Style.text.own))
    }
    return [StyledLine()] + Note(line, mark: Note.troubleMark).rows(width: width)
  }

  private func foldedFailure(_ message: Message, _ shown: Shown) -> StyledLine {
    let model = Session.short(message.origin?.knownModel ?? Words.Reading.assistant)
    let why = message.errorText ?? Words.Reading.requestFailed
    var line = StyledLine(
      Sanitizer.sanitizeLine(model) + " · "
        + Sanitizer.sanitizeLine(Words.Reading.failed(because: why)), .secondary)
    line = line.truncated(to: max(1, width - (note.isEmpty ? 0 : note.width + 2)))
    line.note = note.spans
    return line
  }

  /// Returns the functions that the model called, with their arguments as the model wrote them.
  private func calls(_ message: Message) -> [StyledLine] {
    message.toolCalls.flatMap { call in
      var line = StyledLine(Sanitizer.sanitizeLine(call.name), Style.accent.foreign)
      line.append("(\(Sanitizer.sanitizeLine(call.arguments)))", Style.secondary.foreign)
      return Wrapping.wrap(
        line, width: width, first: StyledLine("→ ", .accent), rest: StyledLine("  "))
    }
  }

  private static func startRule(width: Int) -> StyledLine {
    var line = StyledLine("── \(Words.Context.startsHere) ", .secondary)
    line.append(String(repeating: "─", count: max(0, width - line.width)), .rule)
    return line.truncated(to: width)
  }
}

extension Message {
  fileprivate var awaitsText: Bool {
    role == .assistant && status == .streaming && toolCalls.isEmpty
      && spoken.allSatisfy(\.isWhitespace)
  }
}

extension MessageLayout {
  /// Returns whether a search must examine the rows of a message; `false` if they cannot contain
  /// a match.
  static func mayHold(_ match: any Matching, _ message: Message) -> Bool {
    if message.status != .complete || !message.toolCalls.isEmpty || message.finishReason != .stop {
      guard message.role == .user, message.status == .complete else { return true }
    }
    if message.role != .user, match.isIn(MessageHead.name(message).text) { return true }
    if message.attachments.contains(where: { match.mayBeIn($0.name) }) { return true }
    return match.mayBeIn(message.isReasoningOnly ? message.reasoning : message.spoken)
  }
}
