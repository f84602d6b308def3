import Chat
import Testing

@testable import Streaming

/// Extreme numbers from a server.
@Suite struct NumbersTests {
  static let numbers = [
    "0", "-0", "1e-999", "5e-324", "0.5", "-1", "1e11", "1e18", "1e19", "1e300", "-1e300", "1e999",
    "-1e999", "9007199254740993", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "18446744073709551616", "1.7976931348623157e308", "null", "\"1\"",
  ]

  private func answer(_ chunks: [String], headers: [String: String] = [:]) -> Message {
    var transfer = Transfer(hiding: Secrets([]))
    var fields = ["content-type": "text/event-stream"]
    fields.merge(headers) { _, new in new }
    var events = transfer.open(ResponseHead(status: 200, fields: fields))
    for chunk in chunks { events += transfer.receive(Array("data: \(chunk)\n\n".utf8), at: .zero) }
    events += transfer.close(nil, at: .zero)
    var message = Message(
      id: MessageID(UUIDv7(time: Timestamp(milliseconds: 0), naming: "")), parent: nil,
      role: .assistant, createdAt: Timestamp(milliseconds: 0))
    for event in events {
      if case .received(let delta) = event { message.add(delta) }
      if case .ended(let end) = event { message.end(end) { _ in "" } }
    }
    return message
  }

  @Test(arguments: numbers)
  func costsAreFinite(_ number: String) {
    let message = answer([#"{"choices":[],"usage":{"cost":\#(number)}}"#])
    #expect(message.usage?.cost.map { $0.magnitude <= Money.most } ?? true)
    let priced = answer([], headers: ["X-Aimlapi-Usd-Spent": number])
    #expect(priced.usage?.cost.map { $0.magnitude <= Money.most } ?? true)
  }

  @Test(arguments: ["nan", "inf", "-inf", "0x1p2000", ""])
  func oddCostHeadersAreFinite(_ text: String) {
    let message = answer([], headers: ["X-Aimlapi-Usd-Spent": text])
    #expect(message.usage?.cost.map { $0.magnitude <= Money.most } ?? true)
  }

  @Test(arguments: numbers)
  func countsAndTimesAreNeverNegative(_ number: String) {
    let counts = ["prompt_tokens", "completion_tokens", "reasoning_tokens"]
    let times = ["queue_time", "prompt_time", "completion_time"]
    let usage = (counts + times).map { #""\#($0)":\#(number)"# }.joined(separator: ",")
    let timings = ["prompt_n", "predicted_n", "prompt_ms", "predicted_ms"]
      .map { #""\#($0)":\#(number)"# }.joined(separator: ",")
    for chunk in [
      #"{"choices":[],"usage":{\#(usage)}}"#,
      #"{"choices":[],"timings":{"cache_n":9223372036854775807,\#(timings)}}"#,
    ] {
      let message = answer([chunk])
      let found = [
        message.usage?.promptTokens, message.usage?.completionTokens,
        message.usage?.reasoningTokens, message.usage?.cachedTokens,
      ].compactMap(\.self)
      #expect(found.allSatisfy { $0 >= 0 }, "\(found)")
      let measured = [
        message.serverTimings?.queue, message.serverTimings?.prompt,
        message.serverTimings?.generation,
      ].compactMap(\.self)
      #expect(measured.allSatisfy { (.zero ... .longest).contains($0) }, "\(measured)")
    }
  }

  /// llama.cpp's prompt tokens are the sum of cached and uncached ones.
  @Test func sumsOfCountsSaturate() {
    let most = "9223372036854775807"
    let message = answer([#"{"choices":[],"timings":{"cache_n":\#(most),"prompt_n":\#(most)}}"#])
    #expect(message.usage?.promptTokens == .max)
  }

  @Test(arguments: numbers + ["\"1e11\"", "\"1e300\"", "\"nan\"", "\"-inf\"", "\"1e999\""])
  func invalidPricesKeepEveryModel(_ number: String) throws {
    let list = """
      {"data":[
      {"id":"a","context_length":\(number),"pricing":{"prompt":\(number),"completion":\(number)}},
      {"id":"b","max_model_len":\(number),"pricing":{"input":\(number),"output":\(number)}},
      {"id":"c","pricing":{"units":[
        {"name":"token","price":\(number),"per":\(number),"measure":"input"},
        {"name":"token","price":\(number),"per":5e-324,"measure":"output"}]}}]}
      """
    let models = try #require(ModelList.models(in: Array(list.utf8)))
    #expect(models.map(\.id) == ["a", "b", "c"])
    for model in models {
      let prices = [model.inputPrice, model.outputPrice].compactMap(\.self)
      #expect(prices.allSatisfy { (0...Money.most).contains($0) }, "\(prices)")
      #expect(model.contextLength ?? 1 > 0)
    }
  }

  @Test(arguments: numbers)
  func errorMessagesAreKept(_ number: String) {
    let body = #"{"error":{"message":"too many","code":\#(number),"details":[\#(number)]}}"#
    let refusal = ErrorReply(body: Array(body.utf8), hiding: Secrets([])).refusal(status: 429)
    #expect(refusal.message.hasPrefix("too many"))
  }

  @Test(arguments: numbers + ["nan", "inf", "-inf", "Fri, 31 Dec 9999999 23:59:59 GMT"])
  func retryDelaysAreBounded(_ text: String) {
    let policy = RetryPolicy(now: 0, random: 0)
    for name in ["retry-after", "retry-after-ms"] {
      let delay = policy.delay(
        after: .refused(ServerRefusal(status: 429, message: "")),
        head: ResponseHead(status: 429, fields: [name: text]), retries: 0)
      #expect(delay.map { (.zero ... .seconds(RetryPolicy.longestWait)).contains($0) } ?? true)
    }
  }

  @Test(
    arguments: [
      (#"{"a":[1,2.5,"x",true,null,{}]}"#, #"{"a":[1,2.5,"x",true,null,{}]}"#),
      (
        #"{"\u0061":1e999,"b":-1e999}"#,
        #"{"a":1.7976931348623157e+308,"b":-1.7976931348623157e+308}"#
      ),
      ("[1", nil), ("{\"a\":01}", nil),
    ] as [(String, String?)])
  func wholeValues(_ json: String, _ expected: String?) {
    let value = Array(json.utf8).withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      return try? scanner.value()
    }
    #expect(value?.text == expected)
  }
}
