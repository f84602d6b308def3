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
