public import Chat

/// A request's size in tokens, and the size of the model's context window.
struct ContextUse: Equatable {
  var tokens: Int
  /// Whether any part of the count is an estimate instead of the server's own count.
  var isEstimate: Bool
  /// The size of the window; `nil` if it is unknown.
  var window: Int?

  /// The fraction of the window that is used; more than 1 if the request does not fit.
  var part: Double? { window.map { Double(tokens) / Double(max(1, $0)) } }

  /// Whether to show usage more prominently, with advice.
  var isNearlyFull: Bool { part.map { $0 >= 0.8 } ?? false }
}

/// The user's choice of what to do when a conversation no longer fits into the context window.
public enum FullContext: Equatable, Sendable {
  /// Ask before sending.
  case ask
  /// Leave out the oldest turns, and tell the user.
  case dropOldest
}

/// A model's context window, divided between the request and the answer.
public struct ContextRoom: Equatable, Sendable {
  public let window: Int
  /// The tokens kept free for the answer.
  public let reserve: Int

  /// - Parameter parameters: the request's parameters. If they do not limit the answer, a
  ///   sixteenth of the window is kept free, but no more than 4,096 tokens.
  public init(window: Int, _ parameters: Parameters) {
    self.window = window
    let wanted = parameters.maxCompletionTokens ?? parameters.maxTokens ?? min(window / 16, 4096)
    reserve = min(max(0, wanted), window / 2)
  }

  /// The maximum number of tokens in a request.
  public var forRequest: Int { window - reserve }
}

/// Token counts of a conversation's path, kept until one of the things they depend on changes.
struct PathCounts {
  /// What the counts depend on. Messages that have ended never change, so the last one's ID is
  /// enough to identify the path.
  struct Key: Equatable {
    var last: MessageID?
    var running: MessageID?
    /// The number of answers being received, including those on other paths.
    var streams: Int
    var messages: Int
    var model: String
    var systemPrompt: String?
    var tools: JSONValue?
    var learned: TokenEstimator?
  }

  fileprivate(set) var key: Key?
  /// The estimator for answers, calibrated by the model's newest answer on this path, or else by
  /// other conversations or a server's refusal.
  fileprivate(set) var estimator = TokenEstimator()
  /// The estimator for requests, including text other than answers, and the tokens around each
  /// message.
  fileprivate(set) var requestEstimator = TokenEstimator()
  /// Whether an answer on this path calibrates the estimators.
  fileprivate(set) var isCalibrated = false
  /// The size of the next request without the draft and the current answer, before anything is left
  /// out.
  fileprivate(set) var request = ContextUse(tokens: 0, isEstimate: false)
  /// The uncalibrated token count of `request`.
  fileprivate(set) var promptCount = 0
  /// The cost of all messages in the tree.
  fileprivate(set) var spending = Spending()
  /// Whether any message in the tree has thinking. A running answer counts only once it has ended.
  fileprivate(set) var hasReasoning = false
  /// Uncalibrated token counts, by message.
  private var counts: [MessageID: Int] = [:]

  /// Returns how many uncalibrated tokens a message adds to a request.
  fileprivate mutating func count(_ message: Message) -> Int {
    if let known = counts[message.id] { return known }
    let tokens = message.sentTokens
    let count = tokens == 0 ? 0 : tokens.addingClamped(TokenMeter.envelope)
    if message.status != .streaming { counts[message.id] = count }
    return count
  }

  /// Returns the count of a message if it has already been counted, or else 0.
  func known(_ id: MessageID) -> Int { counts[id] ?? 0 }

  /// The draft as it was when last counted.
  private var draft = CountedDraft()

  private struct CountedDraft {
    var revision: Revision?
    var bytes = 0
    var folds = 0
    var tokens = 0
    var isQuestion = false
    /// The tokens of the draft's attachments.
    var attached = 0
  }

  /// A longer draft is counted again only when its length has changed by about a sixteenth or a
  /// folded paste was added or removed, not on every keypress.
  private static let longestExactDraft = 16 << 10

  /// Counts a draft, unless it is unchanged.
  /// - Complexity: O(1) on average for each key in a long draft
  fileprivate mutating func count(_ composer: Composer) {
    // A slash command is not sent, but its attachments count, because they go with the next
    // question.
    draft.attached = composer.attachments.tokens
    guard composer.revision != draft.revision else { return }
    let bytes = composer.greatestLength
    let change = abs(bytes - draft.bytes)
    if bytes > Self.longestExactDraft, draft.isQuestion, change < bytes / 16,
      draft.folds == composer.foldCount
    {
      draft.revision = composer.revision
      return
    }
    draft = CountedDraft(
      revision: composer.revision, bytes: bytes, folds: composer.foldCount,
      attached: composer.attachments.tokens)
    let text = composer.text
    if composer.startsWithSlash { guard case .question = Submission(text) else { return } }
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    draft.isQuestion = true
    draft.tokens = TokenMeter(text).count
  }

