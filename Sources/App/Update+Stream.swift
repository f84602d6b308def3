internal import Chat

extension State {
  // MARK: Asking

  mutating func submit() -> [Effect] {
    notice = nil
    switch Submission(composer.text) {
    case .nothing: return []
    case .command(let command):
      composer.clear()
      return perform(command)
    case .set(let name, let value): return set(name, to: value)
    case .unset(let name): return unset(name)
    case .unknownCommand(let word):
      notice = Notice(
        .trouble, "There is no command /\(word).",
        advice: "F1 lists them. A space in front sends it as text.")
      return []
    case .unexpectedArgument(let word):
      notice = Notice(.trouble, "/\(word) takes nothing behind it.")
      return []
    case .question(let text): return ask(text)
    }
  }

  private mutating func ask(_ text: String) -> [Effect] {
    guard stream == nil else {
      notice = Notice(
        .information, "The answer is still coming; your text is kept.", advice: "Esc stops it.")
      return []
    }
    if isAnsweredElsewhere {
      notice = Notice(
        .information, "Another Aside is still receiving the last answer; your text is kept.",
        advice: "Send it when the answer is there.")
      return []
    }
    if session.lacksKey {
      notice = Notice(
        .trouble, ErrorText.missingKey(session.provider), advice: "Your text is kept.")
      return []
    }
    if let conflict = conflict() {
      notice = Notice(.trouble, conflict, advice: "Nothing was sent; your text is kept.")
      return []
    }
    composer.clear()
    let question = Message(
      id: MessageID(ids.uuid(at: now)), parent: conversation.path.last, role: .user,
      createdAt: now, content: text)
    if conversation.title.isEmpty { conversation.title = Self.title(from: text) }
    conversation.append(question)
    return startAnswer(saving: [question.id])
  }

  /// Another answer to the last question, as a sibling of the one that is there.
  mutating func regenerate() -> [Effect] {
    guard stream == nil, let last = conversation.messages.last(where: { $0.role == .user }) else {
      return []
    }
    if let conflict = conflict() {
      notice = Notice(.trouble, conflict, advice: "Nothing was sent.")
      return []
    }
    conversation.select(last.id)
    focus = .composer
    return startAnswer(saving: [])
  }

  /// Makes the place for an answer at the end of the path, and has it stored before it is asked for.
  private mutating func startAnswer(saving messages: [MessageID]) -> [Effect] {
    let answer = Message(
      id: MessageID(ids.uuid(at: now)), parent: conversation.path.last, role: .assistant,
      createdAt: now, status: .streaming,
      origin: AnswerOrigin(
        provider: session.provider.name, model: session.model, parameters: session.parameters,
        thinking: thinking))
    conversation.append(answer)
    let request = ids.request()
    stream = ActiveStream(request: request, answer: answer.id, startedAt: now)
    notice = nil
    transcript.scrollToEnd()
    return [.saveQuestion(request, conversation, unsavedMessages(among: messages + [answer.id]))]
  }

  mutating func questionSaved(_ request: RequestID, _ error: StoreError?) -> [Effect] {
    let saving = noteSaved(error)
    guard let stream, stream.request == request, stream.phase == .saving else { return saving }
    self.stream?.phase = .waiting
    if error != nil { self.stream?.needsWholeSave = true }
    return saving + [.startStream(request, answerRequest), .setTimer(.second, .seconds(1))]
  }

  private var answerRequest: AnswerRequest {
    AnswerRequest(
      model: session.model, turns: conversation.turns, parameters: session.parameters,
      thinking: thinking)
  }

  private func conflict() -> String? { answerRequest.conflict(for: session.provider.dialect) }

  /// What has to be saved when these messages have changed: after a failed save, all that is seen.
  private func unsavedMessages(among changed: [MessageID]) -> [MessageID] {
    isUnsaved ? conversation.path : changed
  }

  // MARK: Receiving

  mutating func receive(_ event: StreamEvent, for request: RequestID) -> [Effect] {
    guard stream?.request == request else { return [] }
    switch event {
    case .opened: return []
    case .received(let delta): return take(delta)
    case .ended(let end): return endStream(end)
    }
  }

