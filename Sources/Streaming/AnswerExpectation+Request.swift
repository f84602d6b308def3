internal import Chat

extension AnswerExpectation {
  init(_ request: AnswerRequest, at endpoint: Endpoint) {
    let dialect = Dialect(name: endpoint.provider.dialect)
    // A continuation contains no thinking, unless the dialect requests continuations with a new
    // question.
    let isPrefilled = request.continuesAnswer && dialect.continuation != .question
    mayThink =
      !isPrefilled && (request.thinking.isOn || !endpoint.provider.dialect.hasThinking)
    hasKey = endpoint.hasKey
    if isPrefilled, dialect.repeatsPrefill { echo = request.turns.last?.content }
  }
}

extension Endpoint {
  /// Whether requests carry an API key, either the configured one or one in a custom header.
  var hasKey: Bool {
    if let apiKey, !apiKey.isEmpty { return true }
    return provider.headers.keys.map { $0.lowercased() }.contains {
      $0 == "authorization" || $0.hasSuffix("api-key")
    }
  }
}
