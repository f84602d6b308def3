internal import Chat

/// What a request says about the answer that may come to it.
struct AnswerExpectation {
  /// The server's template may have opened a block of thinking: the model was not asked to leave it
  /// out, or the server has no switch for it.
  var mayThink = true
  /// The request carried a key.
  var hasKey = true
  /// The beginning of the answer, which the server was given and may repeat.
  var echo: String?
}

extension AnswerExpectation {
  init(_ request: AnswerRequest, at endpoint: Endpoint) {
    let dialect = Dialect(name: endpoint.provider.dialect)
    // What continues an answer is no thought, unless a question asks for it.
    let isPrefilled = request.continuesAnswer && dialect.continuation != .question
    mayThink =
      !isPrefilled && (request.thinking.isOn || !endpoint.provider.dialect.hasThinking)
    hasKey = endpoint.hasKey
    if isPrefilled, dialect.repeatsPrefill { echo = request.turns.last?.content }
  }
}

extension Endpoint {
  /// Whether requests carry a key, as such or in a header of the user's.
  var hasKey: Bool {
    if let apiKey, !apiKey.isEmpty { return true }
    return provider.headers.keys.map { $0.lowercased() }.contains {
      $0 == "authorization" || $0.hasSuffix("api-key")
    }
  }
}
