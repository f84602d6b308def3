import Loopback

extension Scenario {
  /// Scenarios in which the reply has status 200 but is not a stream, although one was requested.
  static let unexpectedReplies = [
    NamedScenario(
      "200-json-error", "200: an error object in JSON",
      .whole(Reply(status: 200, json: error.text))),
    NamedScenario(
      "200-json-error-blank-lines", "200: an error object after blank lines",
      .whole(Reply(status: 200, json: blankLines + error.text))),
    NamedScenario(
      "200-json", "200: a whole completion in JSON",
      .whole(Reply(status: 200, json: completion.text))),
    NamedScenario(
      "200-json-blank-lines", "200: a whole completion after blank lines, as from DeepSeek",
      .whole(Reply(status: 200, json: blankLines + completion.text))),
    NamedScenario(
      "200-html", "200: the page of a portal",
      .whole(
        Reply(
          status: 200, headers: [("Content-Type", "text/html")],
          body: "<html><head><title>Sign in</title></head><body>Sign in</body></html>\n"))),
    NamedScenario(
      "200-stream-json", "200: a whole completion in JSON, called a stream",
      .whole(
        Reply(
          status: 200, headers: [("Content-Type", "text/event-stream")], body: completion.text))),
    NamedScenario("200-empty", "200: no body", .whole(Reply(status: 200, json: ""))),
    NamedScenario("200-empty-stream", "200: a stream without an event", .events([])),
  ]

  private static let blankLines = "\n\n\n"
  private static let completion = ChunkWriter().completion(usage: .countsWithReasoning)

  private static let error: WireJSON = [
    "error": ["code": 402, "message": "Insufficient credits", "metadata": ["raw": nil]]
  ]
}
