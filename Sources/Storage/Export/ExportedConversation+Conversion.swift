import Chat
import Foundation

extension ExportedConversation {
  init(_ conversation: Conversation, _ marks: StoredMarks) {
    id = conversation.id.description
    title = conversation.title
    createdMilliseconds = conversation.createdAt.milliseconds
    updatedMilliseconds = conversation.updatedAt.milliseconds
    titleSource =
      conversation.titleSource == .question ? nil : conversation.titleSource.rawValue
    draft = conversation.draft.isEmpty ? nil : conversation.draft
    pinned = marks.marks.isPinned ? true : nil
    archived = marks.marks.isArchived ? true : nil
    tags = marks.marks.tags.isEmpty ? nil : marks.marks.tags
    deletedMilliseconds = marks.marks.deletedAt?.milliseconds
    markedMilliseconds = marks.markedAt?.milliseconds
    thinking = conversation.thinking.map { Thinking(on: $0.isOn, budget: $0.budget) }
    settings = conversation.settings.map {
      Settings(
        provider: $0.provider, baseURL: $0.baseURL, model: $0.model, parameters: $0.parameters)
    }
    selected = conversation.path.last?.description
    messages = ExportedMessages(Self.inOrder(conversation).map { ExportedMessage($0) })
  }

  /// Every message after the one that it follows, older branches first.
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
    // In a circle no message is first.
    let rest = children.values.joined().sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    return order + rest
  }

  /// - Throws: `DecodingError` that names the place of an id which is none.
  func conversation() throws -> Conversation {
    var header = Conversation(
      id: ConversationID(try Self.id(id, at: [CodingKeys.id])), title: title,
      createdAt: Timestamp(milliseconds: createdMilliseconds),
      updatedAt: Timestamp(milliseconds: updatedMilliseconds),
      thinking: thinking.map { ThinkingMode(isOn: $0.on, budget: $0.budget) })
    header.titleSource = titleSource.flatMap { TitleSource(rawValue: $0) } ?? .question
    header.draft = draft ?? ""
    header.settings = settings.map {
      ConversationSettings(
        provider: $0.provider, baseURL: $0.baseURL, model: $0.model,
        parameters: $0.parameters ?? Parameters())
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
    marks.marks.deletedAt = deletedMilliseconds.map { Timestamp(milliseconds: $0) }
    marks.markedAt = markedMilliseconds.map { Timestamp(milliseconds: $0) }
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
    createdMilliseconds = message.createdAt.milliseconds
    content = message.content
    reasoning = message.reasoning.isEmpty ? nil : message.reasoning
    refusal = message.refusal.isEmpty ? nil : message.refusal
    toolCalls = message.toolCalls.isEmpty ? nil : message.toolCalls
    logprobs = message.logprobs.isEmpty ? nil : message.logprobs
    provider = message.origin?.provider
    model = message.origin?.model
    parameters = message.origin?.parameters
    thinking = (message.origin?.thinking).map { .init(on: $0.isOn, budget: $0.budget) }
    finishReason = message.finishReason?.wire
    usage = message.usage.map { ExportedUsage($0) }
    timings = message.timings.map { times in
      Timing(
        firstToken: times.firstToken?.decimalSeconds,
        firstContent: times.firstContent?.decimalSeconds, end: times.end?.decimalSeconds)
    }
    serverTimings = message.serverTimings.map { times in
      ServerTiming(
        queue: times.queue?.decimalSeconds, prompt: times.prompt?.decimalSeconds,
        generation: times.generation?.decimalSeconds)
    }
    error = message.errorText
  }

  /// Words that this version does not know read as the store reads them; what was still streaming
  /// is truncated, since the process that streamed it does not write here.
  func message(at path: [any CodingKey]) throws -> Message {
    var status = MessageStatus(rawValue: status) ?? .truncated
    if status == .streaming { status = .truncated }
    return Message(
      id: MessageID(try ExportedConversation.id(id, at: path + [CodingKeys.id])),
      parent: try parent.map {
        MessageID(try ExportedConversation.id($0, at: path + [CodingKeys.parent]))
      },
      role: Role(rawValue: role) ?? .assistant,
      createdAt: Timestamp(milliseconds: createdMilliseconds),
      content: content, reasoning: reasoning ?? "", refusal: refusal ?? "",
      toolCalls: toolCalls ?? [], logprobs: logprobs ?? [], status: status, origin: origin,
      finishReason: finishReason.map { FinishReason(wire: $0) },
      usage: usage.map { $0.usage },
      timings: timings.map {
        Timings(
          firstToken: $0.firstToken.map { Duration(decimalSeconds: $0) },
          firstContent: $0.firstContent.map { Duration(decimalSeconds: $0) },
          end: $0.end.map { Duration(decimalSeconds: $0) })
      },
      serverTimings: serverTimings.map {
        ServerTimings(
          queue: $0.queue.map { Duration(decimalSeconds: $0) },
          prompt: $0.prompt.map { Duration(decimalSeconds: $0) },
          generation: $0.generation.map { Duration(decimalSeconds: $0) })
      },
      errorText: error)
  }

  private var origin: AnswerOrigin? {
    guard provider != nil || model != nil || parameters != nil else { return nil }
    return AnswerOrigin(
      provider: provider ?? AnswerOrigin.unknown, model: model ?? AnswerOrigin.unknown,
      parameters: parameters ?? Parameters(),
      thinking: ThinkingMode(isOn: thinking?.on ?? false, budget: thinking?.budget))
  }
}

extension ExportedUsage {
  init(_ usage: Usage) {
    self.init(
      promptTokens: usage.promptTokens, completionTokens: usage.completionTokens,
      reasoningTokens: usage.reasoningTokens, cachedTokens: usage.cachedTokens, cost: usage.cost)
  }

  var usage: Usage {
    Usage(
      promptTokens: promptTokens, completionTokens: completionTokens,
      reasoningTokens: reasoningTokens, cachedTokens: cachedTokens, cost: cost)
  }
}

extension Duration {
  private static let attosecondsInSecond = Decimal(1_000_000_000_000_000_000 as Int64)

  /// Seconds, exactly: a decimal has 38 digits, an attosecond is the eighteenth of them.
  var decimalSeconds: Decimal {
    let (seconds, attoseconds) = components
    return Decimal(seconds) + Decimal(attoseconds) / Self.attosecondsInSecond
  }

  /// What is beyond attoseconds is cut off, what is beyond 64 bits of seconds is clamped.
  init(decimalSeconds: Decimal) {
    let parts = "\(decimalSeconds)".split(separator: ".", omittingEmptySubsequences: false)
    let isNegative = decimalSeconds < 0
    let seconds = Int64(parts.first ?? "") ?? (isNegative ? .min : .max)
    let digits = parts.count > 1 ? parts[1].prefix(18) : ""
    let padded = digits + String(repeating: "0", count: 18 - digits.count)
    let attoseconds = Int64(padded) ?? 0
    self.init(
      secondsComponent: seconds, attosecondsComponent: isNegative ? -attoseconds : attoseconds)
  }
}
