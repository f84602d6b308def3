public import Loopback

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Scenario {
  /// Scenarios whose refusals tell the client when to retry, or not to retry at all, followed by
  /// scenarios in which a retry succeeds (wire.md 5).
  static let retries = waits + finals + recoveries

  private static let waits = [
    NamedScenario(
      "429-retry-after-ms", "429: retry-after-ms 30", busy(["retry-after-ms": "30"])),
    NamedScenario("429-retry-after-seconds", "429: Retry-After 1", busy(["Retry-After": "1"])),
    NamedScenario(
      "429-retry-after-fraction", "429: Retry-After 0.05", busy(["Retry-After": "0.05"])),
    NamedScenario(
      "429-retry-after-date", "429: Retry-After as a date two seconds ahead", busyUntilDate),
    NamedScenario("429-should-retry", "429: x-should-retry true", busy(["x-should-retry": "true"])),
  ]

  private static let finals = [
    NamedScenario(
      "429-retry-after-hour", "429: Retry-After 3600, longer than anyone waits",
      busy(["Retry-After": "3600"])),
    NamedScenario(
      "429-should-not-retry", "429: x-should-retry false", busy(["x-should-retry": "false"])),
    NamedScenario("429-insufficient-quota", "429: the money is used up", outOfQuota),
  ]

  private static let soon = busy(["retry-after-ms": "30"])
  private static let answer = dialect(
    ChunkWriter().texts + [ChunkWriter().finish(), ChunkWriter.done],
    whole: ChunkWriter().completion(usage: .counts))

  private static let recoveries = [
    NamedScenario(
      "429-then-answer", "429 with retry-after-ms, then an answer", .sequence([soon, answer])),
    NamedScenario(
      "429-date-then-answer", "429 with a date, then an answer",
      .sequence([busyUntilDate, answer])),
    NamedScenario(
      "503-then-answer", "503 that says nothing about when, then an answer",
      .sequence([unavailable(), answer])),
    NamedScenario(
      "503-retry-after-then-answer", "503 with Retry-After 0.05, then an answer",
      .sequence([unavailable(["Retry-After": "0.05"]), answer])),
    NamedScenario(
      "loading-then-answer", "llama.cpp's 503 while it loads the model, then an answer",
      .sequence([loading, answer])),
    NamedScenario(
      "500-then-answer", "500, then an answer", .sequence([failing(500), answer])),
    NamedScenario(
      "502-then-answer", "502 of a gateway, then an answer", .sequence([failing(502), answer])),
    NamedScenario(
      "504-then-answer", "504 of a gateway, then an answer", .sequence([failing(504), answer])),
    NamedScenario(
      "408-then-answer", "408 that asks to be tried again, then an answer",
      .sequence([failing(408), answer])),
    NamedScenario(
      "429-twice-then-answer", "429, 429, then an answer", .sequence([soon, soon, answer])),
    NamedScenario(
      "429-three-times-then-answer", "429, 429, 429, then an answer",
      .sequence([soon, soon, soon, answer])),
    NamedScenario(
      "closed-then-answer", "a connection closed without a word, then an answer",
      .sequence([.script([.close]), answer])),
    NamedScenario(
      "cut-then-answer", "an answer that breaks off after its first words, then a whole one",
      .sequence([.parts([.text(ChunkWriter().content("Hel")), .reset]), answer])),
  ]

  private static func busy(_ headers: KeyValuePairs<String, String>) -> Scenario {
    let headers = headers.map { ($0.key, $0.value) }
    return .reply { request in
      let refusal = Refusal(
        status: 429, message: "Too Many Requests", shape: .flat(), headers: headers)
      return .whole(refusal.reply(to: request))
    }
  }

  private static let busyUntilDate = reply { request in
    let date = HTTPDate.text(Date(timeIntervalSinceNow: 2))
    let refusal = Refusal(
      status: 429, message: "Too Many Requests", shape: .flat(), headers: [("Retry-After", date)])
    return .whole(refusal.reply(to: request))
  }

  private static let outOfQuota = reply { request in
    let refusal = Refusal(
      status: 429,
      message: "You exceeded your current quota, please check your plan and billing details.",
      shape: .upstream(code: "insufficient_quota", type: "insufficient_quota"))
    return .whole(refusal.reply(to: request))
  }

  /// Returns a scenario in which the server is still loading its model for the first `count`
  /// requests, which may be of any kind except HEAD.
  public func afterLoading(_ count: Int) -> Scenario {
    let body = #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#
    let head =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n"
    return after(count, of: StepResponder(steps: [.write(Array((head + body).utf8))]))
  }

  private static func unavailable(
    _ headers: KeyValuePairs<String, String> = [:]
  ) -> Scenario {
    let headers = headers.map { ($0.key, $0.value) }
    return .reply { request in
      let refusal = Refusal(
        status: 503, message: "Service unavailable", shape: .flat(), headers: headers)
      return .whole(refusal.reply(to: request))
    }
  }

  private static let loading = reply { request in
    let refusal = Refusal(
      status: 503, message: "Loading model",
      shape: .upstream(code: "503", type: "unavailable_error"))
    return .whole(refusal.reply(to: request))
  }

  /// Returns a scenario that sends an error asking for a retry, as some servers do for every
  /// error.
  private static func failing(_ status: Int) -> Scenario {
    .reply { request in
      let refusal = Refusal(
        status: status, message: "It failed", shape: .flat(),
        headers: [("x-should-retry", "true"), ("Retry-After", "0.05")])
      return .whole(refusal.reply(to: request))
    }
  }
}
