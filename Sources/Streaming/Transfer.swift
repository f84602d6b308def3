internal import Chat

/// The life of one request, without any I/O: what the network brings in, what is reported out.
///
/// Reports are in the order that ``Chat/StreamEvent`` promises; after `ended` every call reports
/// nothing. Times are counted from the moment the request was made.
struct Transfer {
  private enum Phase: Equatable {
    /// The head of the response has not come.
    case waiting
    case events(status: Int)
    /// A success that is not a stream: read whole.
    case reply(status: Int)
    case refusal(status: Int)
    case ended
  }

  /// Bytes of a reply that is read whole.
  static let replySizeLimit = 8 << 20

  private var phase = Phase.waiting
  private var parser = ServerSentEvents()
  /// The reply or refusal so far.
  private var body: [UInt8] = []
  private var assembler: AnswerAssembler
  private var timings = Timings()
  /// Events whose text is held back, to be counted with the next text that is reported.
  private var uncountedChunks = 0
  private let key: String?

  /// - Parameter key: the API key, kept out of the errors.
  init(hiding key: String?) {
    self.key = key
    assembler = AnswerAssembler(hiding: key)
  }

  var isEnded: Bool { phase == .ended }

  /// The server has said that the answer is whole; only the end of the response is outstanding.
  var isOnlyClosing: Bool { assembler.isDone }

  /// Takes the head of the response. Redirections are not followed, and so are refusals.
  mutating func open(status: Int, contentType: String?) -> [StreamEvent] {
    guard phase == .waiting else { return [] }
    guard (200..<300).contains(status) else {
      phase = .refusal(status: status)
      return []
    }
    phase = Self.isEventStream(contentType) ? .events(status: status) : .reply(status: status)
    return [.opened]
  }

  /// Takes the bytes of one read.
  mutating func receive(_ bytes: [UInt8], at time: Duration) -> [StreamEvent] {
    switch phase {
    case .waiting, .ended: return []
    case .events(let status): return receiveEvents(bytes, status: status, at: time)
    case .reply, .refusal:
      body.append(contentsOf: bytes)
      guard body.count > Self.replySizeLimit else { return [] }
      return close(.malformed("the reply is larger than 8 MiB"), at: time)
    }
  }

  /// Takes the end of the connection.
  /// - Parameter failure: why it broke; `nil` when the response came to its own end.
  mutating func close(_ failure: StreamError?, at time: Duration) -> [StreamEvent] {
    switch phase {
    case .ended: return []
    case .waiting: return end(.failed(failure ?? .malformed("the reply has no head")), at: time)
    case .events(let status): return closeEvents(failure, status: status, at: time)
    case .reply(let status): return closeReply(failure, status: status, at: time)
    case .refusal(let status):
      let refusal = ErrorReply(body: body, hiding: key).refusal(status: status)
      return end(.failed(.refused(refusal)), at: time)
    }
  }

  /// The user wants no more.
  mutating func cancel(at time: Duration) -> [StreamEvent] {
    phase == .ended ? [] : end(.cancelled, at: time)
  }

  private static func isEventStream(_ contentType: String?) -> Bool {
    guard let type = contentType?.prefix(while: { $0 != ";" && $0 != " " }) else { return false }
    return type.lowercased() == "text/event-stream"
  }
}

// MARK: - Events and replies

extension Transfer {
  private mutating func receiveEvents(
    _ bytes: [UInt8], status: Int, at time: Duration
  ) -> [StreamEvent] {
    var events: [ServerSentEvents.Event] = []
    var delta = AnswerDelta()
    do throws(StreamError) {
      var overflow: StreamError?
      do throws(StreamError) {
        try parser.push(bytes, into: &events)
      } catch {
        overflow = error
      }
      for event in events { try assembler.take(event, status: status, into: &delta) }
      if let overflow, !assembler.isDone { throw overflow }
    } catch {
      return end(.failed(error), after: delta, at: time)
    }
    return report(delta, at: time)
  }

  private mutating func closeEvents(
    _ failure: StreamError?, status: Int, at time: Duration
  ) -> [StreamEvent] {
    var delta = AnswerDelta()
    if let last = parser.finish() {
      do throws(StreamError) {
        try assembler.take(last, status: status, into: &delta)
      } catch {
        return end(.failed(error), after: delta, at: time)
      }
    }
    // An answer that was told to be at its end has lost nothing by a connection that broke then.
    guard !assembler.isFinished else { return end(.complete, after: delta, at: time) }
    return end(failure.map { .failed($0) } ?? .truncated, after: delta, at: time)
  }

  private mutating func closeReply(
    _ failure: StreamError?, status: Int, at time: Duration
  ) -> [StreamEvent] {
    if let failure { return end(.failed(failure), at: time) }
    var delta = AnswerDelta()
    do throws(StreamError) {
      try assembler.take(reply: body, status: status, into: &delta)
    } catch {
      return end(.failed(error), at: time)
    }
    return end(.complete, after: delta, at: time)
  }

  private mutating func report(_ delta: AnswerDelta, at time: Duration) -> [StreamEvent] {
    let hasText = !delta.reasoning.isEmpty || !delta.content.isEmpty
    uncountedChunks += delta.chunks
    guard hasText || delta.usage != nil else { return [] }
    if hasText { timings.firstToken = timings.firstToken ?? time }
    if !delta.content.isEmpty { timings.firstContent = timings.firstContent ?? time }
    var delta = delta
    delta.timings = timings
    delta.chunks = uncountedChunks
    uncountedChunks = 0
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
      timings: timings, servedModel: assembler.servedModel)
    return last + [.ended(end)]
  }
}
