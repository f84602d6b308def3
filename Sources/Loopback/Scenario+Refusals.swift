extension Scenario {
  /// Each status in each shape, then the refusals that have one shape only (wire.md 1.5, 2).
  static let refusals = statuses.flatMap(shapes) + upstreamRefusals

  private struct Status {
    let status: Int
    let message: String
    /// The words of the model server's error.
    let code: String
    let type: String
  }

  private static let statuses = [
    Status(
      status: 401, message: "Unauthorized: the API key is missing or invalid",
      code: "invalid_api_key", type: "invalid_request_error"),
    Status(
      status: 403, message: "You've run out of credits. Please top up to go on.",
      code: "AccessDenied", type: "permission_error"),
    Status(
      status: 404, message: "The model is deprecated", code: "model_not_found",
      type: "invalid_request_error"),
    Status(
      status: 429, message: "Too Many Requests", code: "limit_requests", type: "rate_limit_error"),
    Status(
      status: 500, message: "Internal server error", code: "internal_error", type: "server_error"),
    Status(status: 502, message: "Bad gateway", code: "bad_gateway", type: "server_error"),
    Status(
      status: 503, message: "Service unavailable", code: "ModelUnavailable", type: "server_error"),
    Status(
      status: 504, message: "Generation timeout", code: "RequestTimeOut", type: "server_error"),
  ]

  private static func shapes(of status: Status) -> [NamedScenario] {
    let shapes: [(name: String, summary: String, shape: Refusal.Shape)] = [
      ("flat", "the gateway's flat JSON, its status a text", .flat(statusIsText: true)),
      ("flat-number", "the gateway's flat JSON, its status a number", .flat()),
      ("titled", "JSON with a title", .titled),
      (
        "upstream", "the model server's error object",
        .upstream(code: status.code, type: status.type)
      ),
      ("html", "a proxy's page", .page),
      ("empty", "no body", .empty),
    ]
    return shapes.map { name, summary, shape in
      refusal(
        "\(status.status)-\(name)", summary,
        Refusal(status: status.status, message: status.message, shape: shape))
    }
  }

  private static let upstreamRefusals = [
    refusal(
      "400-thinking-unstreamed", "thinking without streaming, refused by the model server",
      .upstream("parameter.enable_thinking must be set to false for non-streaming calls")),
    refusal(
      "400-thinking-json", "thinking in JSON mode, refused by the model server",
      .upstream("Json mode response is not supported when enable_thinking is true")),
    refusal(
      "400-thinking-tool-choice", "thinking with a tool that must be called, refused",
      .upstream(
        "The tool_choice parameter does not support being set to required or object in thinking "
          + "mode")),
    refusal(
      "500-wrapped", "the words of the model server's 400 in the gateway's 500",
      Refusal(
        status: 500, message: "400 Unable to access model qwen3-32b", shape: .flat())),
  ]

  private static func refusal(_ name: String, _ summary: String, _ refusal: Refusal)
    -> NamedScenario
  {
    NamedScenario(
      name, "\(refusal.status): \(summary)",
      .reply { request in .whole(refusal.reply(to: request)) })
  }
}
