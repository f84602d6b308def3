import Chat
import Foundation
import Screen
import Testing

@testable import App

/// A stable screen. Neither figures nor pages move on their own.
@Suite struct SteadyScreenTests {
  /// The estimate must not depend on how the text was cut into chunks, in English or in Chinese.
  @Test(arguments: ["Four of them: 2, 3, 5 and 13.", "量子纠缠是两个粒子之间的关联。"])
  func estimateIsTheSameAfterReopening(_ text: String) throws {
    var script = Script(thinking: ThinkingMode(isOn: false))
    let request = try script.ask("question")
    script.play(
      .streamed(request, .received(AnswerDelta(content: text, chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .cancelled))))
    let before = script.rows(width: 120, height: 24).first { $0.contains(" tok") }
    let stored = script.state.conversation
    #expect(before?.contains("≈") == true)
    script.press(.control("n"))
    _ = script.state.open(stored.id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(stored)))
    #expect(script.rows(width: 120, height: 24).first { $0.contains(" tok") } == before)
  }

  /// The first row of an answer has its place before it arrives.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)], [true, false])
  func theBeginningOfAnAnswerDoesNotMoveTheQuestion(_ size: (Int, Int), thinks: Bool) throws {
    var script = try Script.answered(
      content: (0..<40).map { "Line \($0)." }.joined(separator: "\n\n"))
    script.state.panes.reasoningSetting = .folded
    func place() -> Int? {
      script.rows(width: size.0, height: size.1).firstIndex { $0.contains("and then?") }
    }
    let request = try script.ask("and then?")
    let before = try #require(place())
    if thinks {
      script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
      #expect(place() == before)
    }
    script.receive("\n\n", for: request)
    #expect(place() == before)
    script.receive("The answer", for: request)
    #expect(place() == before)
    script.restDoesNotMatter()
  }

  /// Whatever happens, each figure is in its place or hidden.
  @Test(arguments: [80, 100, 120, 200])
  func figuresKeepTheirColumns(_ width: Int) throws {
    var script = try Script.answered()
    script.state.session.provider.contextLength = 131_000
    script.restDoesNotMatter()
    var places: [String: Set<Int>] = [:]
    func look() {
      let row = script.rows(width: width, height: 24).last ?? ""
      for label in [" tok/s", "/131k", "done", "answering"] {
        guard let range = row.range(of: label) else { continue }
        let column = row.distance(from: row.startIndex, to: range.lowerBound)
        places[label == "answering" ? "done" : label, default: []].insert(column)
      }
    }
    look()
    script.type("draft")
    look()
    script.press(.control("p"))
    look()
    script.press(.escape, .tab, .character("/"))
    look()
    script.press(.escape, .escape, .control("c"))
    look()
    script.press(.control("c"))
    look()
    let request = try script.ask("and then?")
    for _ in 1...20 {
      script.advance(by: .milliseconds(700))
      script.receive("Some words of the answer. ", for: request)
      look()
    }
    #expect(places["/131k"] != nil && places[" tok/s"] != nil && places["done"] != nil)
    for (label, found) in places { #expect(found.count == 1, "\(label) \(found.sorted())") }
  }

  /// Settings take the places of figures from the left, and of the time to the first token. The speed
  /// and the context window stay, and an answer moves neither of them.
  @Test(arguments: [100, 120, 140, 200], [true, false])
  func settingsLeaveTheMainFiguresInPlace(_ width: Int, _ hasLimit: Bool) throws {
    var script = try Script.answered()
    script.state.session.provider.contextLength = 131_000
    script.state.session.parameters.temperature = 0.7
    if hasLimit { script.state.session.parameters.maxTokens = 50 }
    var places: [String: Set<Int>] = [:]
    func look(_ required: [String]) {
      let row = script.rows(width: width, height: 24).last ?? ""
      for label in [" tok/s", "/131k", "first"] {
        guard let range = row.range(of: label) else {
          #expect(!required.contains(label), "\(row)")
          continue
        }
        places[label, default: []].insert(row.distance(from: row.startIndex, to: range.lowerBound))
      }
    }
    look([" tok/s", "/131k"])
    script.press(.tab)
    look([])
    script.press(.escape)
    let request = try script.ask("and then?")
    look(["/131k"])
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
    look([])
    script.receive("The answer", for: request)
    script.state.now = script.state.now.advanced(by: .seconds(1))
    look([" tok/s", "/131k"])
    script.end(request)
    look([" tok/s", "/131k"])
    #expect(places[" tok/s"]?.count == 1 && places["/131k"]?.count == 1, "\(places)")
    #expect((places["first"]?.count ?? 0) <= 1, "\(places)")
  }

  /// The hints for matches leave room for the speed.
  @Test(arguments: [80, 120, 200], [[Key.tab], [.tab, .character("/"), .character("2"), .enter]])
  func theSpeedStaysBesideKeys(_ width: Int, _ keys: [Key]) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.session.provider.contextLength = 131_000
    _ = script.draw(width: width, height: 24)
    for key in keys { script.press(key) }
    let row = script.rows(width: width, height: 24).last ?? ""
    #expect(row.contains("READ ") && row.contains("Esc"), "\(row)")
    guard width > 80 || keys.count > 1 else { return }
    #expect(row.contains("62 tok/s"), "\(row)")
  }

  /// Figures use only room left by all key hints, and the gauge shows only at widths where it also
  /// shows beside the settings.
  @Test(
    arguments: [
      ([.tab, .character("/"), .character("2"), .enter], ["n next", "N previous", "Esc back"]),
      ([.tab, .character("v")], ["y copy", "j k extend", "o other end", "Esc back"]),
    ] as [([Key], [String])])
  func hintsComeBeforeFigures(_ keys: [Key], _ hints: [String]) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.session.provider.contextLength = 131_000
    func row(_ width: Int) -> String { script.rows(width: width, height: 24).last ?? "" }
    let gauges = (80...200).map { row($0).contains("▱") }
    for key in keys { script.press(key) }
    for (width, hasGauge) in zip(80...200, gauges) {
      let row = row(width)
      for hint in hints { #expect(row.contains(hint), "\(width): \(row)") }
      #expect(hasGauge || !row.contains("▱"), "\(width): \(row)")
    }
  }

  /// No introduction is narrower in a wider window.
  @Test func theFirstScreenIsNotNarrowerInAWiderWindow() {
    var before = 0
    for width in 40...200 {
      let columns = StartView.area(Size(width: width, height: 30)).width
      #expect(columns >= before, "\(width)")
      before = columns
    }
  }

  /// The hint for other versions is shown only if there are any.
  @Test func versionsAreHintedAtOnlyIfThereAreAny() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    _ = script.draw(width: 120, height: 24)
    script.press(.tab)
    func hints() -> String { script.rows(width: 120, height: 24).last ?? "" }
    #expect(hints().contains("{ } message") && !hints().contains("[ ] version"))
    script.press(.character("r"))
    let request = try #require(script.state.stream?.request)
    script.receive("Another.", for: request)
    script.end(request)
    script.state.focus = .transcript
    #expect(hints().contains("[ ] version"))
  }

  /// A late figure does not move the others: the context window's size, which comes with the list
  /// of models, and the cost, which may come when the answer ends.
  @Test(arguments: [80, 100, 120, 200])
  func lateFiguresMoveNothing(_ width: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    func places() -> [String: Int] {
      let row = script.rows(width: width, height: 24).last ?? ""
      let found = ["62 tok/s", "first 0.4 s", "done", "F1 help"].compactMap { label in
        row.range(of: label).map {
          (label, row.distance(from: row.startIndex, to: $0.lowerBound))
        }
      }
      return Dictionary(uniqueKeysWithValues: found)
    }
    let before = places()
    script.state.session.provider.contextLength = 131_000
    script.state.front.counts = PathCounts()
    script.play(.saved(nil))
    #expect(script.rows(width: width, height: 24).last?.contains("/131k") == true)
    let after = places()
    #expect(after["62 tok/s"] != nil && before["first 0.4 s"] != nil)
    for (label, place) in after { #expect(before[label] == place, "\(label)") }
  }

  /// Figures and the state are at least two columns apart, whatever the state says.
  @Test(arguments: [StreamOutcome.complete, .cancelled, .failed(.timedOut(host: "host"))])
  func figuresAreApartFromTheState(_ outcome: StreamOutcome) throws {
    var script = Script()
    let request = try script.ask("question")
    script.advance(by: .seconds(2))
    script.receive("Words of an answer. ", for: request)
    script.play(.streamed(request, .ended(StreamEnd(outcome: outcome))))
    for width in 60...130 {
      let row = script.rows(width: width, height: 24).last ?? ""
      guard let end = row.range(of: "tok/s")?.upperBound else { continue }
      #expect(row[end...].hasPrefix("  "), "\(row)")
    }
    script.restDoesNotMatter()
  }

  /// The settings and the first hint keep their positions from the question to the end of the
  /// answer, and arriving figures do not displace the provider.
  @Test(arguments: [80, 100, 120, 200])
  func settingsKeepTheirColumns(_ width: Int) throws {
    var script = Script(provider: Script.provider("openrouter"))
    script.state.session.provider.contextLength = 131_000
    func left() -> String {
      let row = script.rows(width: width, height: 24).last ?? ""
      return String(row.dropFirst().split(separator: "  ").first ?? "")
    }
    func untilStop() -> String? {
      let row = script.rows(width: width, height: 24).last ?? ""
      return row.range(of: "Esc stop").map { String(row[..<$0.upperBound]) }
    }
    let idle = left()
    let request = try script.ask("question")
    var shown: Set<String?> = [untilStop()]
    for text in ["A thought. ", "Another. "] {
      script.advance(by: .seconds(1))
      var delta = AnswerDelta(
        reasoning: text, chunks: 1, timings: Timings(firstToken: .milliseconds(400)))
      delta.reasoningChunks = 1
      script.play(.streamed(request, .received(delta)))
      shown.insert(untilStop())
    }
    for _ in 1...5 {
      script.advance(by: .seconds(1))
      script.receive("Words. ", for: request)
      shown.insert(untilStop())
    }
    #expect(shown.count == 1 && shown.first != .some(nil), "\(shown)")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(left() == idle)
    script.restDoesNotMatter()
  }

  /// A dot precedes the hint for the help page in every state.
  @Test(arguments: [80, 100, 120])
  func theStateAndTheHintForHelpAreJoined(_ width: Int) throws {
    var script = Script()
    let request = try script.ask("question")
    script.advance(by: .seconds(2))
    script.receive("Words of an answer. ", for: request)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .cancelled))))
    let row = script.rows(width: width, height: 24).last ?? ""
    #expect(row.hasSuffix(" stopped · F1 help"), "\(row)")
  }

  @Test(arguments: [(200, 60), (80, 24), (40, 10), (30, 10)])
  func tokensOfAnAnswerAreInItsHead(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    #expect(script.rows(width: width, height: height).contains { $0.contains("· 912 tok") })
  }

  @Test func longPageShowsThatItContinues() {
    var script = Script()
    script.press(Key(.function(4)))
    #expect(script.rows(width: 80, height: 12).contains { $0.hasSuffix(" more") })
    script.press(Key(.pageDown), Key(.pageDown))
    #expect(script.rows(width: 80, height: 12)[1].contains("↑"))
  }

  @Test func aLongParameterIsShownWholeInItsEditor() throws {
    var script = Script()
    let long = (1...12).map { "word\($0)" }.joined(separator: " ")
    script.type("/set stop \(long)")
    script.press(.enter)
    try script.openForm(at: "stop")
    script.press(.enter)
    let page = script.rows(width: 80, height: 24).joined(separator: " ")
    for word in long.split(separator: " ") { #expect(page.contains(word)) }
    #expect(!page.contains("…"))
  }

  /// An event that requests no frame changes nothing on the screen.
  @Test(arguments: [Size(width: 80, height: 24), Size(width: 160, height: 40)])
  func quietEventsChangeNothing(_ size: Size) throws {
    var script = try Script.answered()
    let first = try script.ask("and then?")
    script.press(.control("n"))
    let second = try script.ask("something else")
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.press(Key(.function(2)))
    let events: [Event] = [
      .saved(nil), .timerFired(.saveText), .timerFired(.saveDraft), .timerFired(.saveAgain),
      .timerFired(.reload), .timerFired(.storeIsSlow), .timerFired(.quitDisarmed), .indexed,
      .streamed(first, .received(AnswerDelta(content: "unseen", chunks: 1))),
      .questionSaved(second, nil),
    ]
    var count = 0
    for event in events {
      let before = script.draw(width: size.width, height: size.height)
      guard script.state.isQuiet(event) else { continue }
      script.play(event)
      #expect(script.draw(width: size.width, height: size.height) == before, "\(event)")
      count += 1
    }
    #expect(count >= 8)
    #expect(!script.state.isQuiet(.streamed(second, .received(AnswerDelta(content: "seen")))))
    script.restDoesNotMatter()
  }
}
