import Chat

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A responder that behaves like the AI/ML API. Routes, checks and the order of chunks follow
/// the API, while the text is scripted.
struct AimlapiService: Responder {
  /// The pause between two pieces of text; zero to send as fast as the client reads.
  let pace: Duration
  /// The only accepted API key; `nil` accepts any key, or none.
  let requiredKey: String?

  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    switch (request.method, request.route) {
    case ("POST", "/v1/chat/completions"), ("POST", "/chat/completions"):
      try complete(request, on: connection)
    case ("POST", _):
      try connection.send(Refusal.notFound(request).reply(to: request).bytes)
    case ("GET", "/v2/billing"): try connection.send(balance(for: request).bytes)
    default:
      try connection.send(lookUp(request).bytes)
    }
    return .open
  }

  func lookUp(_ request: RecordedRequest) -> Reply {
    ModelCatalog.demo.reply(to: request) ?? Refusal.notFound(request).reply(to: request)
  }

  /// Returns the account balance. Unlike the list of models, it requires the key (wire.md 1.6).
  private func balance(for request: RecordedRequest) -> Reply {
    do {
      try authorize(request)
      return Reply(status: 200, json: #"{"current_balance":12.5,"currency":"USD"}"#)
    } catch {
      return error.reply(to: request)
    }
  }

  private func complete(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) {
    let order: CompletionOrder
    do {
      try authorize(request)
      order = try CompletionOrder(try Self.body(of: request))
    } catch {
      return try connection.send(error.reply(to: request).bytes)
    }
    let generation = Generation(Script.answer(to: order), for: order)
    if order.isStreaming {
      try stream(generation, order, request, on: connection)
    } else {
      try connection.send(Self.whole(generation, order, request).bytes)
    }
  }

  private func authorize(_ request: RecordedRequest) throws(Refusal) {
    guard let requiredKey else { return }
    guard request.headers["authorization"] == "Bearer \(requiredKey)" else { throw .unauthorized }
  }

  private static func body(of request: RecordedRequest) throws(Refusal) -> JSONValue {
    do {
      return try JSONDecoder().decode(JSONValue.self, from: Data(request.body))
    } catch {
      throw .invalidBody("the body is not JSON")
    }
  }

  private func stream(
    _ generation: Generation, _ order: CompletionOrder, _ request: RecordedRequest,
    on connection: Connection
  ) throws(Disconnected) {
    var generation = generation
    let id = UUID().uuidString.lowercased()
    let writer = CompletionWriter(id: id)
    let headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")]
    var body = try ChunkedBody(
      on: connection, headers: headers + Exchange.headers(of: request, id: id))
    var metronome = Metronome(pace: pace)
    try body.write(writer.opening(thinks: order.thinks))
    while let piece = generation.next() {
      if let beat = metronome.nextBeat() {
        try body.flush()
        try connection.wait(until: beat)
      }
      try body.write(Self.chunk(piece, generation.contentCount, order, writer))
    }
    try body.write(writer.finish(generation.finishReason))
    try body.write(writer.usage(CompletionUsage(order, generation)))
    try body.finish()
  }

  private static func chunk(
    _ piece: Generation.Piece, _ index: Int, _ order: CompletionOrder, _ writer: CompletionWriter
  ) -> String {
    switch piece {
    case .reasoning(let text): return writer.reasoning(text)
    case .content(let text):
      let entry = order.topLogprobs.map { TokenLogprobs(top: $0).entry(text, at: index) }
      return writer.content(text, logprobs: entry.map { TokenLogprobs.list([$0]) })
    }
  }

  private static func whole(
    _ generation: Generation, _ order: CompletionOrder, _ request: RecordedRequest
  ) -> Reply {
    var generation = generation
    var content = ""
    var entries: [String] = []
    while let piece = generation.next() {
      guard case .content(let text) = piece else { continue }
      content += text
      if let top = order.topLogprobs {
        entries.append(TokenLogprobs(top: top).entry(text, at: generation.contentCount))
      }
    }
    let id = UUID().uuidString.lowercased()
    let usage = CompletionUsage(order, generation)
    let cost = [
      ("x-aimlapi-credits-used", String(usage.credits)), ("x-aimlapi-usd-spent", usage.dollars),
    ]
    let body = CompletionWriter(id: id).completion(
      content, logprobs: order.topLogprobs == nil ? nil : TokenLogprobs.list(entries),
      generation.finishReason, usage)
    return Reply(status: 200, headers: Exchange.headers(of: request, id: id) + cost, json: body)
  }
}
