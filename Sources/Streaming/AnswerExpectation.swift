internal import Chat

/// What a request implies about its answer.
struct AnswerExpectation {
  /// The server's template may have opened a thinking block: either the model was not told to skip
  /// thinking, or the server has no switch for it.
  var mayThink = true
  /// The request carried an API key.
  var hasKey = true
  /// The beginning of the answer that was sent to the server, which may repeat it.
  var echo: String?
}

extension AnswerExpectation {
  init(_ request: AnswerRequest, at endpoint: Endpoint) {
    let dialect = Dialect(name: endpoint.provider.dialect)
    // A continuation contains no thinking, unless the dialect continues with a question.
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
