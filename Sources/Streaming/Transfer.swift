internal import Chat

/// The life of one request, without any I/O: network input goes in, reports come out.
///
/// Reports follow the order that ``Chat/StreamEvent`` promises; after `ended` no call reports
/// anything. Times are measured from the moment the request was made.
struct Transfer {
  private enum Phase: Equatable {
    /// The response head has not arrived.
    case waiting
    /// Too little of the body has arrived to identify its kind.
    case unknown(status: Int, isEventStream: Bool)
    case events(status: Int)
    /// A success that is not a stream, read completely before use.
    case reply(status: Int)
    case refusal(status: Int)
    case ended
  }

  /// In bytes, for a non-streamed reply.
  static let replySizeLimit = 8 << 20

  private var phase = Phase.waiting
  private var parser = ServerSentEvents()
  /// The reply or refusal so far.
  private var body: [UInt8] = []
  private var assembler: AnswerAssembler
  private var timings = Timings()
  /// The chunks not yet reported because their text is held back. The next report counts them
  /// too.
  private var uncounted = (chunks: 0, reasoning: 0)
  private let secrets: Secrets
  /// The target of a redirect.
  private var place: String?

  private let hasKey: Bool

  init(hiding secrets: Secrets, expecting expectation: AnswerExpectation = AnswerExpectation()) {
    self.secrets = secrets
    hasKey = expectation.hasKey
    assembler = AnswerAssembler(hiding: secrets, expecting: expectation)
  }

  var isEnded: Bool { phase == .ended }

  /// The server's id for the answer; `nil` before the first chunk.
  var completionID: String? { assembler.completionID }

  /// Whether the server has reported the end of the answer, so that only the end of the response is
  /// outstanding.
  var isOnlyClosing: Bool { assembler.isDone }

  /// Accepts the response head. Redirects are not followed, so they count as refusals.
  mutating func open(_ head: ResponseHead) -> [StreamEvent] {
    guard phase == .waiting else { return [] }
    place = head["location"]
    guard (200..<300).contains(head.status) else {
      phase = .refusal(status: head.status)
      return []
    }
    phase = .unknown(status: head.status, isEventStream: head.isEventStream)
    if let cost = Money.clamped(head["x-aimlapi-usd-spent"].flatMap { Double($0) }) {
      assembler.note(cost: cost)
    }
    return [.opened]
  }

  /// Accepts the bytes of one read.
  mutating func receive(_ bytes: [UInt8], at time: Duration) -> [StreamEvent] {
    switch phase {
    case .waiting, .ended: return []
    case .unknown(let status, let isEventStream):
      body.append(contentsOf: bytes)
      return decide(status, isEventStream: isEventStream, at: time)
    case .events(let status): return receiveEvents(bytes, status: status, at: time)
    case .reply, .refusal:
      body.append(contentsOf: bytes)
      guard body.count > Self.replySizeLimit else { return [] }
      return close(.malformed(.tooLarge(mebibytes: 8)), at: time)
    }
  }

  /// Accepts the end of the connection.
  /// - Parameter failure: why the connection broke; `nil` if the response ended normally.
  mutating func close(_ failure: StreamError?, at time: Duration) -> [StreamEvent] {
    switch phase {
    case .ended: return []
    case .waiting: return end(.failed(failure ?? .malformed(.noHead)), at: time)
    case .unknown(let status, isEventStream: true), .events(let status):
      return closeEvents(failure, status: status, at: time)
    case .unknown(let status, isEventStream: false):
      return closeReply(failure, status: status, at: time)
    case .reply(let status): return closeReply(failure, status: status, at: time)
    case .refusal(let status):
      var refusal = ErrorReply(body: body, hiding: secrets, hasKey: hasKey)
        .refusal(status: status)
      // A redirect names its target, and seldom says anything else. It is not followed, because the
      // request carries the API key.
      if let place, (300..<400).contains(status) { refusal.message = secrets.hidden(in: place) }
      return end(.failed(.refused(refusal)), at: time)
    }
  }

  /// Accepts the user's cancellation.
  mutating func cancel(at time: Duration) -> [StreamEvent] {
    phase == .ended ? [] : end(.cancelled, at: time)
  }
}

// MARK: - Events and replies

extension Transfer {
  /// Determines the kind of body from its bytes: some servers and proxies give the wrong content
  /// type, or none.
  private mutating func decide(
    _ status: Int, isEventStream: Bool, at time: Duration
  ) -> [StreamEvent] {
    switch BodyKind(body, isEventStream: isEventStream) {
    case nil: return []
    case .events:
      var bytes: [UInt8] = []
      swap(&bytes, &body)
      phase = .events(status: status)
      return receiveEvents(bytes, status: status, at: time)
    case .reply:
      phase = .reply(status: status)
      return receive([], at: time)
    }
  }

