public import Chat
internal import Words

/// A request that the user wants to send.
enum Sending: Equatable {
  case question(String)
  case anotherAnswer(MessageID)
  case rest(MessageID)
  case withoutThinking(MessageID)
  /// A question to send to several models at once.
  case comparison(MessageID)
}

/// A reason to ask the user before sending a request.
enum Concern: Equatable {
  /// The request does not fit into the context window, or leaves too little room.
  case context(tokens: Int, window: Int)
  case conversationLimit(spent: Spending, next: Double?, limit: Double)
  case dayLimit(spent: Spending, next: Double?, limit: Double)

  fileprivate var sentence: String {
    switch self {
    case .context(let tokens, let window):
      switch Figures.used(tokens, of: window) {
      case (_, let whole) where tokens > window:
        Words.Context.doesNotFit(
          over: Figures.used(tokens - window, of: window).used, window: whole)
      case (let used, let whole): Words.Context.leavesNoRoom(tokens: used, window: whole)
      }
    case .conversationLimit(let spent, let next, let limit):
      Words.Spending.conversationLimit(
        spent: Figures.spending(spent), next: next.map(Figures.dollars),
        limit: Figures.dollars(limit))
    case .dayLimit(let spent, let next, let limit):
      Words.Spending.dayLimit(
        spent: Figures.spending(spent), next: next.map(Figures.dollars),
        limit: Figures.dollars(limit))
    }
  }

  /// Returns whether both concerns are about the same thing, even if the numbers differ.
  fileprivate func isLike(_ other: Concern) -> Bool {
    switch (self, other) {
    case (.context, .context), (.conversationLimit, .conversationLimit), (.dayLimit, .dayLimit):
      true
    case (.context, _), (.conversationLimit, _), (.dayLimit, _): false
    }
  }
}

extension SpendingLimits {
  /// - Parameter next: the likely cost of the next request; `nil` if it is unknown.
  func concerns(conversation: Spending, day: Spending, next: Double?) -> [Concern] {
    var concerns: [Concern] = []
    if let limit = self.conversation, conversation.dollars + (next ?? 0) >= limit {
      concerns.append(.conversationLimit(spent: conversation, next: next, limit: limit))
    }
    if let limit = self.day, day.dollars + (next ?? 0) >= limit {
      concerns.append(.dayLimit(spent: day, next: next, limit: limit))
    }
    return concerns
  }

  /// Returns the concerns about spending as sentences.
  public func excess(conversation: Spending, day: Spending, next: Double?) -> [String] {
    concerns(conversation: conversation, day: day, next: next).map(\.sentence)
  }
}

/// A question about whether to send something despite concerns. Repeating the command while the
/// question is on the screen sends it.
struct Confirmation: Equatable {
  let sending: Sending
  let concerns: [Concern]
  let notice: Notice
  /// Whether the user has repeated the command to confirm, even if it must still wait before
  /// sending.
  var isConfirmed = false
}

extension State {
  /// Returns whether a request may be sent now. If there is a new concern, asks the user about it
  /// instead.
  /// - Parameters:
  ///   - asked: the models to ask; empty for the session's model.
  ///   - leaf: the end of the path that the request continues; `nil` for an empty path.
  ///   - seen: the notice that was on the screen before the command.
  mutating func maySend(
    _ sending: Sending, to asked: [AskedModel] = [], after leaf: MessageID?, seen: Notice?
  ) -> Bool {
    let end = conversation.path.last
    conversation.select(leaf)
    front.counts.forgetDraft()
    countTokens()
    let concerns = concerns(
      sending, asked.isEmpty ? [session] : asked.map { session.asking($0) })
    conversation.select(end)
    countTokens()
    let asked = front.confirmation
    front.confirmation = nil
    guard !concerns.isEmpty else { return true }
    if let asked, asked.sending == sending,
      asked.isConfirmed || [seen, input.confirmed].contains(asked.notice),
      concerns.allSatisfy({ concern in asked.concerns.contains { $0.isLike(concern) } })
    {
      return true
    }
    let isAboutContext = concerns.contains { if case .context = $0 { true } else { false } }
    let text = concerns.map(\.sentence).joined(separator: " ")
    let question = Notice(
      .trouble, text,
      advice: Words.sentences(
        say(.sendAnyway(sending)), isAboutContext ? say(.makeRoom) : ""))
    front.confirmation = Confirmation(sending: sending, concerns: concerns, notice: question)
    notice = question
    return false
  }

  private func concerns(_ sending: Sending, _ sessions: [Session]) -> [Concern] {
    let room = sessions.compactMap(room).min { $0.forRequest < $1.forRequest }
    var use = counting(sending, room)
    var concerns: [Concern] = []
    if let room, use.tokens > room.forRequest {
      if dropsOldest {
        use.tokens = min(use.tokens, room.forRequest)
      } else {
        concerns.append(.context(tokens: use.tokens, window: room.window))
      }
    }
    let costs = sessions.compactMap {
      conversation.allMessages.likelyCost(
        of: $0.model, prompt: use.tokens, limit: $0.parameters.answerLimit,
        listedModel($0)?.prices)
    }
    return concerns
      + preferences.limits.concerns(
        conversation: front.spending, day: spentToday,
        next: costs.isEmpty ? nil : costs.reduce(0, +))
  }

  private func counting(_ sending: Sending, _ room: ContextRoom?) -> ContextUse {
    switch sending {
    case .question: return front.contextUse(room, dropsOldest: false, sendsDraft: true)
    case .anotherAnswer, .rest, .withoutThinking, .comparison:
      // The draft is not part of the request.
      return front.counts.request
    }
  }

  /// Returns whether a spending limit has been reached. If so, the program makes no requests that
  /// the user did not ask for.
  func isAtLimit(_ id: ConversationID) -> Bool {
    let spent = openConversation(id)?.spending.dollars ?? 0
    let limits = preferences.limits
    return limits.conversation.map { spent >= $0 } == true
      || limits.day.map { spentToday.dollars >= $0 } == true
  }
}
