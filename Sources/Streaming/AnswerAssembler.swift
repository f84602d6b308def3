internal import Chat

/// An assembler that turns the events of one stream, or one complete reply, into text. It also
/// collects the usage, finish reason and model (wire.md 3, "Normaliser rules").
struct AnswerAssembler {
  /// The usage merged from all reports so far.
  private(set) var usage: Usage?
  private(set) var serverTimings: ServerTimings?
  /// The last reason reported; servers may repeat it in a chunk without text.
  private var lastFinishReason: FinishReason?
  private(set) var servedModel: String?
  /// The server's ID for the answer, needed to control the answer while it runs.
  private(set) var completionID: String?
  /// Whether `[DONE]` has arrived. Whatever follows it is ignored.
  private(set) var isDone = false

  /// The splitter of reasoning and content; `nil` once the server has separated the two itself.
  private var splitter: ReasoningSplitter?
  private var reasoningSoFar = ReasoningSoFar()
  private var reasoningJoiner = SurrogateJoiner()
  private var contentJoiner = SurrogateJoiner()
  private var echo: PrefillEcho?
  private var toolCalls = ToolCallAssembler()
  private var frame = ChunkFrame()
  /// Whether the server includes a finish reason in every chunk, null in all but the last. A
  /// stream from such a server that ends without one was cut off, even after `[DONE]`:
  /// llama_cpp.server ends this way when another request arrives.
  private var awaitsFinishReason = false
  /// Whether deltas have contained text or tool calls. A later `message` only repeats them.
  private var hasDeltas = false
  private var isContextFull = false
  private let secrets: Secrets
  private let hasKey: Bool

  init(hiding secrets: Secrets, expecting expectation: AnswerExpectation = AnswerExpectation()) {
    self.secrets = secrets
    hasKey = expectation.hasKey
    splitter = ReasoningSplitter(mayBeOpened: expectation.mayThink)
    echo = expectation.echo.map { PrefillEcho($0) }
  }

  /// Whether the server has reported that the answer is finished.
  var isFinished: Bool { lastFinishReason != nil || isDone && !awaitsFinishReason }

  /// The finish reason, corrected for servers that report `stop` when tools are called (wire.md 6).
  var finishReason: FinishReason? {
    switch lastFinishReason {
    case .stop where !toolCalls.isEmpty: .toolCalls
    case .length where isContextFull: .contextFull
    case let reason: reason
    }
  }

  /// Adds the event's text to `delta`.
  /// - Throws: `refused` for a server error or a plain-text message, `malformed` for anything
  ///   else that is not a JSON object.
  mutating func take(
    _ event: ServerSentEvents.Event, status: Int, into delta: inout AnswerDelta
  ) throws(StreamError) {
    guard !isDone, !event.data.isEmpty else { return }
    guard !event.data.hasPrefix("[DONE]") else { return isDone = true }
    guard event.type != "error" else { throw refusal(event.data, status: status) }
    if let text = frame.text(in: event.data) { return add(text, to: &delta) }
    var chunk = CompletionChunk()
    guard chunk.read(json: event.data) else {
      // The protocol uses only `message` events; other types are private to a server.
      guard event.type == "message" else { return }
      throw failure(
        event.data, status: status, otherwise: .eventNotJSON)
    }
    guard !chunk.isError else {
      add(chunk, to: &delta)
      throw refusal(event.data, status: status)
    }
    frame.remember(chunk, from: event.data)
    add(chunk, to: &delta)
  }

  /// Adds a non-streamed reply to `delta`.
  /// - Throws: `refused` for a server error, which may also be a page or plain text; `malformed`
  ///   for anything else that is not a completion.
  mutating func take(
    reply body: [UInt8], status: Int, into delta: inout AnswerDelta
  ) throws(StreamError) {
    var reply = CompletionChunk()
    guard body.withUnsafeBufferPointer({ reply.read(json: $0) }) else {
      throw failure(body, status: status, otherwise: .notJSON)
    }
    guard !reply.isError else {
      add(reply, to: &delta)
      throw refusal(body, status: status)
    }
    guard reply.hasChoice else {
      let words = ErrorReply(body: body, hiding: secrets, hasKey: hasKey)
      throw words.isEnvelope
        ? .refused(words.refusal(status: status)) : .malformed(.noAnswer)
    }
    add(reply, to: &delta)
    awaitsFinishReason = false
    isDone = true
  }

  /// Records a cost from the response head (wire.md 1.1), unless the body has reported a cost,
  /// which is more exact.
  mutating func note(cost: Double) {
    guard usage?.cost == nil else { return }
    usage = usage ?? Usage()
    usage?.cost = cost
  }

