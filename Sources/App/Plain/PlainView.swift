internal import Chat
internal import Screen
internal import Words

/// The interface as appended lines, for screen readers and logs. Each call to ``news(_:width:)``
/// returns what is new since the previous call.
///
/// Answers appear as the Markdown that the model wrote, because printed lines can never change.
struct PlainView {
  /// How far each message of the conversation has been printed.
  private var progress: [MessageID: Progress] = [:]
  private var conversation: ConversationID?
  private var notice: Notice?
  private var titleSpending: TitleSpending?
  private var armedQuit: ArmedQuit?
  /// The quote or edit last announced to the reader.
  private var begun = Begun.nothing
  /// The prompt on the last line, if there is one.
  private var prompt: String?
  /// Wraps printed text into rows.
  private var flow = WordFlow(width: nil)

  private struct Progress: Equatable {
    enum Part: Equatable {
      case nothing
      case reasoning
      case content
    }

    var part = Part.nothing
    /// UTF-8 bytes of the reasoning, and of the content, printed so far.
    var reasoning = 0
    var content = 0
    /// Bytes of reasoning received when content was last printed.
    var reasoningBefore = 0
    /// The first characters of the content, to compare with reasoning that arrives later.
    var start = ""
    var isEnded = false
  }

  /// The quote or edit that the next typed line will complete.
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
      case .quotation: Words.Plain.quotePrompt
      case .editing: Words.Plain.editPrompt
      }
    }
  }

  /// Returns what is new since the last call, sanitized for a terminal.
  /// - Parameter width: the terminal's width, in columns; `nil` to leave lines unwrapped.
  /// - Returns: the text, and whether it contains the page on top, which can then be closed.
  mutating func news(
    _ state: State, width: Int? = nil
  ) -> (text: String, isPagePrinted: Bool) {
    flow.width = width
    let said = messages(state)
    let page = page(state)
    let text = promptAfter(said + (page ?? "") + remarks(state), state)
    return (text, page != nil)
  }

  /// Returns everything new except messages and pages, such as notices and the cost of titles.
  private mutating func remarks(_ state: State) -> String {
    var text = ""
    if state.front.titleSpending != titleSpending {
      titleSpending = state.front.titleSpending
      if let titleSpending { text += line("(\(StatusFigures.text(of: titleSpending)))") }
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
    if let armed = state.leaving.armedQuit, armed != armedQuit,
      !isNotified || state.notice == nil
    {
      text += line("* " + Words.Plain.pressAgainToQuit(armed.again))
    }
    armedQuit = state.leaving.armedQuit
    return text
  }

  /// Returns the text followed by the prompt. If the last line already has a prompt, the text
  /// starts on a new line.
  private mutating func promptAfter(_ news: String, _ state: State) -> String {
    var text = news
    let next = !state.front.isAnswering && !state.leaving.hasQuit ? begun.prompt : nil
    if prompt != nil, !text.isEmpty || prompt != next {
      text = "\n" + text
      prompt = nil
    }
    guard prompt == nil, let next else { return text }
    text += fresh() + next
    prompt = next
    return text
  }

  /// Records that a line was typed and echoed by the terminal.
  mutating func noteTyped() {
    prompt = nil
    // Forget the notice, so that an identical one is printed again.
    notice = nil
    flow.noteLineStart()
  }

  /// Returns the quote or question that the next line will complete, if it has changed.
  private mutating func beginnings(_ state: State) -> String {
    let before = begun
    begun = Begun(state)
    guard begun != before else { return "" }
    switch begun {
    case .nothing: return ""
    case .quotation(let quotation):
      return line(Sanitizer.sanitize(quotation.withoutBlankEnd))
        + line("* " + Words.Plain.typeBelowQuote)
    case .editing(let question):
      return line(Sanitizer.sanitize(state.conversation[question]?.content ?? ""))
        + line("* " + Words.Plain.typeNewQuestion)
    }
  }

  /// Returns the rest of the current line, with a newline if one is needed.
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

  /// Returns a line that introduces the text below it.
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
        text += line(Words.Plain.title(Sanitizer.sanitizeLine(state.conversation.title)))
        // The conversation's own system messages are printed with its other messages.
        if let prompt = state.session.systemPrompt, state.systemPrompt != nil {
          text += line("* " + Words.SystemPrompt.now(Sanitizer.sanitize(prompt)))
        }
      }
      let draft = StoredDraft(stored: state.conversation.draft).joined
      if !draft.isEmpty {
        text += line(Words.Plain.draft(Sanitizer.sanitize(draft)))
        text += line("* " + Words.Plain.draftKept)
      }
    }
    for message in state.conversation.messages {
      let before = progress[message.id] ?? Progress()
      if before.isEnded { continue }
      text += message.role == .assistant ? answer(message, before, state) : said(message, state)
    }
    return text + compared(state)
  }

  /// Returns new text of the compared answers. Each answer follows once the previous one has
  /// ended.
  private mutating func compared(_ state: State) -> String {
    guard state.front.stream == nil else { return "" }
    var text = ""
    for id in state.front.compared {
      guard let message = state.conversation[id] else { continue }
      let before = progress[id] ?? Progress()
      if before.isEnded { continue }
      text += answer(message, before, state)
      if progress[id]?.isEnded != true { break }
    }
    return text
  }

  /// Returns a message and its attachments. Omits text that was typed here, because the terminal
  /// already shows it.
  private mutating func said(_ message: Message, _ state: State) -> String {
    progress[message.id] = Progress(isEnded: true)
    let isTypedHere =
      state.front.streams.contains { state.conversation[$0.answer]?.parent == message.id }
    let name = message.role == .user ? Words.Reading.you : message.role.rawValue
    let said =
      isTypedHere
      ? "" : line(Words.Plain.message(by: name, Sanitizer.sanitize(message.content)))
    // The typed line does not name its attachments.
    let attached = message.attachments.map {
      line(Words.Plain.attached(Sanitizer.sanitizeLine($0.name), Words.Attachments.facts($0)))
    }
    return said + attached.joined()
  }

  /// Returns a line about how an answer's settings differ from the previous answer's. The line
  /// comes before the answer's first text.
  private mutating func change(
    at message: Message, _ before: Progress, _ state: State
  ) -> String {
    guard before == Progress(), !message.spoken.isEmpty || !message.reasoning.isEmpty,
      let origin = message.origin, let index = state.conversation.path.firstIndex(of: message.id),
      let earlier = state.conversation.origin(before: index)
    else { return "" }
    let changes = ParameterText.change(from: earlier, to: origin)
    return changes.isEmpty ? "" : line("* " + changes.joined(separator: " · "))
  }

  private mutating func answer(
    _ message: Message, _ before: Progress, _ state: State
  ) -> String {
    var now = before
    let model = Sanitizer.sanitizeLine(
      Session.short(message.origin?.model ?? Words.Reading.assistant))
    var text = change(at: message, before, state)
    text += reasoning(of: message, &now, model, state)
    if message.spoken.utf8.count > now.content {
      if now.part != .content { text += head(Words.Plain.answer(by: model)) }
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
      // The chat template had opened a thinking block, so the text so far was reasoning.
      now.reasoning = min(size, now.content - now.start.prefix(while: \.isNewline).utf8.count)
      now.content = 0
      now.part = .reasoning
      text += piece(of: message.reasoning, &now.reasoning, isWhole: true)
      now.reasoning = size
      return text + line(Words.Plain.wasThinking)
    }
    // Reasoning without an answer is printed even if reasoning is hidden.
    let isShown = state.panes.isReasoningOpen || message.isReasoningOnly
    guard size > now.reasoning, isShown || now.part == .nothing else { return text }
    if now.part != .reasoning { text += head(Words.Plain.thinking(by: model)) }
    now.part = .reasoning
    guard isShown else { return text + line(Words.Plain.thinkingHidden) }
    let isWhole = message.status != .streaming || !message.spoken.isEmpty
    return text + piece(of: message.reasoning, &now.reasoning, isWhole: isWhole)
  }

  /// Returns whether the text printed as content turned out to be the start of the reasoning.
  private func takesBack(_ message: Message, _ now: Progress) -> Bool {
    let start = now.start.drop(while: \.isNewline)
    return now.reasoningBefore == 0 && !start.isEmpty && message.reasoning.hasPrefix(start)
  }

  /// Returns the new part of the text. Holds back its last character while more text may extend
  /// it.
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
      line(Words.Plain.toolCall(Sanitizer.sanitizeLine("\(call.name)(\(call.arguments))")))
    }.joined()
  }

  /// Returns how the answer ended, and its figures.
  private mutating func end(_ message: Message, _ state: State) -> String {
    var text = ""
    if let trouble = trouble(message) { text += line("! " + Sanitizer.sanitizeLine(trouble)) }
    let figures = StatusFigures.text(of: message, state)
    if !figures.isEmpty { text += line("(\(figures))") }
    return text
  }

  private func trouble(_ message: Message) -> String? {
    if message.status == .cancelled { return Words.Plain.answerStopped }
    if let trouble = AnswerEnd.trouble(message, on: .lines) { return trouble }
    if message.isReasoningOnly { return Words.Plain.thinkingOnly }
    return message.refusal.isEmpty ? nil : Words.Plain.refused
  }

  // MARK: Pages

  /// Returns the page or list that a command opened; `nil` if there is none or it is still
  /// loading.
  private mutating func page(_ state: State) -> String? {
    if let page = state.pages.last {
      if page.isWaiting { return nil }
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
    guard !summaries.isEmpty else { return line(Words.Plain.noConversations) }
    let rows = summaries.prefix(Self.listLimit).enumerated().map { index, summary in
      let age = Figures.age(state.now.elapsed(since: summary.updatedAt))
      let title = Sanitizer.sanitizeLine(
        summary.title.isEmpty ? Words.Plain.untitled : summary.title)
      return line(
        Words.Plain.row(index + 1, title, age: age, messages: summary.messageCount))
    }
    return rows.joined() + line(Words.Plain.openNumber)
  }

  private static let listLimit = 50
}

extension String {
  fileprivate var withoutBlankEnd: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
