import Chat
import Testing

@testable import Streaming

@Suite struct ErrorReplyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let body: String
    let message: String
    var code: String?
    var testDescription: String { body }
  }

  static let rows: [Row] = [
    // wire.md 1.5, formats (a), (b) and (c).
    Row(
      body: #"{"message":"Body validation error","path":"/v1","requestId":"r","statusCode":"400"}"#,
      message: "Body validation error"),
    Row(body: #"{"message":"Too Many Requests","statusCode":429}"#, message: "Too Many Requests"),
    Row(
      body: #"{"title":"Forbidden","status":403,"message":"You've run out of funds"}"#,
      message: "You've run out of funds"),
    Row(
      body: #"{"error":{"message":"no","type":"t","param":null,"code":"c"},"request_id":"r"}"#,
      message: "no", code: "c"),
    Row(
      body: #"{"error":{"message":"no","type":"server_error","code":500}}"#, message: "no",
      code: "server_error"),
    Row(body: #"{"error":{"message":"no","code":502}}"#, message: "no", code: "502"),
    Row(body: #"{"error":"no such model"}"#, message: "no such model"),
    Row(body: #"{"error":{"message":""},"message":"outer"}"#, message: "outer"),
    Row(body: #"{"error":null,"message":"outer"}"#, message: "outer"),
    Row(body: #"{"error":{"detail":1}}"#, message: #"{"error":{"detail":1}}"#),
    Row(body: #"{"error":[]}"#, message: #"{"error":[]}"#),
    Row(body: #"[{"error":{"message":"no","code":400}}]"#, message: "no", code: "400"),
    Row(body: #"{"detail":"no"}"#, message: "no"),
    Row(
      body:
        #"{"detail":[{"loc":["body","messages",0],"msg":"bad"},{"loc":["body","n"],"msg":"x"}]}"#,
      message: "body.messages.0: bad; body.n: x"),
    Row(body: #"{"detail":{"error":{"message":"no"}}}"#, message: "no"),
    Row(body: #"{"errors":[{"message":"no"}]}"#, message: "no"),
    Row(body: #"{"error":"{\"error\":{\"message\":\"no\"}}"}"#, message: "no"),
    Row(
      body: #"{"error":{"message":"no","details":[{"reason":"why"},{"x":1}]}}"#, message: "no: why"),
    Row(body: #"{"message":"no","details":"NO"}"#, message: "no", code: "NO"),
    Row(body: #"{"msg":"no"}"#, message: "no"),
    Row(body: "\n\n {\"message\":\"padded\"}", message: "padded"),
    Row(body: "upstream went away\n", message: "upstream went away"),
    Row(body: "[1]", message: "[1]"),
    Row(body: "", message: ""),
    Row(
      body: "<html>\r\n<head><TITLE>\n502 Bad Gateway </TITLE></head><body>nginx</body></html>",
      message: "502 Bad Gateway"),
    Row(body: "<h1>Oops</h1>", message: "<h1>Oops</h1>"),
  ]

  @Test(arguments: rows) func words(row: Row) {
    let refusal = ErrorReply(body: row.body.utf8, hiding: Secrets()).refusal(status: 418)
    #expect(refusal == ServerRefusal(status: 418, message: row.message, code: row.code))
  }

  @Test(
    "Errors that a gateway forwards",
    arguments: [
      (#""raw":"busy","provider_name":"X""#, "busy", "X", RefusalCause.temporary),
      (#""raw":"{\"error\":{\"message\":\"busy\",\"code\":429}}""#, "busy", nil, .rateLimited),
      (
        #""raw":{"detail":"model m not found"},"provider_name":"X""#, "model m not found", "X",
        .unknownModel
      ),
      (#""raw":null,"provider_name":"X""#, "Provider returned error", "X", .temporary),
    ] as [(String, String, String?, RefusalCause)])
  func upstream(_ metadata: String, _ message: String, _ name: String?, _ cause: RefusalCause) {
    let body = #"{"error":{"message":"Provider returned error","metadata":{\#(metadata)}}}"#
    let refusal = ErrorReply(body: body.utf8, hiding: Secrets()).refusal(status: 502)
    #expect(refusal.message == message)
    #expect(refusal.upstream == name)
    #expect(refusal.cause == cause)
    let precise = body.replacing("Provider returned error", with: "Upstream failed")
    let both = ErrorReply(body: precise.utf8, hiding: Secrets()).refusal(status: 502)
    #expect(both.message.hasPrefix("Upstream failed"))
  }

  @Test func adviceDependsOnWhetherAKeyWasSent() {
    let body = #"{"error":{"message":"Invalid API key"}}"#.utf8
    for (hasKey, cause) in [(true, RefusalCause.keyRefused), (false, .keyMissing)] {
      for status in [200, 401] {
        let reply = ErrorReply(body: body, hiding: Secrets(), hasKey: hasKey)
        #expect(reply.refusal(status: status).cause == cause)
      }
    }
  }

  @Test func keyIsHiddenEvenInTruncatedText() {
    let key = "sk-0123456789"
    for padding in 2000...2060 {
      let text = String(repeating: "x", count: padding) + key + String(repeating: "y", count: 100)
      let refusal = ErrorReply(body: text.utf8, hiding: Secrets([key])).refusal(status: 401)
      #expect(!refusal.message.contains("sk-0"))
    }
    let quoted =
      #"{"error":{"message":"Incorrect API key: sk-0123456789.","code":"sk-0123456789"}}"#
    let refusal = ErrorReply(body: quoted.utf8, hiding: Secrets([key])).refusal(status: 401)
    #expect(refusal.message == "Incorrect API key: [key].")
    #expect(refusal.code == "[key]")
  }

  @Test func longMessagesAreCutBetweenCharacters() {
    let refusal = ErrorReply(
      body: String(repeating: "好", count: 3000).utf8, hiding: Secrets()
    ).refusal(status: 500)
    #expect(refusal.message == String(repeating: "好", count: 682) + "…")
  }

  @Test func invalidUTF8IsReplaced() {
    let refusal = ErrorReply(body: [0xFF, 0x41], hiding: Secrets()).refusal(status: 500)
    #expect(refusal.message == "\u{FFFD}A")
  }
}
