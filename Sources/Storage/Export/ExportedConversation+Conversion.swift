import Chat
import Foundation

extension ExportedConversation {
  init(_ conversation: Conversation, _ marks: StoredMarks) {
    id = conversation.id.description
    title = conversation.title
    createdMilliseconds = ClampedInteger(conversation.createdAt.milliseconds)
    updatedMilliseconds = ClampedInteger(conversation.updatedAt.milliseconds)
    titleSource =
      conversation.titleSource == .question ? nil : conversation.titleSource.rawValue
    draft = conversation.draft.isEmpty ? nil : conversation.draft
    pinned = marks.marks.isPinned ? true : nil
    archived = marks.marks.isArchived ? true : nil
    tags = marks.marks.tags.isEmpty ? nil : marks.marks.tags
    deletedMilliseconds = marks.marks.deletedAt.map { ClampedInteger($0.milliseconds) }
    markedMilliseconds = marks.markedAt.map { ClampedInteger($0.milliseconds) }
    thinking = conversation.thinking.map { Thinking($0) }
    settings = conversation.settings.map {
      Settings(
        provider: $0.provider, baseURL: $0.baseURL, model: $0.model, parameters: $0.parameters,
        systemPrompt: $0.systemPrompt, preset: $0.preset)
    }
    selected = conversation.path.last?.description
    messages = ExportedMessages(Self.inOrder(conversation).map { ExportedMessage($0) })
  }

  /// Returns all messages, each after its parent, older branches first.
  private static func inOrder(_ conversation: Conversation) -> [Message] {
    var children: [MessageID: [Message]] = [:]
    var waiting: [Message] = []
    for message in conversation.messagesByAge.reversed() {
      if let parent = message.parent, conversation[parent] != nil {
        children[parent, default: []].append(message)
      } else {
        waiting.append(message)
      }
    }
    var order: [Message] = []
    while let message = waiting.popLast() {
      order.append(message)
      waiting += children.removeValue(forKey: message.id) ?? []
    }
    // The remaining messages are in or after a cycle, where no message comes first. Order them by
    // time.
    let rest = children.values.joined().sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    return order + rest
  }

  /// Returns the conversation in our own form.
  /// - Throws: `DecodingError` with the place of an invalid ID.
  func conversation() throws -> Conversation {
    var header = Conversation(
      id: ConversationID(try Self.id(id, at: [CodingKeys.id])), title: title,
      createdAt: Timestamp(clamping: createdMilliseconds.value),
      updatedAt: Timestamp(clamping: updatedMilliseconds.value),
      thinking: thinking.map { $0.mode })
    header.titleSource = titleSource.flatMap { TitleSource(rawValue: $0) } ?? .question
    header.draft = draft ?? ""
    header.settings = settings.map {
      ConversationSettings(
        provider: $0.provider, baseURL: $0.baseURL, model: $0.model,
        parameters: $0.parameters ?? Parameters(), systemPrompt: $0.systemPrompt, preset: $0.preset)
    }
    let messages = try messages.messages.map { index, message in
      try message.message(at: [CodingKeys.messages, Place(index: index)])
    }
    let leaf = selected.flatMap { UUIDv7($0) }.map { MessageID($0) }
    return Conversation(header, messages: messages, leaf: leaf)
  }

  var marks: StoredMarks {
    var marks = StoredMarks()
    marks.marks.isPinned = pinned ?? false
    marks.marks.isArchived = archived ?? false
    marks.marks.tags = tags ?? []
    marks.marks.deletedAt = deletedMilliseconds.map { Timestamp(clamping: $0.value) }
    marks.markedAt = markedMilliseconds.map { Timestamp(clamping: $0.value) }
    return marks
  }

  static func id(_ text: String, at path: [any CodingKey]) throws -> UUIDv7 {
    guard let id = UUIDv7(text) else {
      throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "no UUID"))
    }
    return id
  }

  struct Place: CodingKey {
    var intValue: Int?
    var stringValue: String

    init(index: Int) {
      intValue = index
      stringValue = "\(index)"
    }

    init?(intValue: Int) { self.init(index: intValue) }
    init?(stringValue: String) { nil }
  }
}

extension ExportedMessage {
  init(_ message: Message) {
    id = message.id.description
    parent = message.parent?.description
    role = message.role.rawValue
    status = message.status.rawValue
    createdMilliseconds = ClampedInteger(message.createdAt.milliseconds)
    content = message.content
    attachments = [ExportedAttachment](message.attachments)
    reasoning = message.reasoning.isEmpty ? nil : message.reasoning
    refusal = message.refusal.isEmpty ? nil : message.refusal
    toolCalls = message.toolCalls.isEmpty ? nil : message.toolCalls
    logprobs = message.logprobs.isEmpty ? nil : SparePart(message.logprobs)
    provider = message.origin?.provider
    model = message.origin?.model
    parameters = (message.origin?.parameters).map { SparePart($0) }
    thinking = (message.origin?.thinking).map { .init($0) }
    finishReason = message.finishReason?.wire
    usage = message.usage.map { SparePart(ExportedUsage($0)) }
    estimate = message.estimate.map { SparePart(ExportedEstimate($0)) }
    omittedMessages = message.origin.flatMap {
      $0.omittedMessages > 0 ? ClampedInteger(Int64($0.omittedMessages)) : nil
    }
    timings = message.timings.map { SparePart(Timing($0)) }
    serverTimings = message.serverTimings.map { SparePart(ServerTiming($0)) }
    earlier = message.earlier.map { SparePart($0) }
    error = message.errorText
  }

