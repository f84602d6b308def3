internal import Chat

/// A short title from the model, where the user has allowed it: asked for once, after the first
/// answer, and never set over one that the user wrote.
extension State {
  /// A title that is being asked for.
  struct TitleRequest: Equatable {
    let conversation: ConversationID
    let wanted: AnswerRequest
    let provider: Provider
    /// It is not asked for once more.
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

  /// Asks for a title if the answer that has just ended is the first.
  mutating func askForTitle(after answer: MessageID) -> [Effect] {
    guard session.asksForTitles, !isPrivate, !session.isDemo, conversation.titleSource == .question,
      let message = conversation[answer], message.status == .complete, !message.spoken.isEmpty,
      let question = message.parent.flatMap({ conversation[$0] }), let origin = message.origin,
      let provider = provider(named: origin.provider),
      conversation.allMessages.count(where: { $0.role == .assistant && $0.status == .complete })
        == 1
    else { return [] }
    let wanted = Self.titleRequest(question.content, message.spoken, model: origin.model)
    return ask(wanted, provider, for: conversation.id)
  }

  private mutating func ask(
    _ wanted: AnswerRequest, _ provider: Provider, for id: ConversationID, isLast: Bool = false
  ) -> [Effect] {
    let request = ids.request()
    titleRequests[request] = TitleRequest(
      conversation: id, wanted: wanted, provider: provider, isLast: isLast,
      answer: Message(
        id: MessageID(ids.uuid(at: now)), parent: nil, role: .assistant, createdAt: now,
        status: .streaming))
    return [.stream(.start(request, wanted, provider))]
  }

  /// Once more, where a server has refused the request for its limit, which costs nothing: newer models
  /// want it by another name, some want none.
  private mutating func askAgain(_ title: TitleRequest, _ refusal: ServerRefusal) -> [Effect]? {
    guard !title.isLast, title.chunks == 0, [400, 422].contains(refusal.status) else { return nil }
    var wanted = title.wanted
    wanted.parameters.maxTokens = nil
    if refusal.message.contains("max_completion_tokens") {
      wanted.parameters.maxCompletionTokens = Self.mostTokensThought
    }
    return ask(wanted, title.provider, for: title.conversation, isLast: true)
  }

  private func provider(named name: String) -> Provider? {
    if session.provider.name == name { return session.provider }
    return session.choices.first { $0.provider.name == name }?.provider
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

  /// A title that cannot be had is no trouble: the first words stay, and that is said once.
  mutating func receiveTitle(_ event: StreamEvent, for request: RequestID) -> [Effect] {
    guard var title = titleRequests[request] else { return [] }
    switch event {
    case .retrying, .opened: return []
    case .received(let delta):
      title.answer.add(delta)
      title.chunks += delta.chunks
      guard title.answer.content.utf8.count + title.answer.reasoning.utf8.count < Self.mostBytes
      else {
        noteSpending(title)
        titleRequests[request] = nil
        return [.stream(.cancel(request))]
      }
      titleRequests[request] = title
      return [.stream(.acknowledge(request, delta.textSize))]
    case .ended(let end):
      titleRequests[request] = nil
      title.answer.end(end) { _ in "" }
      noteSpending(title)
      if case .failed(.refused(let refusal)) = end.outcome,
        let again = askAgain(title, refusal)
      {
        return again
      }
      // What was cut off at the limit is no title, but the beginning of a speech.
      guard end.outcome == .complete, end.finishReason != .length, end.finishReason != .contextFull,
        let text = ConversationTitle.fromModel(title.answer.content)
      else {
        sayUntitled(end.outcome)
        return []
      }
      return set(text, of: title.conversation)
    }
  }

  private mutating func sayUntitled(_ outcome: StreamOutcome) {
    guard !hasSaidUntitled, notice == nil else { return }
    hasSaidUntitled = true
    let why =
      if case .failed(let error) = outcome { ErrorText.sentence(error) } else {
        "The model gave none that is short enough."
      }
    notice = Notice(
      .information, "The conversation has no title of the model’s: \(why)",
      advice:
        "Its first words stay. This is said once; titles = false in the configuration asks for none."
    )
  }

  private mutating func noteSpending(_ title: TitleRequest) {
    guard title.answer.usage != nil || title.chunks > 0 else { return }
    titleSpending[title.conversation] = TitleSpending(
      usage: title.answer.usage, chunks: title.chunks)
  }

  private mutating func set(_ title: String, of id: ConversationID) -> [Effect] {
    if id == conversation.id {
      conversation.suggest(title)
    } else {
      background[id]?.conversation.suggest(title)
    }
    list?.noteTitle(title, of: id)
    // The store decides anew: another program may have renamed it, or it is not in memory any more.
    return [.store(.change([id], .suggestTitle(title)))]
  }

  /// The conversation is deleted: nobody wants to pay for its title.
  mutating func cancelTitle(of id: ConversationID) -> [Effect] {
    let requests = titleRequests.filter { $0.value.conversation == id }.keys
    for request in requests { titleRequests[request] = nil }
    return requests.map { .stream(.cancel($0)) }
  }
}
