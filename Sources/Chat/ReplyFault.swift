/// What is wrong with a response.
public enum ReplyFault: Equatable, Sendable {
  case noHead
  case noAnswer
  case noCompletionID
  /// The body is neither a stream nor a JSON object.
  case notJSON
  /// An event in the stream is not a JSON object.
  case eventNotJSON
  case notAModelList
  case tooLarge(mebibytes: Int)
  case eventTooLarge(mebibytes: Int)
  /// A compressed response expands beyond the size limit.
  case expandsTooFar
  /// Another reason, in libcurl's words.
  /// - Parameter mayWantTLS: whether the address says HTTP but the port may expect TLS.
  case other(String, mayWantTLS: Bool = false)
}
