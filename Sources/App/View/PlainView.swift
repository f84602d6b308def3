internal import Chat
internal import Screen

/// The program as lines that are only ever added to, for screen readers and recordings: what is new
/// since the last look, in order.
///
/// Text stands as the model wrote it, in Markdown: nothing that was printed would ever have to change.
struct PlainView {
  /// How far each message of the conversation has been printed.
  private var progress: [MessageID: Progress] = [:]
  private var conversation: ConversationID?
  private var notice: Notice?
  private var titleSpending: State.TitleSpending?
  private var isPrompting = false
  private var isAtLineStart = true

  private struct Progress: Equatable {
    enum Part: Equatable {
      case nothing
      case reasoning
      case content
    }

    var part = Part.nothing
    /// UTF-8 bytes that have been printed.
    var reasoning = 0
    var content = 0
    var isEnded = false
  }

  private static let prompt = "> "

  /// What has happened since the last call, as text to be printed; safe for a terminal.
  mutating func news(_ state: inout State) -> String {
    var text = messages(state)
    text += pages(&state)
    if state.titleSpending[state.conversation.id] != titleSpending {
      titleSpending = state.titleSpending[state.conversation.id]
      if let titleSpending { text += line("(\(StatusView.figures(of: titleSpending)))") }
    }
    if state.notice != notice {
      notice = state.notice
      if let notice {
        let sentence = [notice.text, notice.advice].filter { !$0.isEmpty }.joined(separator: " ")
        text += line("* " + Sanitizer.sanitizeLine(sentence))
      }
    }
    // A prompt that stands already is left behind by what comes.
    if !text.isEmpty, isPrompting {
      text = "\n" + text
      isPrompting = false
    }
    guard state.stream == nil, !isPrompting, !state.hasQuit else { return text }
    text += fresh() + Self.prompt
    isPrompting = true
    return text
  }

  /// A line was typed, and the terminal has shown it.
  mutating func noteTyped() {
    isPrompting = false
    isAtLineStart = true
  }

  /// Ends the line that is open.
  private mutating func fresh() -> String {
    defer { isAtLineStart = true }
    return isAtLineStart ? "" : "\n"
  }

  private mutating func line(_ text: String) -> String { fresh() + text + "\n" }

  // MARK: Messages

  private mutating func messages(_ state: State) -> String {
    var text = ""
    if state.conversation.id != conversation {
      conversation = state.conversation.id
      progress = [:]
      if !state.conversation.isEmpty {
        text += line("== " + Sanitizer.sanitizeLine(state.conversation.title) + " ==")
      }
    }
    for message in state.conversation.messages {
      let before = progress[message.id] ?? Progress()
      if before.isEnded { continue }
      text += message.role == .assistant ? answer(message, before, state) : said(message, state)
    }
    return text
  }

  /// A question that was typed here stands on the terminal already.
  private mutating func said(_ message: Message, _ state: State) -> String {
    progress[message.id] = Progress(isEnded: true)
    let isTypedHere =
      state.stream.map { state.conversation[$0.answer]?.parent == message.id } == true
    if isTypedHere { return "" }
    let name = message.role == .user ? "you" : message.role.rawValue
    return line("\(name): " + Sanitizer.sanitize(message.content))
  }

  private mutating func answer(
    _ message: Message, _ before: Progress, _ state: State
  ) -> String {
    var now = before
    var text = ""
    let model = Sanitizer.sanitizeLine(Session.short(message.origin?.model ?? "assistant"))
    let isStreaming = message.status == .streaming
    if now.part == .nothing, !message.reasoning.isEmpty {
      now.part = .reasoning
      text += line("\(model) thinks:")
      if !state.isReasoningOpen { text += line("(not shown; /reasoning shows it)") }
    }
    if state.isReasoningOpen {
      text += piece(
        of: message.reasoning, &now.reasoning, isWhole: !isStreaming || !message.spoken.isEmpty)
    }
    if !message.spoken.isEmpty {
      if now.part != .content {
        now.part = .content
        text += line("\(model):")
      } else if message.spoken.utf8.count < now.content {
        // A template had opened the block: what came so far was no answer.
        text += line("(What came so far was thinking.)")
        now.content = 0
      }
      text += piece(of: message.spoken, &now.content, isWhole: !isStreaming)
    }
    if !isStreaming {
      now.isEnded = true
      text += calls(message) + end(message, state)
    }
    progress[message.id] = now
    return text
  }

