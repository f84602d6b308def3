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
  private var titleSpending: TitleSpending?
  private var armedQuit: Key?
  /// What was said to have been begun.
  private var begun = Begun.nothing
  /// The prompt that stands at the end.
  private var prompt: String?
  /// The answer's rows.
  private var flow = WordFlow(width: nil)

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
    /// Bytes of reasoning that there were when content was last printed.
    var reasoningBefore = 0
    /// The first characters of the content that was printed first.
    var start = ""
    var isEnded = false
  }

  /// What the next line completes.
  private enum Begun: Equatable {
    case nothing
    case quotation(String)
    case editing(MessageID)

    init(_ state: State) {
      if let editing = state.editing {
        self = .editing(editing.question)
      } else {
        self = state.quotation.isEmpty ? .nothing : .quotation(state.quotation)
      }
    }

    var prompt: String {
      switch self {
      case .nothing: "> "
      case .quotation: "quote> "
      case .editing: "edit> "
      }
    }
  }

  /// What has happened since the last call, as text to be printed; safe for a terminal.
  /// - Parameter width: of the terminal, in columns; `nil`: lines are not broken.
  /// - Returns: also whether the page on top is part of it, which then has done its work.
  mutating func news(
    _ state: State, width: Int? = nil
  ) -> (text: String, isPagePrinted: Bool) {
    flow.width = width
    let said = messages(state)
    let page = page(state)
    let text = promptAfter(said + (page ?? "") + remarks(state), state)
    return (text, page != nil)
  }

  /// What there is to say besides messages and pages.
  private mutating func remarks(_ state: State) -> String {
    var text = ""
    if state.front.titleSpending != titleSpending {
      titleSpending = state.front.titleSpending
      if let titleSpending { text += line("(\(StatusView.figures(of: titleSpending)))") }
    }
    let isNotified = state.notice != notice
    if isNotified {
      notice = state.notice
      if let notice {
        let sentence = [notice.text, notice.advice].filter { !$0.isEmpty }.joined(separator: " ")
        text += line("* " + Sanitizer.sanitizeLine(sentence))
      }
    }
    text += beginnings(state)
    if let key = state.leaving.armedQuit, key != armedQuit, !isNotified || state.notice == nil {
      text += line("* Press \(key.name) again to quit.")
    }
    armedQuit = state.leaving.armedQuit
    return text
  }

  /// The text with the prompt for the next line behind it. A prompt that is there already is left behind.
  private mutating func promptAfter(_ news: String, _ state: State) -> String {
    var text = news
    let next = state.stream == nil && !state.leaving.hasQuit ? begun.prompt : nil
    if prompt != nil, !text.isEmpty || prompt != next {
      text = "\n" + text
      prompt = nil
    }
    guard prompt == nil, let next else { return text }
    text += fresh() + next
    prompt = next
    return text
  }

  /// A line was typed, and the terminal has shown it.
  mutating func noteTyped() {
    prompt = nil
    // Said once more if it happens once more.
    notice = nil
    flow.noteLineStart()
  }

  /// What the next line will complete.
  private mutating func beginnings(_ state: State) -> String {
    let before = begun
    begun = Begun(state)
    guard begun != before else { return "" }
    switch begun {
    case .nothing: return ""
    case .quotation(let quotation):
      return line(Sanitizer.sanitize(quotation.withoutBlankEnd))
        + line("* The next line is asked below this. An empty one drops it.")
    case .editing(let question):
      return line(Sanitizer.sanitize(state.conversation[question]?.content ?? ""))
        + line("* The next line is asked instead of this. An empty one leaves it.")
    }
  }

  /// Ends the line that is open.
  private mutating func fresh() -> String {
    let rest = flow.finish()
    defer { flow.noteLineStart() }
    return flow.isAtLineStart ? rest : rest + "\n"
  }

  private mutating func line(_ text: String) -> String {
    let start = fresh()
    var rows = WordFlow(width: flow.width)
    return start + rows.push(text) + rows.finish() + "\n"
  }

  /// A line that says what the text after it is.
  private mutating func head(_ text: String) -> String {
    let head = line(text)
    flow = WordFlow(width: flow.width)
    return head
  }

  // MARK: Messages

  private mutating func messages(_ state: State) -> String {
    var text = ""
    if state.conversation.id != conversation {
      conversation = state.conversation.id
      progress = [:]
      if !state.conversation.isEmpty {
        text += line("== " + Sanitizer.sanitizeLine(state.conversation.title) + " ==")
      }
      if !state.conversation.draft.isEmpty {
        text += line("draft: " + Sanitizer.sanitize(state.conversation.draft))
        text += line("* The draft stays with the conversation, for the full screen.")
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
    let model = Sanitizer.sanitizeLine(Session.short(message.origin?.model ?? "assistant"))
    var text = reasoning(of: message, &now, model, state)
    if message.spoken.utf8.count > now.content {
      if now.part != .content { text += head("\(model):") }
      now.part = .content
      now.reasoningBefore = message.reasoning.utf8.count
      text += piece(of: message.spoken, &now.content, isWhole: message.status != .streaming)
      if now.start.isEmpty { now.start = String(message.spoken.prefix(100)) }
    }
    if message.status != .streaming {
      now.isEnded = true
      text += calls(message) + end(message, state)
    }
    progress[message.id] = now
    return text
  }

  private mutating func reasoning(
    of message: Message, _ now: inout Progress, _ model: String, _ state: State
  ) -> String {
    let size = message.reasoning.utf8.count
    var text = ""
    if now.part == .content, size > now.reasoningBefore, takesBack(message, now) {
      // A template had opened the block: what came so far was no answer, and its end follows.
      now.reasoning = min(size, now.content - now.start.prefix(while: \.isNewline).utf8.count)
      now.content = 0
      now.part = .reasoning
      text += piece(of: message.reasoning, &now.reasoning, isWhole: true)
      now.reasoning = size
      return text + line("(What came so far was thinking.)")
    }
    // Without an answer it stands in its place.
    let isShown = state.isReasoningOpen || message.isReasoningOnly
    guard size > now.reasoning, isShown || now.part == .nothing else { return text }
    if now.part != .reasoning { text += head("\(model) thinks:") }
    now.part = .reasoning
    guard isShown else { return text + line("(not shown; /reasoning shows it while it comes)") }
    let isWhole = message.status != .streaming || !message.spoken.isEmpty
    return text + piece(of: message.reasoning, &now.reasoning, isWhole: isWhole)
  }

  /// Whether what was printed as content is the beginning of the reasoning now.
  private func takesBack(_ message: Message, _ now: Progress) -> Bool {
    let start = now.start.drop(while: \.isNewline)
    return now.reasoningBefore == 0 && !start.isEmpty && message.reasoning.hasPrefix(start)
  }

  /// What is new of a text. Its last character is held back while more may come that joins it.
  private mutating func piece(of text: String, _ printed: inout Int, isWhole: Bool) -> String {
    let bytes = text.utf8
    guard bytes.count > printed else { return "" }
    var new = text[bytes.index(bytes.startIndex, offsetBy: printed)...]
    if !isWhole { new = new.dropLast() }
    guard !new.isEmpty else { return "" }
    printed += new.utf8.count
    return flow.push(Sanitizer.sanitize(String(new)))
  }

  private mutating func calls(_ message: Message) -> String {
    message.toolCalls.map { call in
      line("calls " + Sanitizer.sanitizeLine("\(call.name)(\(call.arguments))"))
    }.joined()
  }

  /// How the answer ended and what it took.
  private mutating func end(_ message: Message, _ state: State) -> String {
    var text = ""
    if let trouble = trouble(message) { text += line("! " + Sanitizer.sanitizeLine(trouble)) }
    let figures = StatusView.figures(of: message, state)
    if !figures.isEmpty { text += line("(\(figures))") }
    return text
  }

  private func trouble(_ message: Message) -> String? {
    if message.status == .cancelled { return "The answer was stopped." }
    if let trouble = AnswerEnd.trouble(message, on: .lines) { return trouble }
    if message.isReasoningOnly { return "No answer came, only thinking." }
    return message.refusal.isEmpty ? nil : "The model refused to answer."
  }

  // MARK: Pages

  /// What a command shows over the conversation; `nil` where there is nothing, or nothing yet.
  private mutating func page(_ state: State) -> String? {
    if let page = state.pages.last {
      return page.lines(state.pageContext).map { line($0) }.joined()
    }
    guard state.listHasKeys, let conversationList = state.list else { return nil }
    if let trouble = conversationList.trouble {
      return line("* " + Sanitizer.sanitizeLine(ErrorText.notice(trouble).text))
    }
    guard let listed = conversationList.listed else { return nil }
    return list(listed.map(\.summary), state)
  }

  private mutating func list(_ summaries: [ConversationSummary], _ state: State) -> String {
    guard !summaries.isEmpty else { return line("No conversation is saved yet.") }
    let rows = summaries.prefix(Self.listLimit).enumerated().map { index, summary in
      let age = Figures.age(state.now.elapsed(since: summary.updatedAt))
      let title = Sanitizer.sanitizeLine(summary.title.isEmpty ? "untitled" : summary.title)
      return line(
        "\(index + 1). \(title), \(age), \(ConversationListView.messages(summary.messageCount))")
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

extension String {
  fileprivate var withoutBlankEnd: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
