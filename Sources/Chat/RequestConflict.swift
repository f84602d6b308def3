/// A known reason why a server would refuse a request.
public enum RequestConflict: Error, Equatable, Sendable {
  case topLogprobsWithoutLogprobs
  case streamOptionsWithoutStream
  case effortWithoutThinking(String)
  /// A reasoning effort and a thinking budget limit the same thing, so only one can be sent.
  case effortWithBudget(String)
  case budgetTooSmall(Int, least: Int)
  case thinkingWithoutStream
  /// - Parameter type: the requested type; `nil` if it is not a string.
  case responseFormatWithThinking(type: String?)
  /// - Parameter choice: the value sent, such as `required`; `nil` for a specific function.
  case toolChoiceWithThinking(choice: String?)
  /// `stream` in `extra` contradicts the rest of the request.
  case streamInExtra(Bool)
  /// The server's list says that the model accepts no images.
  case imagesWithoutVision(model: String, count: Int)
}
