internal import Chat

// No number, however large, causes a trap, whether it comes from a server or from a database.
// Numbers are decoded, added to a message, formatted for display and written as JSON, and every
// line of JSON parses.

@_cdecl("LLVMFuzzerTestOneInput")
public func testNumbers(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  var numbers = Numbers(Input(start, count).bytes)
  testArithmetic(&numbers)
  testStream(&numbers)
  testStored(&numbers)
  testModels(&numbers)
  testDays(&numbers)
  return 0
}

/// Numbers made from the input: one byte selects either an edge case or the number in the next
/// eight bytes.
private struct Numbers {
  private var rest: ArraySlice<UInt8>

  private static let texts = [
    "0", "-0", "1", "-1", "0.5", "1e-7", "4.9e-324", "-4.9e-324", "2.2250738585072014e-308", "99.5",
    "1e9", "\"1e11\"", "1e15", "1e18", "1e19", "1e20", "1e300", "-1e300", "1e999", "-1e999",
    "1.7976931348623157e308", "9007199254740991", "9007199254740993", "4294967296", "1e11",
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "\"nan\"", "\"inf\"", "\"-inf\"", "null",
    "3e8", "300000001", "1e-999", "0.0000001", "123456789012345678901234567890",
  ]
  private static let integers: [Int64] = [
    .min, .min + 1, -1, 0, 1, 59, 60, 86_400_000, 1 << 31, 1 << 53, 1 << 62, .max - 1, .max,
    253_402_300_800_000, -62_167_219_200_001, 9_404_900_000_000_000,
  ]
  private static let doubles = [
    0, -0.0, 1, -1, 0.004999, 0.005, 1e11, 1e18, 9.3e18, 1e300, -1e300, .infinity, -.infinity, .nan,
    .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
  ]

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  private mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  private mutating func word() -> UInt64 {
    (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) }
  }

  mutating func integer() -> Int64 {
    let choice = Int(byte())
    return choice < 128 ? Self.integers[choice % Self.integers.count] : Int64(bitPattern: word())
  }

  mutating func double() -> Double {
    let choice = Int(byte())
    return choice < 128 ? Self.doubles[choice % Self.doubles.count] : Double(bitPattern: word())
  }

  /// Returns a number as JSON, or a string or `null` in its place.
  mutating func text() -> String {
    let choice = byte()
    switch choice {
    case ..<192: return Self.texts[Int(choice) % Self.texts.count]
    case ..<224: return "\(Int64(bitPattern: word()))"
    default:
      let number = Double(bitPattern: word())
      return number.isFinite ? "\(number)" : "\"\(number)\""
    }
  }

  /// Returns an object with values from `text()`.
  mutating func object(_ names: String...) -> String {
    "{" + names.map { "\"\($0)\":\(text())" }.joined(separator: ",") + "}"
  }
}

// MARK: - Arithmetic

private func testArithmetic(_ numbers: inout Numbers) {
  let (left, right) = (numbers.integer(), numbers.integer())
  require(left.addingClamped(right) == Int64(clamping: Int128(left) + Int128(right)), "a sum")
  require(
    left.subtractingClamped(right) == Int64(clamping: Int128(left) - Int128(right)), "a difference")
  require(
    left.multipliedClamped(by: right) == Int64(clamping: Int128(left) * Int128(right)), "a product")
  let number = numbers.double()
  let clamped = Int64(clamping: number)
  require(number.isNaN || (number < 0) == (clamped < 0) || clamped == 0, "\(number) as \(clamped)")
  let duration = Duration(clampingSeconds: number)
  require(duration == duration.clamped, "\(number) s as \(duration)")
  require(Money.clamped(number).map { $0.magnitude <= Money.most } ?? number.isNaN, "\(number)")
}

// MARK: - From a server

private func testStream(_ numbers: inout Numbers) {
  var transfer = Transfer(hiding: Secrets())
  let head = ResponseHead(
    status: 200,
    fields: ["Content-Type": "text/event-stream", "X-Aimlapi-Usd-Spent": header(&numbers)])
  var events = transfer.open(head)
  for chunk in chunks(&numbers) {
    let time = Duration.microseconds(numbers.integer())
    events += transfer.receive(Array("data: \(chunk)\n\n".utf8), at: time)
  }
  events += transfer.close(nil, at: .milliseconds(numbers.integer()))
  var message = Message.emptyAnswer
  var lines = ""
  for event in events {
    switch event {
    case .opened, .retrying, .thinkingNotEnded: break
    case .received(let delta):
      message.add(delta)
      lines += AnswerJSON.lines(delta)
    case .ended(let end):
      message.end(end) { _ in "" }
      lines += AnswerJSON.line(end, complaint: nil, conversation: nil)
    }
  }
  check(lines)
  require(lines.contains("\"type\":\"end\""), "the end is missing")
  show(message)
}

private func header(_ numbers: inout Numbers) -> String {
  numbers.text().filter { $0 != "\"" }
}

