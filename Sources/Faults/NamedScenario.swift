public import Loopback

/// A scenario with a name to select it by, and a one-line description.
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
  /// Scenarios for all known server behaviour, good and bad (wire.md 7).
  ///
  /// Each scenario answers every POST, whatever its path and body, unless its summary says that
  /// the request is checked. A request for the models gets a list.
  public static let catalogue: [NamedScenario] =
    aimlapiAnswers + localDialects + hostedDialects + toolCalls + inlineThinking + oddStreams
    + errorsInStream + unexpectedReplies + weather + refusals + retries + modelLists

  /// Returns the scenario with that name, if any.
  public static func named(_ name: String) -> Scenario? {
    catalogue.first { $0.name == name }?.scenario
  }
}

// MARK: - Building blocks of the catalogue

extension Scenario {
  static func reply(
    models: ModelCatalog = .demo, _ reply: @escaping @Sendable (RecordedRequest) -> ScriptedReply
  ) -> Scenario {
    Scenario(ReplyResponder(reply: reply, models: models))
  }

  static func parts(_ parts: [ScriptedReply.Part]) -> Scenario {
    reply { _ in .stream(parts) }
  }

  /// Returns a scenario that sends each event in a separate write.
  static func events(_ events: [String]) -> Scenario {
    parts(events.map(ScriptedReply.Part.text))
  }

  static func whole(_ reply: Reply) -> Scenario {
    Scenario.reply { _ in .whole(reply) }
  }

  /// Returns a scenario that sends a stream if requested, and otherwise the completion in one
  /// piece.
  static func dialect(
    _ events: [String], whole: WireJSON, models: ModelCatalog = .openAI
  ) -> Scenario {
    reply(models: models) { request in
      request.asksForStream
        ? .stream(events.map(ScriptedReply.Part.text))
        : .whole(Reply(status: 200, json: whole.text))
    }
  }
}

/// A responder that answers every POST with one reply and can list its models.
private struct ReplyResponder: Responder {
  let reply: @Sendable (RecordedRequest) -> ScriptedReply
  let models: ModelCatalog

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