  /// What is new of a text. Its last character is held back while more may come that joins it.
  private mutating func piece(of text: String, _ printed: inout Int, isWhole: Bool) -> String {
    let bytes = text.utf8
    guard bytes.count > printed else { return "" }
    var new = text[bytes.index(bytes.startIndex, offsetBy: printed)...]
    if !isWhole { new = new.dropLast() }
    guard !new.isEmpty else { return "" }
    printed += new.utf8.count
    isAtLineStart = new.last?.isNewline == true
    return Sanitizer.sanitize(String(new))
  }

  private mutating func calls(_ message: Message) -> String {
    message.toolCalls.map { call in
      line("calls " + Sanitizer.sanitizeLine("\(call.name)(\(call.arguments))"))
    }.joined()
  }

  /// How the answer ended and what it took.
  private mutating func end(_ message: Message, _ state: State) -> String {
    var text = ""
    let trouble =
      switch message.status {
      case .failed: message.errorText ?? "The answer failed."
      case .truncated: "The answer ended early."
      case .cancelled: "The answer was stopped."
      case .complete: message.isEmpty ? "The model answered nothing." : ""
      case .streaming: ""
      }
    if !trouble.isEmpty { text += line("! " + Sanitizer.sanitizeLine(trouble)) }
    let figures = StatusView.figures(of: message, state)
    if !figures.isEmpty { text += line("(\(figures))") }
    return text
  }

  // MARK: Pages

  /// What a command shows over the conversation, printed once.
  private mutating func pages(_ state: inout State) -> String {
    switch state.overlay {
    case nil: return ""
    case .browser(let browser):
      guard browser.summaries != nil else { return "" }
      state.overlay = nil
      return list(browser, state)
    case .help:
      state.overlay = nil
      return Self.help.map { line($0) }.joined()
    case .parameters:
      let rows = ParametersView.lines(state, width: 78)
      state.overlay = nil
      return rows.map { line($0.text) }.joined()
    case .palette(let palette):
      state.overlay = nil
      return palette.hits.map { hit in
        let entry = hit.command.entry
        return line(entry.names.map { "/" + $0 }.joined(separator: " ") + ": " + entry.title)
      }.joined()
    default:
      state.overlay = nil
      return line("* This is shown on the full screen only.")
    }
  }

  private mutating func list(_ browser: Browser, _ state: State) -> String {
    let summaries = browser.summaries ?? []
    guard !summaries.isEmpty else { return line("No conversation is saved yet.") }
    let rows = summaries.prefix(Self.listLimit).enumerated().map { index, summary in
      let age = Figures.age(state.now.elapsed(since: summary.updatedAt))
      let title = Sanitizer.sanitizeLine(summary.title.isEmpty ? "untitled" : summary.title)
      return line("\(index + 1). \(title), \(age), \(BrowserView.messages(summary.messageCount))")
    }
    return rows.joined() + line("/open NUMBER opens one.")
  }

  private static let listLimit = 50

  private static let help = [
    "A line and Enter asks; a backslash at its end goes on in the next line.",
    "Ctrl-C stops an answer, or leaves. Ctrl-D leaves.",
    "/think /reasoning /set NAME VALUE /unset NAME /params /provider NAME MODEL /model ID",
    "/regenerate /continue /edit /next /previous /delete /undo /fork /quote",
    "/list /open NUMBER /new /copy /copy N /help /quit; /palette lists all.",
  ]
}
