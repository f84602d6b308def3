import Loopback

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Scenario {
  /// Scenarios that refuse a request: each status in each format, then the refusals that have
  /// only one format (wire.md 1.5, 2).
  static let refusals = statuses.flatMap(shapes) + upstreamRefusals

  private struct Status {
    let status: Int
    let message: String
    /// The error code in the model server's format.
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
    func refused(_ shape: Refusal.Shape) -> Refusal {
      Refusal(status: status.status, message: status.message, shape: shape)
    }
    let shapes = [
      refusal(
        "\(status.status)-flat", "the gateway's flat JSON, its status a text",
        refused(.flat(statusIsText: true))),
      refusal(
        "\(status.status)-flat-number", "the gateway's flat JSON, its status a number",
        refused(.flat())),
      refusal("\(status.status)-titled", "JSON with a title", refused(.titled)),
      refusal(
        "\(status.status)-upstream", "the model server's error object",
        refused(.upstream(code: status.code, type: status.type))),
    ]
    return shapes + [page(status.status), empty(status.status)]
  }

  /// Returns a scenario that sends the HTML page of an intermediate proxy.
  private static func page(_ status: Int) -> NamedScenario {
    let title = "\(status) \(Reply.phrase(status))"
    let reply = Reply(
      status: status, headers: [("Content-Type", "text/html; charset=utf-8")],
      body: """
        <html>
        <head><title>\(title)</title></head>
        <body><center><h1>\(title)</h1></center><hr><center>cloudflare</center></body>
        </html>

        """)
    return NamedScenario("\(status)-html", "\(status): a proxy's page", identified(reply))
  }

  private static func empty(_ status: Int) -> NamedScenario {
    NamedScenario(
      "\(status)-empty", "\(status): no body", identified(Reply(status: status, headers: [])))
  }

  /// Returns a scenario that sends the reply with the headers that link it to its request.
  private static func identified(_ reply: Reply) -> Scenario {
    .reply { request in
      var reply = reply
      reply.headers += Exchange.headers(of: request, id: UUID().uuidString.lowercased())
      return .whole(reply)
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