  /// Makes the next count of the draft exact.
  mutating func forgetDraft() { draft = CountedDraft() }

  var hasDraftQuestion: Bool { draft.isQuestion || draft.attached > 0 }

  var draftTokens: Int {
    hasDraftQuestion
      ? requestEstimator.tokens(
        draft.tokens.addingClamped(draft.attached).addingClamped(TokenMeter.envelope)) : 0
  }
}

extension OpenConversation {
  /// Counts the path's tokens, unless nothing has changed.
  /// - Parameter learned: the calibration from other conversations, or from a server's refusal.
  /// - Complexity: O(length of the text not yet counted, plus the path's length if the path has
  ///   changed)
  mutating func countTokens(learned: TokenEstimator?) {
    let running = stream?.answer
    let key = PathCounts.Key(
      last: conversation.path.last { $0 != running }, running: running, streams: streams.count,
      messages: conversation.allMessages.count, model: session.model,
      systemPrompt: conversation.settings == nil
        ? session.systemPrompt : conversation.settings?.systemPrompt,
      tools: session.parameters.tools, learned: learned)
    counts.count(writing.composer)
    guard key != counts.key else { return }
    counts.key = key
    let path = conversation.path.compactMap { $0 == running ? nil : conversation[$0] }
    calibrate(path, learned)
    count(path, overhead: Self.overhead(key))
    counts.spending = conversation.allMessages.spending
    counts.hasReasoning = conversation.allMessages.contains { !$0.reasoning.isEmpty }
  }

  /// Returns the tokens of the system prompt and the tools.
  private static func overhead(_ key: PathCounts.Key) -> Int {
    let prompt = key.systemPrompt ?? ""
    var tokens = prompt.allSatisfy(\.isWhitespace) ? 0 : TokenMeter(prompt).count
    if let tools = key.tools { tokens += TokenMeter(tools.text).count }
    return tokens
  }

  private mutating func calibrate(_ path: [Message], _ learned: TokenEstimator?) {
    let model = session.model
    let own = path.reversed().lazy
      .filter { $0.origin?.model == model }
      .compactMap { TokenEstimator(calibratedBy: $0) }.first
    counts.isCalibrated = own != nil
    counts.estimator = own ?? learned ?? TokenEstimator()
    let request = path.reversed().lazy
      .filter { $0.origin?.model == model }
      .compactMap { answer -> TokenEstimator? in
        guard answer.earlier == nil, let prompt = answer.usage?.promptTokens,
          let counted = answer.estimate?.promptCount
        else { return nil }
        return TokenEstimator(prompt, for: counted)
      }.first
    counts.requestEstimator = request ?? counts.estimator
  }

  /// Counts the tokens of the path, starting from the last count that a server reported. Without
  /// such a count, estimates everything.
  private mutating func count(_ path: [Message], overhead: Int) {
    var total = overhead
    var use: ContextUse?
    for message in path {
      if message.role == .system, conversation.settings?.systemPrompt != nil { continue }
      let count = counts.count(message)
      if let needed = refusedTokens[message.id] {
        use = ContextUse(tokens: needed, isEstimate: false)
        total = total.addingClamped(count)
        continue
      }
      if let reported = reportedUse(message, before: total) {
        use = reported
      } else if count > 0 {
        let before = use?.tokens ?? 0
        use?.tokens = before.addingClamped(counts.requestEstimator.tokens(count))
        use?.isEstimate = true
      }
      total = total.addingClamped(count)
    }
    if let again = askedBefore(path.last, total) { use = again }
    counts.promptCount = total
    counts.request =
      use ?? ContextUse(tokens: counts.requestEstimator.tokens(total), isEstimate: total > 0)
  }

  /// Returns the size of a request for another answer to the last question, based on the server's
  /// count for an earlier answer; `nil` if there is none.
  /// - Parameter total: that request's current uncalibrated token count.
  private func askedBefore(_ question: Message?, _ total: Int) -> ContextUse? {
    guard let question, question.role == .user, refusedTokens[question.id] == nil else {
      return nil
    }
    let answers = conversation.allMessages.filter {
      $0.parent == question.id && $0.usage?.promptTokens ?? 0 > 0 && $0.status != .streaming
    }
    guard let answer = answers.max(by: { $0.id < $1.id }), let prompt = answer.usage?.promptTokens
    else { return nil }
    let change = change(since: answer, total)
    return ContextUse(tokens: max(0, prompt.addingClamped(change)), isEstimate: change != 0)
  }

  /// Returns by how many tokens a request has grown since an answer; negative if it has shrunk.
  /// The system prompt may differ, and messages may have been left out.
  private func change(since answer: Message, _ total: Int) -> Int {
    let growth = total - (answer.estimate?.promptCount ?? total)
    return growth < 0
      ? -counts.requestEstimator.tokens(-growth) : counts.requestEstimator.tokens(growth)
  }

