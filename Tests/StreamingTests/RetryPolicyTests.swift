import Chat
import Testing

@testable import Streaming

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(now: 784_111_770, random: 0)

  private func delay(
    _ status: Int, _ fields: [String: String] = [:], message: String = "no", code: String? = nil,
    retries: Int = 0
  ) -> Duration? {
    let refusal = ServerRefusal(status: status, message: message, code: code)
    return policy.delay(
      after: .refused(refusal), head: ResponseHead(status: status, fields: fields),
      retries: retries)
  }

  @Test func rateLimitIsRetried() {
    #expect(delay(429) == .milliseconds(500))
    #expect(delay(429, retries: 1) == .seconds(1))
    #expect(delay(429, retries: 2) == nil)
  }

  @Test func overloadedServerIsRetriedIfItSaysWhen() {
    #expect(delay(503) == nil)
    #expect(delay(503, ["Retry-After": "soon"]) == nil)
    #expect(delay(503, ["Retry-After": "7"]) == .seconds(7))
    #expect(delay(503, ["Retry-After": "0"]) == .milliseconds(500))
    #expect(delay(503, ["retry-after-ms": "30"]) == .milliseconds(30))
    #expect(delay(503, ["Retry-After": "7"], retries: 2) == nil)
    #expect(delay(503, ["Retry-After": "7"], message: "Please top up your account") == nil)
  }

  @Test func loadingModelIsRetried() {
    #expect(delay(503, message: "Loading model", code: "unavailable_error") == .milliseconds(500))
    #expect(delay(500, message: "Loading model") == nil)
  }

  /// Loading a large model takes minutes.
  @Test func loadingModelIsRetriedWithoutLimit() {
    for retries in [2, 3, 10, 1_000_000] {
      #expect(delay(503, message: "Loading model", retries: retries) == .seconds(2))
      #expect(
        delay(503, ["Retry-After": "1"], message: "Model overloaded", retries: retries) == nil)
      #expect(
        delay(503, ["Retry-After": "1"], message: "Loading model failed", retries: retries) == nil)
    }
    #expect(delay(503, ["Retry-After": "5"], message: "Loading model.", retries: 9) == .seconds(5))
  }

  /// Gateways forward a server's message under their own status.
  @Test(
    arguments: [
      ("This model's maximum context length is 8192 tokens, however you requested 9000", nil),
      ("no", "context_length_exceeded"), ("The model `x` does not exist", nil),
      ("no", "model_not_found"), ("Incorrect API key provided", nil), ("no", "invalid_api_key"),
    ] as [(String, String?)])
  func failureThatRetryingCannotFixIsFinal(_ message: String, _ code: String?) {
    #expect(delay(503, ["Retry-After": "1"], message: message, code: code) == nil)
    #expect(delay(429, ["Retry-After": "1"], message: message, code: code) == nil)
  }

  /// A gateway's failure says nothing about the state of the model's server.
  @Test(arguments: [408, 409, 425, 500, 502, 504, 520, 522, 524, 529])
  func requestThatMayHaveStartedIsFinal(_ status: Int) {
    #expect(delay(status) == nil)
    #expect(delay(status, ["Retry-After": "1"]) == nil)
    #expect(delay(status, ["x-should-retry": "true"]) == nil)
  }

  @Test(arguments: [400, 401, 402, 403, 404, 413, 422])
  func permanentErrorIsFinal(_ status: Int) {
    #expect(delay(status) == nil)
    #expect(delay(status, ["X-Should-Retry": "true"]) == nil)
  }

  @Test(arguments: [301, 405, 410, 418]) func otherStatusesAreFinal(_ status: Int) {
    #expect(delay(status) == nil)
    #expect(delay(status, ["x-should-retry": "true"]) == nil)
  }

  @Test func serverMayForbidRetries() {
    #expect(delay(429, ["x-should-retry": "false"]) == nil)
    #expect(delay(503, ["x-should-retry": "false", "Retry-After": "1"]) == nil)
  }

  @Test(
    arguments: [
      ("You exceeded your current quota", "insufficient_quota"),
      ("Please top up your account", nil),
      ("Check your billing details", nil), ("You've run out of credits", nil),
    ] as [(String, String?)])
  func exhaustedCreditIsFinal(_ message: String, _ code: String?) {
    #expect(delay(429, message: message, code: code) == nil)
  }

  @Test(
    "Retry-After in all its forms",
    arguments: [
      (["Retry-After-Ms": "1500"], .milliseconds(1500)),
      (["Retry-After-Ms": "1500", "Retry-After": "7"], .milliseconds(1500)),
      (["Retry-After": "7"], .seconds(7)), (["Retry-After": "0.25"], .milliseconds(250)),
      (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"], .seconds(7)),
      (["Retry-After": "Sunday, 06-Nov-94 08:49:37 GMT"], .seconds(7)),
      (["Retry-After": "Sun Nov  6 08:49:37 1994"], .seconds(7)),
      (["Retry-After": "120"], .seconds(120)),
      // Too long to wait, so the user decides.
      (["Retry-After": "121"], nil), (["Retry-After": "Sun, 06 Nov 1994 09:49:37 GMT"], nil),
      // Past or unreadable times, which give the default wait.
      (["Retry-After": "0"], .milliseconds(500)), (["Retry-After": "-5"], .milliseconds(500)),
      (["Retry-After": "Sun, 06 Nov 1994 08:48:37 GMT"], .milliseconds(500)),
      (["Retry-After": "soon"], .milliseconds(500)), (["Retry-After": "nan"], .milliseconds(500)),
      (["Retry-After-Ms": "x", "Retry-After": "2"], .seconds(2)),
    ] as [([String: String], Duration?)])
  func retryAfter(fields: [String: String], expected: Duration?) {
    #expect(delay(429, fields) == expected)
  }

  @Test func waitIsRandomised() {
    let policy = RetryPolicy(now: 0, random: 1)
    let failure = StreamError.unreachable(host: "h", .other("d"))
    #expect(policy.delay(after: failure, head: nil, retries: 0) == .milliseconds(375))
    #expect(policy.delay(after: failure, head: nil, retries: 1) == .milliseconds(750))
  }

  @Test(arguments: [
    StreamError.insecure(host: "h", detail: "d"), .timedOut(host: "h"),
    .disconnected(.other("d")), .malformed(.notJSON), .invalidRequest(.notFinite),
    .refused(ServerRefusal(status: 200, message: "no")),
  ])
  func requestThatMayHaveBeenBilledIsFinal(_ failure: StreamError) {
    #expect(policy.delay(after: failure, head: ResponseHead(status: 200), retries: 0) == nil)
  }
}
