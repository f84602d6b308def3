internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The request that ends the thinking of a running answer (wire.md 3). Only llama.cpp has it, for
/// answers that were requested with `reasoning_control`.
struct ThinkingControl {
  /// Relative to the base URL.
  static let path = "/chat/completions/control"

  /// The server's id for the answer.
  let completion: String
  /// A router needs this to find the instance that is answering.
  let model: String

  var body: [UInt8] {
    let members: JSONValue = .object([
      "id": .string(completion), "action": .string("reasoning_end"), "model": .string(model),
    ])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding strings cannot fail.
    return (try? encoder.encode(members)).map(Array.init) ?? []
  }

  /// Returns why the thinking was not ended; `nil` if it was. Even a refusal has status 200.
  static func failure(
    _ reply: Result<HTTPReply, StreamError>, from endpoint: Endpoint
  ) -> StreamError? {
    switch reply {
    case .failure(let error): return error
    case .success(let reply):
      if JSONValue(reply: reply.body)?["success"] == .bool(true) { return nil }
      let words = ErrorReply(
        body: reply.body, hiding: Secrets(of: endpoint), hasKey: endpoint.hasKey)
      return .refused(words.refusal(status: reply.status))
    }
  }
}