  /// Returns the tokens up to and including an answer, as its server reported them.
  /// - Parameter total: the uncalibrated tokens that precede the answer in the next request.
  private func reportedUse(_ answer: Message, before total: Int) -> ContextUse? {
    guard answer.role == .assistant, let prompt = answer.usage?.promptTokens, prompt > 0 else {
      return nil
    }
    let change = change(since: answer, total)
    // A continuation's prompt already contains the earlier parts of the answer.
    var answer = answer
    answer.earlier = nil
    let tokens = AnswerTokens(answer)
    let content =
      answer.isReasoningOnly
      ? tokens.thinking?.count ?? tokens.total : tokens.total - (tokens.thinking?.count ?? 0)
    return ContextUse(
      tokens: max(0, prompt.addingClamped(change).addingClamped(max(0, content))),
      isEstimate: change != 0 || tokens.isEstimate || tokens.thinking?.isEstimate == true)
  }

  /// Counts again, because messages have changed.
  mutating func recount() { counts.key = nil }

  /// Notes the cost of an answer whose price was not known when it ended.
  mutating func note(_ expense: Expense) -> [Effect] {
    if conversation[expense.id] == nil { deletedSpending[expense.id] = expense.spending }
    conversation.update(expense.id) { $0.estimate?.cost = expense.spending.dollars }
    counts.key = nil
    if isPrivate { return [] }
    // After a failed save, the message is stored together with its cost.
    return isUnwritten ? save([expense.id]) : [.store(.notePrice(expense))]
  }

  /// Returns the tokens of the text that a running answer continues. Its request contains that
  /// text.
  private func continuedTokens(_ stream: ActiveStream) -> Int {
    guard let earlier = conversation[stream.answer]?.earlier else { return 0 }
    return max(0, earlier.tokens.subtractingClamped(earlier.thinkingTokens))
  }

  // MARK: The next request

  /// Returns the size of the next request, or of the running request including its answer so far.
  /// - Parameters:
  ///   - room: `nil` if the window is unknown.
  ///   - sendsDraft: whether the draft is part of the next request.
  func contextUse(_ room: ContextRoom?, dropsOldest: Bool, sendsDraft: Bool) -> ContextUse {
    var use = counts.request
    use.window = room?.window
    let added =
      stream.map { $0.tokens.contentTokens.addingClamped(continuedTokens($0)) }
      ?? (sendsDraft ? counts.draftTokens : 0)
    use.tokens = use.tokens.addingClamped(added)
    if added > 0 { use.isEstimate = true }
    let omitted =
      stream.map { conversation[$0.answer]?.origin?.omittedMessages ?? 0 }
      ?? (dropsOldest ? omission(use.tokens, in: room, sendsDraft: sendsDraft) : 0)
    guard omitted > 0 else { return use }
    use.tokens = max(0, use.tokens - tokensOfOldest(omitted))
    use.isEstimate = true
    return use
  }

  /// Returns the messages that can be left out, oldest first: all except the system messages, the
  /// question to answer and everything after it.
  /// - Parameter sendsDraft: whether the draft, if there is one, is the question to answer.
  private func droppable(sendsDraft: Bool) -> ArraySlice<MessageID> {
    let path = conversation.path
    let start = conversation.leadingSystemMessages
    let last = path.lastIndex { conversation[$0]?.role == .user } ?? path.startIndex
    let end = sendsDraft && counts.hasDraftQuestion ? path.endIndex : max(start, last)
    return path[min(start, end)..<end]
  }

  /// Returns how many of the oldest messages to leave out so that a request fits. Only whole turns
  /// are left out, because the remaining messages must begin with a question.
  func omission(_ tokens: Int, in room: ContextRoom?, sendsDraft: Bool) -> Int {
    guard let room, tokens > room.forRequest else { return 0 }
    var left = tokens
    let droppable = droppable(sendsDraft: sendsDraft)
    for (offset, id) in droppable.enumerated() {
      if offset > 0, conversation[id]?.role == .user, left <= room.forRequest { return offset }
      left -= counts.requestEstimator.tokens(counts.known(id))
    }
    return droppable.count
  }

  private func tokensOfOldest(_ omitted: Int) -> Int {
    let start = conversation.leadingSystemMessages
    return conversation.path.dropFirst(start).prefix(omitted)
      .reduce(0) { $0.addingClamped(counts.requestEstimator.tokens(counts.known($1))) }
  }

  /// Notes how many tokens the server counted in the request that it refused.
  mutating func noteRefused(_ tokens: Int, _ answer: MessageID) {
    guard let answer = conversation[answer], let question = answer.parent else { return }
    let omitted = tokensOfOldest(answer.origin?.omittedMessages ?? 0)
    refusedTokens[question] = tokens.addingClamped(omitted)
  }

  /// Returns the uncalibrated token count of the request for the running answer.
  func promptCount(omitting omitted: Int) -> Int {
    let start = conversation.leadingSystemMessages
    return conversation.path.dropFirst(start).prefix(omitted)
      .reduce(counts.promptCount) { $0 - counts.known($1) }
  }
}
