import Chat
import Foundation
import Screen
import Testing

@testable import App

/// What answers cost, and the limits that people set.
@Suite struct SpendingTests {
  private func script(
    prices: (Double, Double)? = (1, 10), limits: SpendingLimits = SpendingLimits(),
    surface: Surface = .screen
  ) -> Script {
    var script = Script(surface: surface)
    script.state.preferences.limits = limits
    var model = Model(id: script.state.session.model)
    model.inputPrice = prices?.0
    model.outputPrice = prices?.1
    script.know(model)
    return script
  }

  private func answer(_ script: inout Script, _ usage: Usage?) throws {
    let request = try script.ask("question")
    script.end(request, "An answer.", usage)
  }

  private func rows(_ script: inout Script, width: Int = 200) -> String {
    script.rows(width: width, height: 24).joined(separator: "\n")
  }

  @Test func theServersCostIsExact() throws {
    var script = script()
    try answer(&script, Usage(promptTokens: 1000, completionTokens: 100, cost: 0.0123))
    #expect(rows(&script).contains("qwen3-32b · 100 tok · $0.01"))
    #expect(!rows(&script).contains("≈"))
    #expect(script.state.conversation.lastMessage?.estimate?.cost == nil)
  }

  @Test func otherwiseTheListedPriceIsMarked() throws {
    var script = script()
    try answer(&script, Usage(promptTokens: 100_000, completionTokens: 10_000))
    #expect(script.state.conversation.lastMessage?.estimate?.cost == 0.2)
    #expect(rows(&script).contains("qwen3-32b · 10.0k tok · ≈ $0.20"))
  }

  @Test func withoutUsageTokensAreEstimated() throws {
    var script = script()
    let request = try script.ask(String(repeating: "word ", count: 1000))
    script.end(request, String(repeating: "word ", count: 100), nil)
    let cost = try #require(script.state.conversation.lastMessage?.estimate?.cost)
    #expect((0.00195...0.0021).contains(cost))
  }

  @Test func withoutAPriceNothingIsInvented() throws {
    var script = script(prices: nil)
    try answer(&script, Usage(promptTokens: 1000, completionTokens: 100))
    #expect(!rows(&script).contains("$"))
    #expect(script.state.front.spending.isNothing)
  }

  @Test func aRequestThatBroughtNothingIsNotBilled() throws {
    var script = script()
    let request = try script.ask("question")
    let refusal = ServerRefusal(status: 401, message: "no", cause: .keyRefused)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
    #expect(script.state.front.spending.isNothing)
    #expect(script.state.spentToday.isNothing)
  }

  @Test func aRunningAnswerShowsItsCostSoFar() throws {
    var script = script()
    let request = try script.ask("question")
    script.play(
      .streamed(
        request,
        .received(AnswerDelta(content: String(repeating: "word ", count: 1000), chunks: 1))))
    #expect(rows(&script).contains("≈ $0.01"))
  }

  // MARK: The page

  private func page(_ script: inout Script) -> [String] {
    script.press(.control("x"), .character("$"))
    defer { script.press(.escape) }
    return script.rows(width: 80, height: 24)
  }

  private func value(_ name: String, _ rows: [String]) -> String? {
    rows.first { $0.hasPrefix("  " + name) }.map {
      String($0.dropFirst(2 + name.count).drop { $0 == " " })
    }
  }

  @Test func nothingAskedCostsNothing() {
    var script = script()
    let rows = page(&script)
    #expect(value("last answer", rows) == "no answer yet")
    #expect(value("conversation", rows) == "$0")
    #expect(value("today", rows) == "$0")
    script.restDoesNotMatter()
  }