  /// Adds the text that was held back in case a tag, or the rest of a character, followed.
  mutating func finish(into delta: inout AnswerDelta) {
    delta.reasoning += reasoningJoiner.finish()
    add(content: contentJoiner.finish(), to: &delta)
    if let held = echo?.finish() {
      echo = nil
      add(content: held, to: &delta)
    }
    closeSplitter(into: &delta)
  }

  private mutating func closeSplitter(into delta: inout AnswerDelta) {
    splitter?.finish(into: &delta)
    splitter = nil
  }

  private func refusal(_ body: some Sequence<UInt8>, status: Int) -> StreamError {
    .refused(ErrorReply(body: body, hiding: secrets, hasKey: hasKey).refusal(status: status))
  }

  /// Returns the error for bytes that should be a JSON object but are not. It contains the server's
  /// message, if any.
  private func failure(
    _ bytes: some Sequence<UInt8>, status: Int, otherwise fault: ReplyFault
  ) -> StreamError {
    let reply = ErrorReply(body: bytes, hiding: secrets, hasKey: hasKey)
    return reply.isEnvelope || reply.isText && reply.hasWords
      ? .refused(reply.refusal(status: status)) : .malformed(fault)
  }

  private mutating func add(_ chunk: CompletionChunk, to delta: inout AnswerDelta) {
    if let model = chunk.model, !model.isEmpty { servedModel = model }
    if completionID == nil, let id = chunk.id, !id.isEmpty { completionID = id }
    if let newer = chunk.usage {
      var merged = usage ?? Usage()
      merged.merge(newer)
      usage = merged
      delta.usage = merged
    }
    if let newer = chunk.serverTimings {
      serverTimings = serverTimings ?? ServerTimings()
      serverTimings?.merge(newer)
    }
    if chunk.isContextFull { isContextFull = true }
    if chunk.hasChoice { add(chunk.choice, to: &delta) }
  }

  private mutating func add(_ choice: CompletionChunk.Choice, to delta: inout AnswerDelta) {
    if let reason = choice.finishReason, !reason.isEmpty {
      lastFinishReason = FinishReason(wire: reason)
    }
    if choice.isUnfinished { awaitsFinishReason = true }
    if choice.isWhole, hasDeltas { return }
    hasDeltas = hasDeltas || !choice.isWhole && (choice.textCount > 0 || !choice.toolCalls.isEmpty)
    if !choice.logprobs.isEmpty { delta.logprobs += choice.logprobs }
    for call in choice.toolCalls { delta.toolCallChanges.append(toolCalls.add(call)) }
    let reasoning = reasoningSoFar.add(choice.reasoning, isList: choice.isReasoningListed)
    if !choice.refusal.isEmpty { delta.refusal += choice.refusal }
    guard !reasoning.isEmpty || !choice.content.isEmpty || !choice.refusal.isEmpty else { return }
    add(reasoning, choice.reasoningHalves, choice.content, choice.contentHalves, to: &delta)
  }

  /// Adds the text of a chunk that contains nothing else.
  private mutating func add(_ text: ChunkFrame.Text, to delta: inout AnswerDelta) {
    if text.isUnfinished { awaitsFinishReason = true }
    hasDeltas = true
    if text.isReasoning {
      let reasoning = reasoningSoFar.add(text.text, isList: false)
      add(reasoning, text.halves, "", SurrogateHalves(), to: &delta)
    } else {
      add("", SurrogateHalves(), text.text, text.halves, to: &delta)
    }
  }

  /// Adds the reasoning and the content of one chunk, and counts the chunk.
  private mutating func add(
    _ reasoning: String, _ reasoningHalves: SurrogateHalves,
    _ content: String, _ contentHalves: SurrogateHalves, to delta: inout AnswerDelta
  ) {
    delta.chunks += 1
    let reasoningBefore = delta.reasoning.utf8.count
    let wasContent = !delta.contentWasReasoning
    if !reasoning.isEmpty {
      closeSplitter(into: &delta)
      delta.reasoning += reasoningJoiner.join(reasoning, reasoningHalves)
    }
    add(content: contentJoiner.join(content, contentHalves), to: &delta)
    if wasContent, delta.contentWasReasoning {
      delta.reasoningChunks = delta.chunks
    } else if delta.reasoning.utf8.count > reasoningBefore {
      delta.reasoningChunks += 1
    }
  }

  private mutating func add(content: String, to delta: inout AnswerDelta) {
    let content = echo?.push(content) ?? content
    if content.isEmpty { return }
    if splitter == nil {
      delta.content += content
    } else {
      splitter?.push(content, into: &delta)
    }
  }
}
