import Chat
import Faults
import Foundation
import Loopback
import Testing

/// The catalogue's refusals, and what they say about retrying.
struct RefusalTests {
  private func replies(_ name: String, _ count: Int = 1) async throws -> [Response] {
    try await withServer(try #require(Scenario.named(name))) { server in
      // Every request uses a new connection, as a client would after a failure.
      try (1...count).map { _ in
        try RawClient(server).complete(question("Hello", #""stream":true"#))
      }
    }
  }

  private func reply(_ name: String) async throws -> Response {
    try #require(try await replies(name).first)
  }

  @Test(arguments: [401, 403, 404, 429, 500, 502, 503, 504])
  func everyStatusInEveryFormat(_ status: Int) async throws {
    let flat = try await reply("\(status)-flat")
    #expect(
      JSONShape.keys(flat.body) == ["message", "path", "requestId", "statusCode", "timestamp"])
    #expect(try decoded(flat.body)["statusCode"] == .string(String(status)))
    let numbered = try await reply("\(status)-flat-number")
    #expect(try decoded(numbered.body)["statusCode"] == .integer(status))
    let titled = try await reply("\(status)-titled")
    #expect(JSONShape.keys(titled.body) == ["title", "status", "message"])
    let upstream = try await reply("\(status)-upstream")
    #expect(
      JSONShape.keys(upstream.body) == [
        "error", "code", "param", "message", "type", "id", "request_id",
      ])
    let page = try await reply("\(status)-html")
    #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
    #expect(page.body.contains("<title>\(status) "))
    let empty = try await reply("\(status)-empty")
    #expect(empty.headers["content-length"] == "0")
    for response in [flat, numbered, titled, upstream, page, empty] {
      #expect(response.status == status)
    }
  }

  @Test(arguments: [
    ("429-retry-after-ms", "retry-after-ms", "30"), ("429-retry-after-seconds", "retry-after", "1"),
    ("429-retry-after-fraction", "retry-after", "0.05"),
    ("429-retry-after-hour", "retry-after", "3600"),
    ("429-should-not-retry", "x-should-retry", "false"),
    ("429-should-retry", "x-should-retry", "true"),
  ])
  func saysWhenToRetry(_ name: String, _ header: String, _ value: String) async throws {
    let response = try await reply(name)
    #expect(response.status == 429)
    #expect(response.headers[header] == value)
  }

  @Test func retryDateIsAfterTheAnswer() async throws {
    let before = Date()
    let text = try #require(try await reply("429-retry-after-date").headers["retry-after"])
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_US_POSIX")
    form.timeZone = TimeZone(secondsFromGMT: 0)
    form.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    let date = try #require(form.date(from: text))
    #expect(form.string(from: date) == text)
    // A date has a resolution of one second.
    #expect(date > before && date < Date(timeIntervalSinceNow: 2.5))
  }

  @Test func exhaustedQuotaHasItsOwnCode() async throws {
    let body = try decoded(try await reply("429-insufficient-quota").body)
    #expect(body["error"]?["code"] == .string("insufficient_quota"))
  }

  @Test(arguments: [
    ("429-then-answer", [429, 200, 200]), ("503-then-answer", [503, 200]),
    ("429-date-then-answer", [429, 200]), ("429-twice-then-answer", [429, 429, 200, 200]),
    ("429-three-times-then-answer", [429, 429, 429, 200]),
  ])
  func retryingHelps(_ name: String, _ statuses: [Int]) async throws {
    let responses = try await replies(name, statuses.count)
    #expect(responses.map(\.status) == statuses)
    #expect(responses.last?.body.contains("[DONE]") == true)
  }

  @Test(arguments: ["closed-then-answer", "cut-then-answer"])
  func retryingHelpsAfterALostConnection(_ name: String) async throws {
    try await withServer(try #require(Scenario.named(name))) { server in
      let first = try RawClient(server)
      #expect(throws: RawClient.Failure.self) { try first.complete(question()) }
      #expect(try RawClient(server).complete(question()).status == 200)
    }
  }
}
