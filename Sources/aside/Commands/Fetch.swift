internal import App
internal import Chat
internal import Streaming

/// Blocking requests to a server, for commands that wait for the reply.
enum Fetch {
  /// Returns the list of models. Blocks until the reply arrives or the request fails. If the
  /// server is still loading its model, says so once on standard error.
  static func models(at endpoint: Endpoint) throws(StreamError) -> [Model] {
    let engine = StreamEngine(userAgent: "aside", network: .current)
    defer { engine.shutDown() }
    let inquiry = ModelInquiry(
      engine: engine, endpoint: endpoint,
      onWait: { if $0.number == 1 { StandardStreams.complain(ErrorText.modelLoading) } })
    return try inquiry.models()?.models ?? []
  }
}
