/// Why a server is known to refuse a request.
public enum RequestConflict: Error, Equatable, Sendable {
  case topLogprobsWithoutLogprobs
  case streamOptionsWithoutStream
  case effortWithoutThinking(String)
  /// Both limit the same thing, and only one can be sent.
  case effortWithBudget(String)
  case budgetTooSmall(Int, least: Int)
  case thinkingWithoutStream
  /// - Parameter type: `nil` if it is not a string.
  case responseFormatWithThinking(type: String?)
  /// - Parameter choice: `nil` for a specific function.
  case toolChoiceWithThinking(choice: String?)
  /// `extra` contradicts the rest of the request.
  case streamInExtra(Bool)
  /// The server's list says that the model accepts no images.
  case imagesWithoutVision(model: String, count: Int)
}
