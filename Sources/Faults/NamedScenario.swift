public import Loopback

/// A scenario with a name to ask for it by, and a line that says what it does.
public struct NamedScenario: Sendable {
  /// Lower case, with hyphens; unique in the catalogue.
  public let name: String
  public let summary: String
  public let scenario: Scenario

  init(_ name: String, _ summary: String, _ scenario: Scenario) {
    self.name = name
    self.summary = summary
    self.scenario = scenario
  }
}

extension Scenario {
  /// Everything that servers are known to do, good and bad (wire.md 7).
  ///
  /// Each answers every POST, whatever its path and body, except where its summary says that the
  /// request is checked; a request for the models gets a list.
  public static let catalogue: [NamedScenario] =
    aimlapiAnswers + localDialects + hostedDialects + toolCalls + inlineThinking + oddStreams
    + errorsInStream + unexpectedReplies + weather + refusals + retries + modelLists

  /// The scenario of that name, if there is one.
  public static func named(_ name: String) -> Scenario? {
    catalogue.first { $0.name == name }?.scenario
  }
}

// MARK: - What the catalogue is made of

extension Scenario {
  static func reply(
    models: ModelList = .demo, _ reply: @escaping @Sendable (RecordedRequest) -> ScriptedReply
  ) -> Scenario {
    Scenario(ReplyResponder(reply: reply, models: models))
  }

  static func parts(_ parts: [ScriptedReply.Part]) -> Scenario {
    reply { _ in .stream(parts) }
  }

  /// Each event in a write of its own.
  static func events(_ events: [String]) -> Scenario {
    parts(events.map(ScriptedReply.Part.text))
  }

  static func whole(_ reply: Reply) -> Scenario {
    Scenario.reply { _ in .whole(reply) }
  }

  /// A stream for whoever asks for one, else the whole completion.
  static func dialect(
    _ events: [String], whole: WireJSON, models: ModelList = .openAI
  ) -> Scenario {
    reply(models: models) { request in
      request.asksForStream
        ? .stream(events.map(ScriptedReply.Part.text))
        : .whole(Reply(status: 200, json: whole.text))
    }
  }
}

/// One reply to every POST, and a list of models.
private struct ReplyResponder: Responder {
  let reply: @Sendable (RecordedRequest) -> ScriptedReply
  let models: ModelList

  func answer(
    _ request: RecordedRequest, on connection: Connection
  ) throws(Disconnected) -> ConnectionState {
    if request.method == "POST" {
      return try reply(request).send(on: connection) ? .open : .finished
    }
    try connection.send(lookUp(request).bytes)
    return .open
  }

  func lookUp(_ request: RecordedRequest) -> Reply {
    models.reply(to: request) ?? Refusal.notFound(request).reply(to: request)
  }
}