  /// If an unknown cost is missing from a sum, the page says so, in every conversation.
  @Test func anUnknownCostMakesTheSumsUnknownToo() throws {
    var script = script(prices: nil)
    try answer(&script, Usage(promptTokens: 1000, completionTokens: 100))
    var rows = page(&script)
    #expect(value("last answer", rows) == "unknown")
    #expect(value("conversation", rows) == "unknown")
    #expect(value("today", rows) == "unknown")
    script.press(.control("n"))
    rows = page(&script)
    #expect(value("last answer", rows) == "no answer yet")
    #expect(value("conversation", rows) == "$0")
    #expect(value("today", rows) == "unknown")
    script.restDoesNotMatter()
  }

  @Test func aSumWithAnUnknownPartIsALeastOne() throws {
    var script = script(prices: nil)
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    try answer(&script, Usage(promptTokens: 1000, completionTokens: 100))
    let rows = page(&script)
    #expect(value("last answer", rows) == "unknown")
    #expect(value("conversation", rows) == "at least $0.25")
    #expect(value("today", rows) == "at least $0.25")
    script.restDoesNotMatter()
  }

  @Test func tokensHaveAllTheirDigits() {
    #expect(
      [0, 912, 4096, 131_072, 1_048_576].map(Figures.exact)
        == ["0", "912", "4,096", "131,072", "1,048,576"])
  }

  @Test func numbersOnThePageLineUp() throws {
    var script = script(limits: SpendingLimits(conversation: 1, day: 50))
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    script.press(.control("n"))
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 9.9))
    let rows = page(&script)
    let points = ["conversation", "today"].compactMap { name in
      rows.first { $0.hasPrefix("  " + name) }.flatMap { $0.split(separator: ".").first?.count }
    }
    #expect(points.count == 2 && Set(points).count == 1, "\(points)")
    script.restDoesNotMatter()
  }

  // MARK: Sums

  @Test func conversationAndDayAddUp() throws {
    var script = script()
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    script.press(.control("x"), .character("r"))
    let again = try #require(script.state.stream?.request)
    script.play(.questionSaved(again, nil))
    script.end(again, "Another.", Usage(promptTokens: 1, completionTokens: 1, cost: 0.5))
    #expect(script.state.front.spending.dollars == 0.75, "every version was paid for")
    #expect(rows(&script).contains("conversation $0.75"))
    script.press(.control("n"))
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 1))
    #expect(script.state.front.spending.dollars == 1)
    #expect(script.state.spentToday.dollars == 1.75)
    #expect(rows(&script).contains("today $1.75"))
    script.restDoesNotMatter()
  }

  @Test func theDatabaseKnowsWhatOtherProgramsSpent() throws {
    var script = script()
    let request = try load(&script)
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    var report = SpendingReport()
    report.sinceTime = Spending(2, isEstimate: true)
    report.otherThanMessages = Spending(0.5, isEstimate: false)
    script.play(.spendingLoaded(request, script.state.conversation.id, .success(report)))
    #expect(script.state.spentToday == Spending(2.25, isEstimate: true), "what came since counts")
    #expect(script.state.front.spending.dollars == 0.75)
    #expect(rows(&script).contains("today ≈ $2.25"))
    script.restDoesNotMatter()
  }

  private func load(_ script: inout Script) throws -> RequestID {
    let effects = script.state.loadSpending()
    guard case .store(.loadSpending(let request, let since, _))? = effects.first else {
      throw Missing()
    }
    #expect(since == script.state.now.startOfDay(offset: 0))
    #expect(since.milliseconds % 86_400_000 == 0)
    return request
  }

  private struct Missing: Error {}

  @Test func aNewDayStartsAtLocalMidnight() throws {
    var script = script()
    script.state.preferences.utcOffset = 3600
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    let midnight = script.state.now.startOfDay(offset: 3600).milliseconds + 86_400_000
    #expect((midnight + 3_600_000) % 86_400_000 == 0)
    script.state.now = Timestamp(milliseconds: midnight - 1)
    #expect(script.state.spentToday.dollars == 0.25)
    script.state.now = Timestamp(milliseconds: midnight)
    #expect(script.state.spentToday.isNothing)
    #expect(script.state.front.spending.dollars == 0.25)
  }

  @Test func deletingAnAnswerDoesNotBringTheMoneyBack() throws {
    var script = script()
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.5))
    for _ in 1...2 { script.press(.control("x"), .character("d")) }
    #expect(script.state.conversation.path.count == 3)
    #expect(script.state.front.spending.dollars == 0.75)
    script.press(.control("x"), .character("u"))
    #expect(script.state.front.spending.dollars == 0.75)
    script.restDoesNotMatter()
  }

  @Test func aTitleIsPaidForToo() throws {
    var script = script()
    script.state.preferences.asksForTitles = true
    let request = try script.ask("question")
    script.end(request, "An answer.", Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    let title = try #require(script.state.front.titleRequest?.request)
    script.restDoesNotMatter()
    script.end(title, "A title", Usage(promptTokens: 10_000, completionTokens: 1_000))
    #expect(script.state.front.spending == Spending(0.27, isEstimate: true))
    #expect(script.state.spentToday.dollars == 0.27)
    let expenses = script.takeEffects().compactMap { effect -> Expense? in
      if case .store(.noteExpense(let expense)) = effect { expense } else { nil }
    }
    #expect(expenses.map(\.spending) == [Spending(0.02, isEstimate: true)])
    #expect(expenses.map(\.conversation) == [script.state.conversation.id])
    #expect(rows(&script).contains("title 10.0k in 1000 out ≈ $0.02"))
  }

  // MARK: Limits

  @Test func aQuestionAtTheLimitAsksFirst() throws {
    for limits in [SpendingLimits(conversation: 0.25), SpendingLimits(day: 0.25)] {
      var script = script(limits: limits)
      try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.12))
      script.type("cheap")
      script.press(.enter)
      let second = try #require(script.state.stream?.request)
      script.play(.questionSaved(second, nil))
      script.end(second, "Yes.", Usage(promptTokens: 1, completionTokens: 1, cost: 0.13))
      script.type("more")
      script.press(.enter)
      #expect(script.state.stream == nil)
      #expect(script.state.composer.text == "more")
      #expect(script.state.notice?.text.contains("your limit is $0.25") == true)
      script.press(.enter)
      #expect(script.state.stream != nil)
      script.restDoesNotMatter()
    }
  }

  @Test("A limit asks before it is passed, not after", arguments: [0.3, nil])
  func anotherAnswerAsDearAsTheLastCounts(_ cost: Double?) throws {
    for limits in [SpendingLimits(conversation: 1), SpendingLimits(day: 1)] {
      var script = script(prices: cost == nil ? (0, 10) : nil, limits: limits)
      var sent = 0
      while sent < 9 {
        script.type("question")
        script.press(.enter)
        guard let request = script.state.stream?.request else { break }
        script.play(.questionSaved(request, nil))
        script.end(
          request, "An answer.", Usage(promptTokens: 1, completionTokens: 30_000, cost: cost))
        sent += 1
      }
      #expect(sent == 3)
      #expect(script.state.spentToday.dollars < 1)
      #expect(script.state.notice?.text.contains("may add ≈ $0.30") == true)
      script.restDoesNotMatter()
    }
  }

  @Test func aPriceThatIsListedAfterTheAnswerCounts() throws {
    for isPrivate in [false, true] {
      var script = Script()
      script.play(.catalogLoaded(ModelCatalog()))
      if isPrivate { script.press(.control("x"), .character("i")) }
      script.type("question")
      script.press(.enter)
      let request = try #require(script.state.stream?.request)
      script.play(.questionSaved(request, nil))
      script.end(request, "An answer.", Usage(promptTokens: 100_000, completionTokens: 10_000))
      #expect(script.state.front.spending.isNothing)
      let provider = script.state.session.provider
      var model = Model(id: script.state.session.model)
      model.inputPrice = 1
      model.outputPrice = 10
      let listing = ModelListing(
        provider: provider.name, baseURL: provider.baseURL, models: [model],
        fetchedAt: script.state.now)
      _ = script.takeEffects()
      for _ in 1...2 { script.play(.modelsListed(provider, .success(listing))) }
      #expect(script.state.front.spending == Spending(0.2, isEstimate: true))
      #expect(script.state.spentToday == Spending(0.2, isEstimate: true), "and only once")
      #expect(rows(&script).contains("qwen3-32b · 10.0k tok · ≈ $0.20"))
      let saved = script.takeEffects().compactMap { effect -> Expense? in
        if case .store(.notePrice(let expense)) = effect { expense } else { nil }
      }
      #expect(saved.map(\.spending) == (isPrivate ? [] : [Spending(0.2, isEstimate: true)]))
      script.restDoesNotMatter()
    }
  }

  @Test("Every answer of this run gets its price, whatever is asked or open by then")
  func answersThatWereLeftArePricedToo() throws {
    var script = Script()
    script.play(.catalogLoaded(ModelCatalog()))
    let provider = script.state.session.provider
    var answers: [MessageID] = []
    for _ in 1...2 {
      try answer(&script, Usage(promptTokens: 100_000, completionTokens: 10_000))
      answers.append(try #require(script.state.conversation.path.last))
      script.press(.control("n"))
    }
    script.type("stopped")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .received(AnswerDelta(content: "An answer.", chunks: 1))))
    script.press(.escape)
    answers.append(try #require(script.state.conversation.path.last))
    script.restDoesNotMatter()
    #expect(script.state.spentToday.isNothing)
    let model = script.state.session.model
    script.state.session.model = "another"
    _ = script.takeEffects()
    var listed = Model(id: model)
    (listed.inputPrice, listed.outputPrice) = (1, 10)
    let listing = ModelListing(
      provider: provider.name, baseURL: provider.baseURL, models: [listed],
      fetchedAt: script.state.now)
    for _ in 1...2 { script.play(.modelsListed(provider, .success(listing))) }
    let expenses = script.takeEffects().compactMap { effect -> Expense? in
      if case .store(.notePrice(let expense)) = effect { expense } else { nil }
    }
    #expect(expenses.map(\.id) == answers)
    #expect(script.state.spentToday.dollars > 0.4)
    #expect(script.state.front.spending.dollars > 0)
    script.restDoesNotMatter()
  }

  @Test("Nothing in the status line moves while an answer grows", arguments: [80, 120, 200])
  func figuresKeepTheirPlace(_ width: Int) throws {
    var script = Script()
    var model = Model(id: script.state.session.model)
    (model.inputPrice, model.outputPrice, model.contextLength) = (0.1, 0.3, 131_072)
    script.know(model)
    try answer(&script, Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    let request = try script.ask("question")
    var places: [String: Set<Int>] = [:]
    for step in 1...300 {
      script.state.now = script.state.now.advanced(by: .milliseconds(150))
      let text = String(repeating: "word ", count: step)
      script.play(.streamed(request, .received(AnswerDelta(content: text, chunks: 1))))
      let row = script.rows(width: width, height: 24).last ?? ""
      for label in ["tok/s", "/131k", "today", "conversation"] {
        guard let range = row.range(of: label) else { continue }
        places[label, default: []].insert(row.distance(from: row.startIndex, to: range.lowerBound))
      }
    }
    #expect(width < 100 || places["/131k"] != nil)
    for (label, found) in places { #expect(found.count == 1, "\(label) \(found.sorted())") }
    script.restDoesNotMatter()
  }

  @Test func theInputOfTheNextQuestionCounts() throws {
    var script = script(prices: (1000, 0), limits: SpendingLimits(day: 1))
    script.type(String(repeating: "word ", count: 1001))
    script.press(.enter)
    #expect(script.state.stream == nil)
    #expect(script.state.notice?.text.contains("may add ≈ $1.0") == true)
  }

  @Test func theLikelyOutputOfAFirstAnswerCounts() throws {
    for (limit, asks) in [(0.0099, true), (0.0101, false)] {
      var script = script(prices: (0, 10), limits: SpendingLimits(conversation: limit))
      script.type("question")
      script.press(.enter)
      #expect((script.state.stream == nil) == asks, "1,000 tokens are assumed")
      script.restDoesNotMatter()
    }
    var script = script(prices: (0, 10), limits: SpendingLimits(conversation: 0.0099))
    script.state.session.parameters.maxTokens = 500
    script.type("question")
    script.press(.enter)
    #expect(script.state.stream != nil, "a limit of tokens counts")
    script.restDoesNotMatter()
  }

  @Test("A comparison counts the likely output of each model, also of one that never answered")
  func comparisonsCountTheLikelyOutputOfEachModel() throws {
    for (names, limit, asks) in [
      ("other", 0.19, true), ("other", 0.21, false), ("other third", 0.29, true),
      ("other third", 0.31, false),
    ] {
      var script = Script()
      script.state.preferences.limits = SpendingLimits(conversation: limit)
      let provider = script.state.session.provider
      var catalog = ModelCatalog()
      let models = [script.state.session.model, "other", "third"].map { id in
        var model = Model(id: id)
        (model.inputPrice, model.outputPrice) = (0, 10)
        return model
      }
      catalog.listings = [
        ModelListing(
          provider: provider.name, baseURL: provider.baseURL, models: models,
          fetchedAt: script.state.now)
      ]
      script.play(.catalogLoaded(catalog))
      try answer(&script, Usage(promptTokens: 1, completionTokens: 10_000))
      script.type("/compare " + names)
      script.press(.enter)
      #expect(script.state.front.streams.isEmpty == asks, "\(names), \(limit)")
      if asks { #expect(script.state.notice?.text.contains("may add ≈ $0.") == true) }
      script.restDoesNotMatter()
    }
  }

  @Test func regeneratingAndContinuingAskToo() throws {
    var script = script(limits: SpendingLimits(conversation: 0.25))
    let request = try script.ask("question")
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Half", chunks: 1))),
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: .truncated, usage: Usage(promptTokens: 1, completionTokens: 1, cost: 0.25)))))
    for letter: Character in ["r", "g"] {
      script.press(.control("x"), .character(letter))
      #expect(script.state.stream == nil, "\(letter)")
      script.press(.control("x"), .character(letter))
      #expect(script.state.stream != nil, "\(letter)")
      script.press(.escape)
    }
    script.restDoesNotMatter()
  }

  @Test func noTitleIsAskedForAtTheLimit() throws {
    var script = script(limits: SpendingLimits(day: 0.25))
    script.state.preferences.asksForTitles = true
    let request = try script.ask("question")
    script.end(request, "An answer.", Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    #expect(script.state.front.titleRequest == nil)
    #expect(script.state.notice?.text.contains("Spending limit") == true)
    script.restDoesNotMatter()
  }

  @Test func aPrivateConversationCountsButIsNotRecorded() throws {
    var script = script()
    script.press(.control("x"), .character("i"))
    script.type("question")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.restDoesNotMatter()
    script.end(request, "An answer.", Usage(promptTokens: 1, completionTokens: 1, cost: 0.25))
    #expect(script.state.spentToday.dollars == 0.25)
    let isWritten = script.takeEffects().contains { effect in
      if case .store(let order) = effect { order.writing != .nothing } else { false }
    }
    #expect(!isWritten)
    let load = try self.load(&script)
    script.play(
      .spendingLoaded(load, script.state.conversation.id, .success(SpendingReport())))
    #expect(script.state.spentToday.dollars == 0.25)
    script.restDoesNotMatter()
  }
}
