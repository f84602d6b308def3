internal import Chat

/// A title that a model is asked for.
struct TitleRequest: Equatable {
  let request: RequestID
  let wanted: AnswerRequest
  let provider: Provider
  /// It is not asked for again if it fails.
  let isLast: Bool
  /// What has come of it, in the form of an answer.
  var answer: Message
  var chunks = 0
}

/// What asking for a title has used: shown until the next question, as nothing is spent silently.
struct TitleSpending: Equatable {
  let usage: Usage?
  /// What was counted, where the server does not say.
  let chunks: Int
}

/// A short title from the model, if the configuration allows it: asked for once, after the first
/// answer, and never set over one that the user wrote.
extension OpenConversation {
  /// What to ask for, and whom, if the answer that has just ended is the first.
  func wantedTitle(after answer: MessageID) -> (AnswerRequest, Provider)? {
    guard session.asksForTitles, !isPrivate, !session.isDemo, conversation.titleSource == .question,
      let message = conversation[answer], message.status == .complete, !message.spoken.isEmpty,
      let question = message.parent.flatMap({ conversation[$0] }), let origin = message.origin,
      let provider = provider(named: origin.provider),
      conversation.allMessages.count(where: { $0.role == .assistant && $0.status == .complete })
        == 1
    else { return nil }
    return (Self.titleRequest(question.content, message.spoken, model: origin.model), provider)
  }

  private func provider(named name: String) -> Provider? {
    if session.provider.name == name { return session.provider }
    return session.choices.first { $0.provider.name == name }?.provider
  }

  /// - Parameter id: of the message that the reply is collected in.
  mutating func askForTitle(
    _ wanted: AnswerRequest, _ provider: Provider, as request: RequestID, _ id: MessageID,
    isLast: Bool = false, at now: Timestamp
  ) -> [Effect] {
    titleRequest = TitleRequest(
      request: request, wanted: wanted, provider: provider, isLast: isLast,
      answer: Message(
        id: id, parent: nil, role: .assistant, createdAt: now, status: .streaming))
    return [.stream(.start(request, wanted, provider))]
  }

  /// Nothing that the user has set for answers is sent with it: a form for the answer, tools or a
  /// budget would get in its way.
  private static func titleRequest(
    _ question: String, _ answer: String, model: String
  ) -> AnswerRequest {
    var parameters = Parameters()
    parameters.maxTokens = mostTokens
    let order = """
      Give this conversation a title of at most six words, in its own language. Answer with the \
      title alone.

      Question:
      \(question.prefix(mostCharacters))

      Answer:
      \(answer.prefix(mostCharacters))
      """
    return AnswerRequest(
      model: model, turns: [AnswerRequest.Turn(role: .user, content: order)],
      parameters: parameters, thinking: ThinkingMode(isOn: false))
  }

  private static let mostTokens = 24
  /// The same where what is thought counts, too.
  private static let mostTokensThought = 512
  /// Of the question and of the answer: what a conversation is about stands at the beginning.
  private static let mostCharacters = 1_000
  /// Bytes of a reply that is no title any more.
  private static let mostBytes = 8_192

  // MARK: Receiving

  /// What an event has done to the title that is awaited.
  enum TitleOutcome {
    case pending([Effect])
    case found(String)
    /// The server refused a field of the request, which costs nothing: this one has another.
    case retry(AnswerRequest, Provider)
    /// - Parameter why: a sentence.
    case failed(why: String)
  }

  mutating func receiveTitle(_ event: StreamEvent) -> TitleOutcome {
    guard var title = titleRequest else { return .pending([]) }
    switch event {
    case .retrying, .opened: return .pending([])
    case .received(let delta):
      title.answer.add(delta)
      title.chunks += delta.chunks
      titleRequest = title
      let size = title.answer.content.utf8.count + title.answer.reasoning.utf8.count
      guard size < Self.mostBytes else { return .pending(cancelTitle()) }
      return .pending([.stream(.acknowledge(title.request, delta.textSize))])
    case .ended(let end):
      title.answer.end(end) { _ in "" }
      noteSpending(title)
      titleRequest = nil
      return outcome(of: title, end)
    }
  }

  private func outcome(of title: TitleRequest, _ end: StreamEnd) -> TitleOutcome {
    if case .failed(.refused(let refusal)) = end.outcome, let again = again(title, refusal) {
      return .retry(again, title.provider)
    }
    // A reply that was cut off at the limit is not a title, but the beginning of a speech.
    guard end.outcome == .complete, end.finishReason != .length, end.finishReason != .contextFull,
      let text = ConversationTitle.fromModel(title.answer.content)
    else {
      if case .failed(let error) = end.outcome { return .failed(why: ErrorText.sentence(error)) }
      return .failed(why: "The model gave none that is short enough.")
    }
    return .found(text)
  }

  /// Newer models want the limit by another name, some want none.
  private func again(_ title: TitleRequest, _ refusal: ServerRefusal) -> AnswerRequest? {
    guard !title.isLast, title.chunks == 0, [400, 422].contains(refusal.status) else { return nil }
    var wanted = title.wanted
    wanted.parameters.maxTokens = nil
    if refusal.message.contains("max_completion_tokens") {
      wanted.parameters.maxCompletionTokens = Self.mostTokensThought
    }
    return wanted
  }

  private mutating func noteSpending(_ title: TitleRequest) {
    guard title.answer.usage != nil || title.chunks > 0 else { return }
    titleSpending = TitleSpending(usage: title.answer.usage, chunks: title.chunks)
  }

  /// Nobody wants to pay for the rest of it.
  mutating func cancelTitle() -> [Effect] {
    guard let title = titleRequest else { return [] }
    noteSpending(title)
    titleRequest = nil
    return [.stream(.cancel(title.request))]
  }
}