  private mutating func receiveEvents(
    _ bytes: [UInt8], status: Int, at time: Duration
  ) -> [StreamEvent] {
    // Whatever follows the end of the answer is ignored.
    guard !assembler.isDone else { return [] }
    var delta = AnswerDelta()
    do throws(StreamError) {
      try Self.read(bytes, &parser, &assembler, status: status, into: &delta)
    } catch {
      guard !assembler.isDone else { return report(delta, at: time) }
      return end(.failed(error), after: delta, at: time)
    }
    return report(delta, at: time)
  }

  /// - Parameter bytes: `nil` at the end of the stream.
  private static func read(
    _ bytes: [UInt8]?, _ parser: inout ServerSentEvents, _ assembler: inout AnswerAssembler,
    status: Int, into delta: inout AnswerDelta
  ) throws(StreamError) {
    let take: ServerSentEvents.Taker = { (event) throws(StreamError) in
      try assembler.take(event, status: status, into: &delta)
    }
    if let bytes { try parser.push(bytes, take) } else { try parser.finish(take) }
  }

  private mutating func closeEvents(
    _ failure: StreamError?, status: Int, at time: Duration
  ) -> [StreamEvent] {
    var delta = AnswerDelta()
    do throws(StreamError) {
      try Self.read(nil, &parser, &assembler, status: status, into: &delta)
      try takeStrayLines(failure, status: status, into: &delta)
    } catch {
      return end(.failed(error), after: delta, at: time)
    }
    // A connection that breaks after the answer was finished has lost nothing.
    guard !assembler.isFinished else { return end(.complete, after: delta, at: time) }
    guard !assembler.isDone, let failure else { return end(.truncated, after: delta, at: time) }
    return end(.failed(failure), after: delta, at: time)
  }

  /// Handles bare lines in a stream that did not finish: an error, or even a complete reply.
  private mutating func takeStrayLines(
    _ failure: StreamError?, status: Int, into delta: inout AnswerDelta
  ) throws(StreamError) {
    let lines = parser.strayLines
    guard !assembler.isFinished, !assembler.isDone, !lines.isEmpty else { return }
    // If the connection broke, plain text may have been cut off. In that case, the connection's
    // error is more informative than half a sentence.
    guard failure == nil || Self.isObject(lines) else { return }
    try assembler.take(reply: lines, status: status, into: &delta)
  }

  private static func isObject(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { JSONScanner.isObject($0) }
  }

  private mutating func closeReply(
    _ failure: StreamError?, status: Int, at time: Duration
  ) -> [StreamEvent] {
    if let failure, !Self.isObject(body) { return end(.failed(failure), at: time) }
    var delta = AnswerDelta()
    do throws(StreamError) {
      try assembler.take(reply: body, status: status, into: &delta)
    } catch {
      return end(.failed(error), after: delta, at: time)
    }
    return end(.complete, after: delta, at: time)
  }

  private mutating func report(_ delta: AnswerDelta, at time: Duration) -> [StreamEvent] {
    if delta.contentWasReasoning {
      uncounted.reasoning = uncounted.chunks
      // The text so far was reasoning after all, not content.
      timings.firstContent = nil
    }
    uncounted.chunks += delta.chunks
    uncounted.reasoning += delta.reasoningChunks
    let hasText = delta.hasText || !delta.toolCallChanges.isEmpty
    let isNews = delta.usage != nil || !delta.logprobs.isEmpty || delta.contentWasReasoning
    guard hasText || isNews else { return [] }
    if hasText { timings.firstToken = timings.firstToken ?? time }
    if delta.endsThinking {
      timings.firstContent = timings.firstContent ?? time
    }
    var delta = delta
    delta.timings = timings
    (delta.chunks, delta.reasoningChunks) = uncounted
    uncounted = (0, 0)
    return [.received(delta)]
  }

  private mutating func end(
    _ outcome: StreamOutcome, after delta: AnswerDelta = AnswerDelta(), at time: Duration
  ) -> [StreamEvent] {
    var delta = delta
    assembler.finish(into: &delta)
    let last = report(delta, at: time)
    phase = .ended
    body = []
    timings.end = time
    let end = StreamEnd(
      outcome: outcome, finishReason: assembler.finishReason, usage: assembler.usage,
      timings: timings, serverTimings: assembler.serverTimings,
      servedModel: assembler.servedModel)
    return last + [.ended(end)]
  }
}
