internal import Chat
internal import Words

/// A request for a title from a model.
struct TitleRequest: Equatable {
  let request: RequestID
  let wanted: AnswerRequest
  let provider: Provider
  /// The model's listed prices.
  let prices: Prices?
  /// Whether this is the last attempt. If it fails, it is not repeated.
  let isLast: Bool
  /// The reply so far.
  var answer: Message
  var chunks = 0
}

/// The cost of a title, in tokens and money. It is shown until the next question, so that the user
/// sees every expense.
struct TitleSpending: Equatable {
  let usage: Usage?
  /// Our own count, for servers that do not report usage.
  let tokens: Int
  let spending: Spending?
}

/// Short titles from the model, if the configuration allows them. A title is requested once, after
/// the first answer, and never replaces one that the user wrote.
extension OpenConversation {
  /// Returns the request for a title and its provider, if the answer that just ended is the first.
  func wantedTitle(
    after answer: MessageID, among providers: KnownProviders
  ) -> (AnswerRequest, Provider)? {
    guard !isPrivate, !session.isDemo, conversation.titleSource == .question,
      let message = conversation[answer], message.status == .complete, !message.spoken.isEmpty,
      let question = message.parent.flatMap({ conversation[$0] }), let origin = message.origin,
      let provider = session.provider.id == origin.provider
        ? session.provider : providers[id: origin.provider]?.provider,
      conversation.allMessages.count(where: { $0.role == .assistant && $0.status == .complete })
        == 1
    else { return nil }
    return (Self.titleRequest(question.content, message.spoken, model: origin.model), provider)
  }

  /// - Parameter id: the id of the message that collects the reply.
  mutating func askForTitle(
    _ wanted: AnswerRequest, _ provider: Provider, _ prices: Prices?, as request: RequestID,
    _ id: MessageID,
    isLast: Bool = false, at now: Timestamp
  ) -> [Effect] {
    titleRequest = TitleRequest(
      request: request, wanted: wanted, provider: provider, prices: prices, isLast: isLast,
      answer: Message(
        id: id, parent: nil, role: .assistant, createdAt: now, status: .streaming))
    return [.stream(.start(request, wanted, provider))]
  }

  /// Builds the request. The user's parameters are left out: a response format, tools or a thinking
  /// budget would interfere.
  private static func titleRequest(
    _ question: String, _ answer: String, model: String
  ) -> AnswerRequest {
    var parameters = Parameters()
    parameters.maxTokens = mostTokens
    let order = Words.titlePrompt(
      question: String(question.prefix(mostCharacters)),
      answer: String(answer.prefix(mostCharacters)))
    return AnswerRequest(
      model: model, turns: [AnswerRequest.Turn(role: .user, content: order)],
      parameters: parameters, thinking: ThinkingMode(isOn: false))
  }

  private static let mostTokens = 24
  /// The token limit for models whose thinking counts towards the limit.
  private static let mostTokensThought = 512
  /// The maximum length of each excerpt from the question and the answer, in characters. Their
  /// beginnings are enough to show the topic.
  private static let mostCharacters = 1_000
  /// A reply of this many bytes cannot be a title.
  private static let mostBytes = 8_192

  // MARK: Receiving

  /// The effect of an event on the pending title.
  enum TitleOutcome {
    case pending([Effect])
    case found(String)
    /// The server rejected a field, which cost nothing. The new request avoids that field.
    case retry(AnswerRequest, Provider)
    /// - Parameter why: the reason, as a sentence.
    case failed(why: String)
  }

  mutating func receiveTitle(_ event: StreamEvent) -> TitleOutcome {
    guard var title = titleRequest else { return .pending([]) }
    switch event {
    case .retrying, .opened, .thinkingNotEnded: return .pending([])
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
    // A reply that was cut off at a token limit is not a title.
    guard end.outcome == .complete, end.finishReason != .length, end.finishReason != .contextFull,
      let text = ConversationTitle.fromModel(title.answer.content)
    else {
      if case .failed(let error) = end.outcome {
        return .failed(why: ErrorText.sentence(error, at: session.provider))
      }
      return .failed(why: Words.Asking.titleTooLong)
    }
    return .found(text)
  }

  /// Returns a request without the rejected limit. Newer models use a different name for the limit;
  /// some accept no limit.
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
    var answer = title.answer
    let order = title.wanted.turns.reduce(0) { $0 + TokenMeter($1.content).count }
    let tokens = StreamTokens(answer, counts.estimator)
    answer.noteEstimate(promptCount: order, tokens, title.prices)
    titleSpending = TitleSpending(
      usage: answer.usage, tokens: tokens.total, spending: answer.spending)
    titleExpense = answer.spending.map {
      Expense(id: answer.id, conversation: id, time: answer.createdAt, spending: $0)
    }
  }

  /// Returns the cost of a finished title request, and forgets it.
  mutating func takeTitleExpense() -> Expense? {
    defer { titleExpense = nil }
    return titleExpense
  }

  /// Cancels the pending title request, to avoid paying for the rest of the reply.
  mutating func cancelTitle() -> [Effect] {
    guard let title = titleRequest else { return [] }
    noteSpending(title)
    titleRequest = nil
    return [.stream(.cancel(title.request))]
  }
}
