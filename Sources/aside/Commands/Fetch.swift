internal import App
internal import Chat
internal import Dispatch
internal import Streaming
internal import Synchronization
internal import Words

/// Blocking requests to a server, for commands that wait for the reply.
enum Fetch {
  /// Blocks until the reply arrives or the request fails. Says once on standard error that the
  /// server is loading its model.
  static func get(_ path: String, from endpoint: Endpoint) throws(StreamError) -> HTTPReply {
    let engine = StreamEngine(userAgent: "aside", network: .current)
    let reply = Mutex<Result<HTTPReply, StreamError>?>(nil)
    let isThere = DispatchSemaphore(value: 0)
    engine.fetch(
      path, from: endpoint,
      onWait: { if $0.number == 1 { StandardStreams.complain(ErrorText.modelLoading) } },
      onReply: { result in
        reply.withLock { $0 = result }
        isThere.signal()
      })
    isThere.wait()
    engine.shutDown()
    guard let result = reply.withLock({ $0 }) else { throw .disconnected(detail: Words.noResponse) }
    return try result.get()
  }

  /// Returns the list of models. The AI/ML API includes prices only on request (wire.md 1.6).
  static func models(at endpoint: Endpoint) throws(StreamError) -> [Model] {
    let path = endpoint.provider.dialect == .qwen ? "/models?include=pricing" : "/models"
    let reply = try get(path, from: endpoint)
    guard let models = ModelList.models(in: reply.body) else {
      throw .malformed(Words.notAModelList)
    }
    return models
  }
}