  private mutating func take(_ delta: AnswerDelta) -> [Effect] {
    guard var stream else { return [] }
    conversation.update(stream.answer) { message in
      message.content += delta.content
      message.reasoning += delta.reasoning
      if let usage = delta.usage { message.usage = usage }
      message.timings = delta.timings
    }
    if !delta.reasoning.isEmpty { stream.phase = .thinking }
    if !delta.content.isEmpty { stream.phase = .answering }
    stream.chunks += delta.chunks
    if delta.content.isEmpty { stream.reasoningChunks += delta.chunks }
    stream.unsavedContent += delta.content
    stream.unsavedReasoning += delta.reasoning
    let isFirst = !stream.isSaveScheduled
    stream.isSaveScheduled = true
    self.stream = stream
    return isFirst ? [.setTimer(.saveText, Self.saveInterval)] : []
  }

  /// A crash loses at most this much of a stream.
  private static let saveInterval = Duration.milliseconds(250)

  mutating func saveText() -> [Effect] {
    guard var stream else { return [] }
    stream.isSaveScheduled = false
    defer { self.stream = stream }
    if stream.needsWholeSave {
      stream.needsWholeSave = false
      stream.unsavedContent = ""
      stream.unsavedReasoning = ""
      return [.save(conversation, unsavedMessages(among: [stream.answer]))]
    }
    guard !stream.unsavedContent.isEmpty || !stream.unsavedReasoning.isEmpty else { return [] }
    let effect = Effect.appendText(
      stream.answer, content: stream.unsavedContent, reasoning: stream.unsavedReasoning)
    stream.unsavedContent = ""
    stream.unsavedReasoning = ""
    return [effect]
  }

  // MARK: Ending

  /// Stops at once: the text is kept and marked; what the engine still reports is dropped.
  mutating func stopStream() -> [Effect] {
    let cancel = cancelActive()
    return cancel + endStream(StreamEnd(outcome: .cancelled, timings: elapsedTimings()))
  }

  func cancelActive() -> [Effect] {
    guard let stream, stream.phase != .saving else { return [] }
    return [.cancelStream(stream.request)]
  }

  private func elapsedTimings() -> Timings {
    guard let stream else { return Timings() }
    var timings = conversation[stream.answer]?.timings ?? Timings()
    timings.end = now.elapsed(since: stream.startedAt)
    return timings
  }

  mutating func endStream(_ end: StreamEnd) -> [Effect] {
    guard let stream else { return [] }
    conversation.update(stream.answer) { message in
      message.status = end.outcome.status
      message.finishReason = end.finishReason
      message.usage = end.usage ?? message.usage
      message.timings = end.timings
      if case .failed(let error) = end.outcome {
        message.errorText = ErrorText.sentence(error)
      }
    }
    if conversation[stream.answer]?.usage?.completionTokens == nil, stream.chunks > 0 {
      counted[stream.answer] = (stream.chunks, stream.reasoningChunks)
    }
    conversation.touch(now)
    if let advice = advice(end.outcome) { notice = advice }
    self.stream = nil
    return [
      .cancelTimer(.saveText), .cancelTimer(.second),
      .save(conversation, unsavedMessages(among: [stream.answer])),
    ]
  }

  /// What to do next; what happened stands with the answer itself.
  private func advice(_ outcome: StreamOutcome) -> Notice? {
    switch outcome {
    case .complete, .cancelled: nil
    case .truncated: Notice(.information, "Ctrl-X r asks again.")
    case .failed(let error):
      Notice(
        .information,
        "\(ErrorText.advice(error, provider: session.provider)) Ctrl-X r asks again.")
    }
  }

  /// The first words of a question: at most 60 characters of its first line that has any.
  static func title(from question: String) -> String {
    let line =
      question.split(whereSeparator: \.isNewline)
      .first { $0.contains { !$0.isWhitespace } }.map(String.init) ?? question
    let trimmed = line.split(separator: " ").joined(separator: " ")
    guard trimmed.count > 60 else { return trimmed }
    let cut = trimmed.prefix(60)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return String(cut[..<end]) + "…"
  }
}
