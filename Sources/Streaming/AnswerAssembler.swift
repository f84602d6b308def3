internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Turns the events of one stream, or one whole reply, into text, and gathers what is said once:
/// usage, finish reason and model (wire.md 3, "Normaliser rules").
struct AnswerAssembler {
  /// Merged over the answer so far.
  private(set) var usage: Usage?
  /// The last that was told; servers may repeat it in a chunk without text.
  private(set) var finishReason: FinishReason?
  private(set) var servedModel: String?
  /// `[DONE]` has come: whatever follows is ignored.
  private(set) var isDone = false

  /// `nil` once the server has told reasoning from content by itself.
  private var splitter: ReasoningSplitter? = ReasoningSplitter()
  private let decoder = JSONDecoder()
  private let key: String?

  /// - Parameter key: the API key, kept out of the errors.
  init(hiding key: String?) {
    self.key = key
  }

  /// Whether the server has said that the answer is at its end.
  var isFinished: Bool { isDone || finishReason != nil }

  /// Adds what the event brings to `delta`.
  /// - Throws: `refused` for an error of the server, `malformed` for a message that is no JSON.
  mutating func take(
    _ event: ServerSentEvents.Event, status: Int, into delta: inout AnswerDelta
  ) throws(StreamError) {
    guard !isDone, !event.data.isEmpty else { return }
    guard !event.data.hasPrefix("[DONE]") else { return isDone = true }
    guard event.type != "error" else { throw refusal(event.data.utf8, status: status) }
    let body = Data(event.data.utf8)
    guard let chunk = decode(body) else {
      // Only messages belong to the protocol; other types are some server's own business.
      guard event.type == "message" else { return }
      throw .malformed("an event of the stream is not a JSON object")
    }
    guard !chunk.isError else { throw refusal(body, status: status) }
    add(chunk, to: &delta)
  }

  /// Adds a reply that is not a stream to `delta`.
  /// - Throws: `refused` for an error of the server, `malformed` for anything but a completion.
  mutating func take(
    reply body: [UInt8], status: Int, into delta: inout AnswerDelta
  ) throws(StreamError) {
    guard let reply = decode(Data(body)) else {
      throw .malformed("the reply is neither a stream nor a JSON object")
    }
    guard !reply.isError else { throw refusal(body, status: status) }
    guard reply.choice != nil else { throw .malformed("the reply holds no answer") }
    add(reply, to: &delta)
    isDone = true
  }

  /// Adds the text that was held back in case a tag was coming.
  mutating func finish(into delta: inout AnswerDelta) {
    splitter?.finish(reasoning: &delta.reasoning, content: &delta.content)
    splitter = nil
  }

  private func decode(_ body: Data) -> CompletionChunk? {
    // The error would quote the server's text, which is not for logs.
    try? decoder.decode(CompletionChunk.self, from: body)
  }

  private func refusal(_ body: some Sequence<UInt8>, status: Int) -> StreamError {
    .refused(ErrorReply(body: body, hiding: key).refusal(status: status))
  }

  private mutating func add(_ chunk: CompletionChunk, to delta: inout AnswerDelta) {
    if let model = chunk.model, !model.isEmpty { servedModel = model }
    if let reason = chunk.choice?.finishReason, !reason.isEmpty {
      finishReason = FinishReason(wire: reason)
    }
    if let newer = chunk.usage {
      var merged = usage ?? Usage()
      merged.merge(newer)
      usage = merged
      delta.usage = merged
    }
    if let text = chunk.choice?.text { add(text, to: &delta) }
  }

  private mutating func add(_ text: CompletionChunk.Text, to delta: inout AnswerDelta) {
    guard !text.reasoning.isEmpty || !text.content.isEmpty else { return }
    delta.chunks += 1
    if !text.reasoning.isEmpty {
      finish(into: &delta)
      delta.reasoning += text.reasoning
    }
    if splitter == nil {
      delta.content += text.content
    } else {
      splitter?.push(text.content, reasoning: &delta.reasoning, content: &delta.content)
    }
  }
}