  /// Converts the message. Treats words unknown to this version as the store does. A message that
  /// was still streaming becomes truncated, since nothing will complete it here.
  func message(at path: [any CodingKey]) throws -> Message {
    var status = MessageStatus(rawValue: status) ?? .truncated
    if status == .streaming { status = .truncated }
    return Message(
      id: MessageID(try ExportedConversation.id(id, at: path + [CodingKeys.id])),
      parent: try parent.map {
        MessageID(try ExportedConversation.id($0, at: path + [CodingKeys.parent]))
      },
      role: Role(rawValue: role) ?? .assistant,
      createdAt: Timestamp(clamping: createdMilliseconds.value),
      content: content, attachments: (attachments ?? []).compactMap(\.attachment),
      reasoning: reasoning ?? "", refusal: refusal ?? "",
      toolCalls: toolCalls ?? [], logprobs: logprobs?.value ?? [], status: status, origin: origin,
      finishReason: finishReason.map { FinishReason(wire: $0) },
      usage: usage?.value?.usage, timings: timings?.value?.timings,
      serverTimings: serverTimings?.value?.timings,
      estimate: estimate?.value?.estimate, earlier: earlier?.value,
      errorText: error)
  }

  private var origin: AnswerOrigin? {
    guard provider != nil || model != nil || parameters != nil else { return nil }
    var origin = AnswerOrigin(
      provider: provider ?? AnswerOrigin.unknown, model: model ?? AnswerOrigin.unknown,
      parameters: parameters?.value ?? Parameters(),
      thinking: thinking?.mode ?? ThinkingMode(isOn: false))
    origin.omittedMessages = max(0, Int(clamping: omittedMessages?.value ?? 0))
    return origin
  }
}

extension ExportedConversation.Thinking {
  init(_ mode: ThinkingMode) {
    self.init(on: mode.isOn, budget: mode.budget.map { ClampedInteger(Int64($0)) })
  }

  var mode: ThinkingMode { ThinkingMode(isOn: on, budget: budget.map { Int(clamping: $0.value) }) }
}

extension ExportedMessage.Timing {
  init(_ timings: Timings) {
    self.init(
      firstToken: timings.firstToken.map { ClampedSeconds($0) },
      firstContent: timings.firstContent.map { ClampedSeconds($0) },
      end: timings.end.map { ClampedSeconds($0) })
  }

  var timings: Timings {
    Timings(
      firstToken: firstToken?.duration, firstContent: firstContent?.duration, end: end?.duration)
  }
}

extension ExportedMessage.ServerTiming {
  init(_ timings: ServerTimings) {
    self.init(
      queue: timings.queue.map { ClampedSeconds($0) },
      prompt: timings.prompt.map { ClampedSeconds($0) },
      generation: timings.generation.map { ClampedSeconds($0) })
  }

  var timings: ServerTimings {
    ServerTimings(
      queue: queue?.duration, prompt: prompt?.duration, generation: generation?.duration)
  }
}

extension ExportedUsage {
  init(_ usage: Usage) {
    func count(_ tokens: Int?) -> ClampedInteger? { tokens.map { ClampedInteger(Int64($0)) } }
    self.init(
      promptTokens: count(usage.promptTokens), completionTokens: count(usage.completionTokens),
      reasoningTokens: count(usage.reasoningTokens), cachedTokens: count(usage.cachedTokens),
      cost: usage.cost)
  }

  var usage: Usage {
    func count(_ tokens: ClampedInteger?) -> Int? { tokens.map { Int(clamping: $0.value) } }
    return Usage(
      promptTokens: count(promptTokens), completionTokens: count(completionTokens),
      reasoningTokens: count(reasoningTokens), cachedTokens: count(cachedTokens),
      cost: Money.clamped(cost))
  }
}

extension ExportedEstimate {
  init(_ estimate: AnswerEstimate) {
    func count(_ tokens: Int?) -> ClampedInteger? { tokens.map { ClampedInteger(Int64($0)) } }
    self.init(
      promptCount: count(estimate.promptCount), completionTokens: count(estimate.completionTokens),
      reasoningTokens: count(estimate.reasoningTokens), cost: estimate.cost)
  }

  var estimate: AnswerEstimate {
    func count(_ tokens: ClampedInteger?) -> Int? { tokens.map { Int(clamping: $0.value) } }
    return AnswerEstimate(
      promptCount: count(promptCount), completionTokens: count(completionTokens),
      reasoningTokens: count(reasoningTokens), cost: Money.clamped(cost))
  }
}
