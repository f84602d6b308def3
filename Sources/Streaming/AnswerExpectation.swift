/// Expectations about an answer, derived from its request.
struct AnswerExpectation {
  /// Whether the server's template may have opened a thinking block. It may have if the model was
  /// not told to skip thinking, or if the server has no switch for thinking.
  var mayThink = true
  /// Whether the request carried an API key.
  var hasKey = true
  /// The beginning of the answer, as sent to the server, which may repeat it.
  var echo: String?
}
