import Chat
import Screen
import Testing

@testable import App

/// Extreme numbers from a database or a server. Drawing them must not trap.
@Suite struct NumbersTests {
  private static let counts = [.min, .min + 1, -1, 0, 9_999, 1 << 53, .max - 1, .max]
  private static let costs = [
    1e300, -1e300, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -0.0, 1e11, 1e18, 0.004999,
    -0.5,
    .greatestFiniteMagnitude,
  ]
  private static let times: [Duration] = [
    .microseconds(Int64.min), .microseconds(-1), .zero, .milliseconds(201),
    .microseconds(Int64.max),
    .seconds(Int64.max), .seconds(Int64.min), .longest,
  ]
  static let dates: [Int64] = [
    .min, .min + 1, -62_167_219_200_001, -1, 0, 253_402_300_800_000, 9_404_900_000_000_000,
    .max - 1, .max,
  ]

  private func answered(_ change: (inout Message) -> Void, at time: Int64? = nil) throws -> Script {
    var script = try Script.answered()
    let last = try #require(script.state.conversation.lastMessage)
    if let time {
      var conversation = Conversation(
        id: script.state.conversation.id, createdAt: Timestamp(milliseconds: time))
      var old = Message(
        id: last.id, parent: nil, role: .assistant, createdAt: Timestamp(milliseconds: time),
        content: last.content, reasoning: last.reasoning, origin: last.origin, usage: last.usage,
        timings: last.timings)
      change(&old)
      conversation.append(old)
      script.state.conversation = conversation
    } else {
      script.state.conversation.update(last.id, change)
    }
    return script
  }

  /// Draws at several sizes, with the conversation list, and as plain lines.
  private func draw(_ script: Script) throws {
    for (width, height) in [(40, 10), (120, 40), (160, 24)] {
      var script = script
      let rows = script.rows(width: width, height: height)
      #expect(rows.allSatisfy { DisplayWidth.of($0) <= width })
      script.press(Key(.function(2)))
      #expect(script.rows(width: width, height: height).count == height)
    }
    var lines = script
    var view = PlainView()
    #expect(!lines.state.news(by: &view).isEmpty)
  }

  @Test(arguments: counts)
  func everyCountIsDrawn(_ count: Int) throws {
    for time in [Duration.milliseconds(201), .microseconds(Int64.max)] {
      let usage = Usage(
        promptTokens: count, completionTokens: count, reasoningTokens: count, cachedTokens: count)
      try draw(
        answered {
          $0.usage = usage
          $0.timings = Timings(firstToken: .zero, firstContent: time, end: time)
          $0.serverTimings = ServerTimings(generation: time)
        })
    }
  }

  @Test(arguments: costs)
  func everyCostIsDrawn(_ cost: Double) throws {
    try draw(answered { $0.usage = Usage(completionTokens: 1, cost: cost) })
    #expect(Figures.dollars(cost).contains("$"))
  }

  @Test(arguments: times, times)
  func everyTimeIsDrawn(_ first: Duration, _ end: Duration) throws {
    try draw(
      answered {
        $0.usage = Usage(completionTokens: .max)
        $0.timings = Timings(firstToken: first, firstContent: end, end: end)
        $0.serverTimings = ServerTimings(queue: first, prompt: end, generation: end)
      })
  }

  @Test(arguments: dates)
  func everyDateIsDrawn(_ date: Int64) throws {
    try draw(answered({ _ in }, at: date))
    #expect(!LocalDay(Timestamp(milliseconds: date), offset: 50_400).digits.isEmpty)
  }

  @Test(arguments: dates)
  func everyDateIsListed(_ date: Int64) throws {
    let time = Timestamp(milliseconds: date)
    for shelf in [Shelf.current, .deleted] {
      var summary = ConversationSummary(
        id: ConversationID(UUIDv7(time: time, naming: "old")), title: "Old", createdAt: time,
        updatedAt: time, model: "m", messageCount: .max, preview: "")
      if shelf == .deleted { summary.marks.deletedAt = time }
      for (width, height) in [(40, 12), (120, 40)] {
        var script = Script()
        script.press(Key(.function(2)))
        try script.answerList([summary])
        let rows = script.rows(width: width, height: height)
        #expect(rows.contains { $0.contains("Old") }, "\(rows)")
      }
    }
  }

  @Test(arguments: dates)
  func everyDateIsFound(_ date: Int64) throws {
    let hit = SearchHit(
      conversation: ConversationID(UUIDv7(time: Timestamp(milliseconds: 0), naming: "")),
      title: "Old", message: nil, role: nil, createdAt: Timestamp(milliseconds: date),
      isInReasoning: false, snippet: SearchSnippet([SearchSnippet.Piece("Old")]))
    for indexed in [nil, -.infinity, -9e18, 0.5, 1e300, .nan] as [Double?] {
      var script = Script()
      script.press(.control("r"))
      script.type("old")
      let request = script.pending.compactMap { effect -> RequestID? in
        if case .store(.search(let request, _, _, _, _)) = effect { request } else { nil }
      }.last
      script.play(
        .found(
          try #require(request),
          .success(SearchResult(hits: [hit], hasMore: false, ranked: .max, indexed: indexed))))
      #expect(script.rows(width: 120, height: 20).contains { $0.contains("Old") })
      #expect(script.rows(width: 40, height: 10).count == 10)
    }
  }

  // MARK: Typed numbers

  @Test(arguments: [
    "/open 9223372036854775807", "/open -9223372036854775808", "/open 0", "/open -1",
    "/copy 9223372036854775807", "/copy -9223372036854775808",
    "/open 99999999999999999999", "/copy 99999999999999999999",
    "/set max_tokens 99999999999999999999", "/set seed -9223372036854775808",
    "/set temperature 1e999", "/set temperature nan", "/set thinking_budget -9223372036854775808",
    "/think 99999999999999999999",
  ])
  func outOfRangeNumbersAreReported(_ line: String) throws {
    var script = try Script.answered()
    script.submit(line: line)
    #expect(script.state.notice != nil)
    #expect(script.rows(width: 40, height: 10).count == 10)
  }

  @Test func typedCountsAreCapped() throws {
    var script = try Script.answered()
    script.press(.tab)
    for digit in "99999999999999999999" { script.press(.character(digit)) }
    #expect(script.state.count == 9999)
    script.press(.character("j"))
    #expect(script.rows(width: 80, height: 24).count == 24)
  }

  @Test(
    arguments: [
      (1e300, "$1000000000000.00"), (-1e300, "-$1000000000000.00"), (.nan, "$?"), (0, "$0"),
      (-0.0026, "-$0.0026"), (0.0026, "$0.0026"), (1e11, "$100000000000.00"), (12.345, "$12.35"),
    ] as [(Double, String)])
  func sums(_ dollars: Double, _ text: String) {
    #expect(Figures.dollars(dollars) == text)
  }

  @Test func percentagesAndDaysAreBounded() {
    #expect(Figures.percent(.nan) == "0 %" && Figures.percent(-9e18) == "0 %")
    #expect(Figures.percent(0.389) == "38 %" && Figures.percent(.infinity) == "100 %")
    #expect(Figures.daysLeft(of: 30, after: .seconds(Int64.max)) == "0 d left")
    #expect(Figures.daysLeft(of: 30, after: .seconds(Int64.min)) == "30 d left")
    #expect(Figures.daysLeft(of: 30, after: .seconds(86_400 * 3)) == "27 d left")
  }
}
