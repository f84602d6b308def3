/// The reply to a request for the models (wire.md 1.6).
enum ModelList {
  private static let body =
    #"{"object":"list","data":[{"id":"\#(CompletionSchema.model)","#
    + #""aliases":["\#(CompletionSchema.servedModel)"],"type":"openai/chat-completions","#
    + #""info":{"name":"Qwen3 32B (scripted)","developer":"Alibaba Cloud","#
    + #""description":"A scripted stand-in: no model is behind it.","contextLength":131000,"#
    + #""outputMax":16384},"tags":["demo"],"modalities":{"input":["text"],"output":["text"]},"#
    + #""capabilities":["streaming","thinking"]}]}"#

  /// The list never changes while the program runs.
  private static let entityTag = "\"" + String(tag(body), radix: 16) + "\""

  /// - Returns: `nil` when the request is for something else.
  static func reply(to request: RecordedRequest) -> Reply? {
    guard request.method == "GET",
      ["/v1/models", "/models", "/api/v1/models"].contains(request.route)
    else { return nil }
    let headers = [("ETag", entityTag)]
    let known = request.headers["if-none-match"]?.split(separator: ",").map { tag in
      tag.filter { $0 != " " }
    }
    let isKnown = known?.contains { [entityTag, "W/" + entityTag, "*"].contains($0) } ?? false
    return isKnown
      ? Reply(status: 304, headers: headers)
      : Reply(status: 200, headers: headers, json: body)
  }

  private static func tag(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