private func chunks(_ numbers: inout Numbers) -> [String] {
  let details = "\"completion_tokens_details\":" + numbers.object("reasoning_tokens")
  let usage = numbers.object(
    "prompt_tokens", "completion_tokens", "reasoning_tokens", "prompt_cache_hit_tokens", "cost",
    "usd_spent", "queue_time", "prompt_time", "completion_time")
  let timings = numbers.object("cache_n", "prompt_n", "predicted_n", "prompt_ms", "predicted_ms")
  let token =
    "{\"token\":\"a\",\"logprob\":\(numbers.text()),\"bytes\":[\(numbers.text())],"
    + "\"top_logprobs\":[\(numbers.object("logprob"))]}"
  let call = "{\"index\":\(numbers.text()),\"id\":\"c\",\"function\":{\"name\":\"f\"}}"
  return [
    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"tool_calls\":[\(call),{\"id\":\"d\"}]},"
      + "\"logprobs\":{\"content\":[\(token)]}}]}",
    "{\"choices\":[{\"index\":\(numbers.text()),\"delta\":{\"content\":\"b\"}}]}",
    "{\"choices\":[],\"timings\":\(timings),\"x_groq\":{\"usage\":\(usage)}}",
    "{\"choices\":[],\"usage\":\(usage.dropLast()),\(details)},"
      + "\"meta\":{\"usage\":\(numbers.object("usd_spent"))}}",
    "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}", "[DONE]",
  ]
}

// MARK: - From a database

/// Tests values that no decoder has clamped.
private func testStored(_ numbers: inout Numbers) {
  var message = Message.emptyAnswer
  message.usage = Usage(
    promptTokens: Int(numbers.integer()), completionTokens: Int(numbers.integer()),
    reasoningTokens: Int(numbers.integer()), cachedTokens: Int(numbers.integer()),
    cost: numbers.double())
  message.timings = Timings(
    firstToken: .microseconds(numbers.integer()), firstContent: .microseconds(numbers.integer()),
    end: .milliseconds(numbers.integer()))
  message.serverTimings = ServerTimings(
    queue: .seconds(numbers.integer()), prompt: .microseconds(numbers.integer()),
    generation: Duration(attoseconds: Int128(numbers.integer()) << 60).clamped)
  show(message)
  let end = StreamEnd(
    outcome: .complete, usage: message.usage, timings: message.timings ?? Timings(),
    serverTimings: message.serverTimings)
  check(AnswerJSON.line(end, complaint: nil, conversation: nil))
}

/// Formats every figure that the interface shows for a message.
private func show(_ message: Message) {
  let usage = message.usage ?? Usage()
  let counts = [
    usage.promptTokens, usage.completionTokens, usage.reasoningTokens, usage.cachedTokens,
  ].compactMap(\.self)
  let timings = message.timings ?? Timings()
  let times = [
    timings.firstToken, timings.firstContent, timings.end, timings.writing,
    message.serverTimings?.queue, message.serverTimings?.prompt, message.serverTimings?.generation,
  ].compactMap(\.self)
  for count in counts {
    for text in [Figures.count(count), Figures.limit(count)] {
      require(!text.isEmpty, "a figure is missing")
    }
    for time in times { require(Figures.speed(count, in: time).hasSuffix("/s"), "a speed") }
  }
  for time in times {
    for text in [Figures.time(time), Figures.seconds(time), Figures.age(time)] {
      require(!text.contains("-"), "“\(text)” is less than nothing")
    }
  }
  if let cost = usage.cost { require(Figures.dollars(cost).contains("$"), "a sum of money") }
}

// MARK: - A list of models

private func testModels(_ numbers: inout Numbers) {
  let unit =
    numbers.object("price", "per").dropLast() + ",\"name\":\"token\",\"measure\":\"input\"}"
  let list =
    "{\"data\":[{\"id\":\"a\",\"context_length\":\(numbers.text()),\"max_completion_tokens\":"
    + "\(numbers.text()),\"pricing\":\(numbers.object("prompt", "completion"))},"
    + "{\"id\":\"b\",\"pricing\":\(numbers.object("input", "output"))},"
    + "{\"id\":\"c\",\"info\":\(numbers.object("contextLength", "outputMax")),"
    + "\"pricing\":{\"units\":[\(unit)]}}]}"
  let models = ModelList.models(in: Array(list.utf8)) ?? []
  require(models.count == 3, "a number drops a model from \(list)")
  for model in models {
    for price in [model.inputPrice, model.outputPrice].compactMap(\.self) {
      require(price.isFinite && Figures.dollars(price).hasPrefix("$"), "a price of \(price)")
      check(JSONValue.object(["price": .number(price)]).text + "\n")
    }
    for count in [model.contextLength, model.outputLimit].compactMap(\.self) {
      require(!Figures.count(count).isEmpty, "a count")
    }
  }
}

// MARK: - Days

private func testDays(_ numbers: inout Numbers) {
  let (time, now) = (
    Timestamp(milliseconds: numbers.integer()), Timestamp(clamping: numbers.integer())
  )
  let day = LocalDay(time, offset: Int(clamping: numbers.integer() % 100_000))
  require(!day.name(from: LocalDay(now, offset: 0)).isEmpty && !day.digits.isEmpty, "a day")
  let elapsed = now.elapsed(since: time)
  require(
    !Figures.age(elapsed).isEmpty && !Figures.daysLeft(of: 30, after: elapsed).isEmpty, "an age")
  require((time < now) == (elapsed > .zero), "an order")
  require(time.advanced(by: elapsed.clamped) >= time || elapsed < .zero, "a moment before")
  require(!Figures.percent(numbers.double()).isEmpty, "a part")
}

/// Requires each line to be a JSON object.
private func check(_ lines: String) {
  for line in lines.utf8.split(separator: UInt8(ascii: "\n")) {
    let isObject = Array(line).withUnsafeBufferPointer { JSONScanner.isObject($0) }
    require(isObject, "not a JSON object: \(String(decoding: line, as: UTF8.self))")
  }
}
