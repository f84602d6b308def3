import Loopback

extension Scenario {
  /// Scenarios in which an error arrives after the answer has begun, with HTTP status 200
  /// (wire.md 3).
  static let errorsInStream = [
    inStream(
      "error-data-done", "an error object, then [DONE], as from vLLM",
      [ChunkWriter.event(error), ChunkWriter.done]),
    inStream("error-data", "an error object, then the end", [ChunkWriter.event(error)]),
    inStream(
      "error-text", "an error that is a text, then the end",
      [ChunkWriter.event(["error": "The engine has crashed"])]),
    inStream(
      "error-field", "a field `error:` in place of `data:`, as from older llama.cpp",
      ["error: \(crash.text)\n\n"]),
    inStream(
      "error-event", "an event of the type `error`",
      ["event: error\n" + ChunkWriter.event(error)]),
    inStream(
      "error-flat", "the gateway's flat JSON in the stream",
      [
        ChunkWriter.event([
          "message": "The engine has crashed", "path": "/v1/chat/completions", "statusCode": 500,
        ])
      ]),
    inStream(
      "error-plain", "a text in place of JSON", ["data: error: The engine has crashed\n\n"]),
    inStream(
      "error-bare", "JSON without `data:`", [error.text + "\n"]),
    NamedScenario(
      "openrouter-error", "error: OpenRouter's chunk with an error and the finish reason `error`",
      .events(
        [openRouterComment] + openRouterWriter.opened + [
          openRouterWriter.content("Hello"),
          openRouterWriter.chunk(
            ["content": ""], finish: "error",
            inChunk: [
              "error": [
                "code": 502, "message": "The engine has crashed",
                "metadata": ["provider_name": "DeepInfra"],
              ]
            ]),
        ])),
  ]

  private static let writer = ChunkWriter()

  private static let crash: WireJSON = [
    "code": 500, "message": "The engine has crashed", "type": "server_error",
  ]

  private static let error: WireJSON = [
    "error": [
      "message": "The engine has crashed", "type": "InternalServerError", "param": nil, "code": 500,
    ]
  ]

  private static func inStream(
    _ name: String, _ summary: String, _ events: [String]
  ) -> NamedScenario {
    let before = writer.opened + ChunkWriter.reasoning.map(writer.reasoning)
    return NamedScenario(
      name, "error in mid-stream: " + summary,
      .events(before + [writer.content("Hello")] + events))
  }
}
