import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Asking several models the same question, and choosing one of the answers.
@Suite struct ComparisonTests {
  // MARK: What is sent

  @Test func lastQuestionIsAskedAgainNextToTheAnswer() throws {
    var script = try Script.toCompare()
    let before = script.state.conversation.path
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    let starts = script.takeStarts()
    #expect(starts.map(\.0) == requests)
    #expect(starts.map(\.1.model) == ["openai/gpt-4o", "deepseek/deepseek-r1:free"])
    #expect(starts.map(\.2.name) == ["aimlapi", "openrouter"])
    for (_, request, _) in starts {
      #expect(
        request.turns == [
          AnswerRequest.Turn(
            role: .user, content: "Which primes below 50 are Fibonacci numbers?")
        ])
    }
    #expect(script.state.conversation.path == before, "the answer that was there stays selected")
    #expect(script.comparison?.answers.count == 3)
    #expect(script.comparison?.answers.first == before.last)
    #expect(script.state.composer.isEmpty)
    #expect(script.state.notice?.text.contains("2 requests") == true)
  }

  @Test func emptyConversationIsArmedAndTheNextQuestionGoesToAll() throws {
    var script = try Script.toCompare(answered: false)
    script.type("/compare gpt-4o qwen3-32b")
    script.press(.enter)
    #expect(script.takeStarts().isEmpty)
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("gpt-4o + qwen3-32b · compare") })
    script.type("why?")
    script.press(.enter)
    let requests = try script.confirmComparison()
    #expect(requests.count == 2)
    #expect(script.takeStarts().map(\.1.turns.last?.content) == ["why?", "why?"])
    // The conversation shows the answer of the session's own model.
    #expect(script.state.stream?.model == "alibaba/qwen3-32b")
    #expect(script.state.front.writing.compared.isEmpty, "only one question is compared")
  }

  @Test func singleModelIsComparedWithTheSessions() throws {
    var script = try Script.toCompare(answered: false)
    script.type("/compare gpt-4o")
    script.press(.enter)
    #expect(
      script.state.front.writing.compared.map(\.model) == ["alibaba/qwen3-32b", "openai/gpt-4o"])
    script.press(.escape)
    #expect(script.state.front.writing.compared.isEmpty)
    script.type("/compare gpt-4o")
    script.press(.enter)
    script.type("/compare off")
    script.press(.enter)
    #expect(script.state.front.writing.compared.isEmpty && script.state.composer.isEmpty)
  }

  @Test func marksInThePickerAreForTheNextQuestion() throws {
    var script = try Script.toCompare()
    script.press(Key(.function(3)), .tab, Key(.down), .character("m"), Key(.down), .character(" "))
    let marked = try #require(script.picker?.marked)
    #expect(marked.count == 2)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Enter compare 2") })
    script.press(.enter)
    #expect(script.state.front.writing.compared.map(\.choice) == marked)
    #expect(script.state.pages.isEmpty)
    _ = script.takeEffects()
  }

  @Test(arguments: [
    ("/compare nobody/knows-this", "No model list contains"),
    ("/compare gpt-4o gpt-4o gpt-4o gpt-4o", "At most 4"),
    ("/compare gpt-4o groq:llama3", "API key"),
    ("/compare groq:llama3 gpt-4o", "API key"),
  ]) func nothingIsSentToAnybody(_ command: String, _ sentence: String) throws {
    var script = try Script.toCompare()
    script.type(command)
    script.press(.enter)
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.notice?.text.contains(sentence) == true, "\(script.state.notice as Any)")
    #expect(script.state.composer.text == command, "the command can be corrected")
    #expect(!script.state.front.isAnswering)
  }

  @Test func serverThatDoesNotRunKeepsEverythingUnsent() throws {
    var script = try Script.toCompare()
    script.type("/compare gpt-4o ollama:qwen3:8b")
    script.press(.enter)
    let ollama = Script.provider("ollama")
    #expect(
      script.takeEffects() == [
        .models(.list(ollama)), .timer(.set(.serversChecked, .seconds(1))),
      ])
    script.play(
      .modelsListed(ollama, .failure(.unreachable(host: "127.0.0.1", .noConnection))))
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.notice?.text.contains("not running") == true)
    #expect(!script.state.front.isAnswering)

    // The server has been started in the meantime.
    script.press(.enter)
    _ = script.takeEffects()
    script.play(.modelsListed(ollama, .success(script.listing("ollama", []))))
    #expect(script.state.front.streams.map(\.model) == ["openai/gpt-4o", "qwen3:8b"])
    script.play(.timerFired(.serversChecked))
    #expect(script.state.front.streams.count == 2, "the timer is late")
    _ = script.takeEffects()
  }

  @Test func serverThatIsSlowToListItsModelsIsAsked() throws {
    var script = try Script.toCompare()
    script.type("/compare ollama:qwen3:8b")
    script.press(.enter)
    script.play(.timerFired(.serversChecked))
    #expect(script.state.front.streams.map(\.model) == ["qwen3:8b"])
    #expect(script.state.composer.isEmpty)
    script.restDoesNotMatter()
  }

  /// The user confirms the cost by repeating the command, before the server has been asked for
  /// its list again.
  @Test func limitIsConfirmedWhileAServerIsChecked() throws {
    var script = try Script.toCompare()
    script.restDoesNotMatter()
    script.state.preferences.limits = SpendingLimits(conversation: 0)
    script.type("/compare ollama:qwen3:8b")
    for isSent in [false, true] {
      script.press(.enter)
      script.play(.timerFired(.serversChecked))
      #expect(script.state.front.isAnswering == isSent)
    }
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    ("openrouter:x/y aimlapi:z", ["openrouter x/y", "aimlapi z"]),
    ("openrouter x/y", ["openrouter x/y"]),
    (
      "aimlapi openrouter:x/y gpt-4o",
      ["aimlapi alibaba/qwen3-32b", "openrouter x/y", "aimlapi openai/gpt-4o"]
    ),
    (
      "aimlapi gpt-4o openrouter deepseek-r1:free",
      ["aimlapi openai/gpt-4o", "openrouter deepseek/deepseek-r1:free"]
    ),
    ("ollama qwen3:8b qwen3:8b", ["ollama qwen3:8b", "ollama qwen3:8b"]),
  ]) func modelsAreNamed(_ text: String, _ expected: [String]) throws {
    let script = try Script.toCompare(answered: false)
    let asked = try script.state.comparedModels(typed: text)
    #expect(asked.map { "\($0.provider.name) \($0.model)" } == expected)
  }

  @Test func escapeGivesUpTheWait() throws {
    var script = try Script.toCompare()
    script.type("/compare ollama:qwen3:8b")
    script.press(.enter, .escape)
    _ = script.takeEffects()
    script.play(.timerFired(.serversChecked))
    #expect(script.takeEffects().isEmpty && !script.state.front.isAnswering)
    #expect(script.state.notice?.text == "Comparison cancelled. Nothing sent.")
  }

  @Test func sameIDAtSeveralProvidersHasToBeNamed() throws {
    var script = try Script.toCompare()
    for index in script.state.providers.choices.indices {
      script.state.providers.choices[index].lacksKey = false
    }
    for name in ["groq", "openrouter"] {
      let listing = script.listing(name, [Model(id: "maker/twice")])
      script.play(.modelsListed(Script.provider(name), .success(listing)))
    }
    script.type("/compare twice")
    script.press(.enter)
    let notice = try #require(script.state.notice)
    #expect(notice.text.contains("Several providers"))
    #expect(notice.advice.contains("groq:maker/twice"))
    #expect(script.takeEffects().isEmpty)
  }

  // MARK: While answers arrive

  @Test func eachColumnIsSavedAndAcknowledgedForItself() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    _ = script.takeEffects()
    let answers = script.state.front.streams.map(\.answer)
    let id = script.state.conversation.id
    _ = script.draw(width: 200, height: 24)
    script.receive("one", for: requests[0])
    script.receive("three", for: requests[1])
    #expect(
      script.takeEffects() == [.timer(.set(.saveText, .milliseconds(250)))],
      "nothing is acknowledged before it is drawn")
    script.play(.timerFired(.saveText))
    #expect(
      script.takeEffects().withoutFigures == [
        .store(.appendText(id, answers[0], AnswerPiece(content: "one"))),
        .store(.appendText(id, answers[1], AnswerPiece(content: "three"))),
      ])
    #expect(
      script.state.noteShown() == [
        .stream(.acknowledge(requests[0], 3)), .stream(.acknowledge(requests[1], 5)),
      ])
    // Only one of the three columns is visible. Text for a hidden one is acknowledged at once.
    _ = script.draw(width: 60, height: 24)
    script.receive("hidden", for: requests[1])
    #expect(script.takeEffects().contains(.stream(.acknowledge(requests[1], 6))))
  }

  /// The texts do not depend on the order in which the events of several answers arrive.
  @Test func anyOrderOfEventsGivesTheSameTexts() throws {
    let words = (0..<4).map { model in (0..<8).map { "m\(model)w\($0) " } }
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SplitMix64(state: seed)
      let count = Int.random(in: 1...3, using: &random)
      var script = try Script.toCompare()
      let requests = try script.compare(
        "/compare " + Array(repeating: "gpt-4o", count: count).joined(separator: " "))
      let answers = script.state.front.streams.map(\.answer)
      var left = (0..<count).map { words[$0][...] }
      var stored = [MessageID: String]()
      while left.contains(where: { !$0.isEmpty }) {
        let index = Int.random(in: 0..<count, using: &random)
        if let word = left[index].popFirst() {
          script.receive(word, for: requests[index])
          if left[index].isEmpty { script.end(requests[index]) }
        }
        if Int.random(in: 0..<4, using: &random) == 0 { script.play(.timerFired(.saveText)) }
        if Int.random(in: 0..<6, using: &random) == 0 {
          script.press(
            [.tab, .character("o"), .character("j")].randomElement(using: &random) ?? .tab)
        }
        if Int.random(in: 0..<9, using: &random) == 0 { _ = script.draw(width: 130, height: 20) }
        note(script.takeEffects(), in: &stored)
      }
      for (index, answer) in answers.enumerated() {
        #expect(stored[answer] == words[index].joined(), "seed \(seed)")
        #expect(script.state.conversation[answer]?.status == .complete)
      }
      #expect(!script.state.front.isAnswering)
    }
  }

  /// Updates `stored` to what the database contains after these orders.
  private func note(_ effects: [Effect], in stored: inout [MessageID: String]) {
    for case .store(let order) in effects {
      switch order {
      case .appendText(_, let id, let piece): stored[id, default: ""] += piece.content
      case .save(let conversation, let ids):
        for id in ids { stored[id] = conversation[id]?.content }
      default: break
      }
    }
  }

  @Test func oneFailureLeavesTheOthers() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    script.receive("partial", for: requests[0])
    script.end(requests[0], .failed(.disconnected(.other("reset"))))
    script.receive("fine", for: requests[1])
    script.end(requests[1])
    #expect(script.state.conversation[script.state.front.compared[1]]?.status == .failed)
    #expect(script.content(1) == "partial" && script.content(2) == "fine")
    script.restDoesNotMatter()
  }

  @Test func escapeStopsAllThenLeavesAndOneKeyStopsOne() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    script.receive("one", for: requests[0])
    script.receive("two", for: requests[1])
    _ = script.takeEffects()
    script.press(.character("2"), .character("x"))
    #expect(script.takeEffects().contains(.stream(.cancel(requests[0]))))
    #expect(script.state.front.streams.map(\.request) == [requests[1]])
    script.press(.escape)
    #expect(script.takeEffects().contains(.stream(.cancel(requests[1]))))
    #expect(script.comparison != nil && !script.state.front.isAnswering)
    #expect(script.content(1) == "one" && script.content(2) == "two")
    script.press(.escape)
    #expect(script.state.pages.isEmpty)
  }

  @Test func conversationSaysThatOthersAreComing() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o")
    script.press(.character("q"))
    #expect(script.state.pages.isEmpty && script.state.front.isAnswering)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("1 more answering") && $0.contains("Ctrl-X |") })
    script.receive("later", for: requests[0])
    // Nobody sees this text, so the server does not wait for a frame.
    #expect(script.takeEffects().contains(.stream(.acknowledge(requests[0], 5))))
    script.end(requests[0])
    #expect(script.state.notice?.text == "Both answers are done.")
    script.press(.control("x"), .character("|"))
    #expect(script.comparison?.answers == script.state.front.compared)
    script.restDoesNotMatter()
  }

  @Test func quittingAndLeavingCountEveryAnswer() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    script.press(.character("q"), .control("n"))
    _ = script.takeEffects()
    #expect(script.state.background.open.count == 1)
    script.receive("back", for: requests[1])
    #expect(script.takeEffects().contains(.stream(.acknowledge(requests[1], 4))))
    script.type("/quit")
    script.press(.enter)
    #expect(script.state.notice?.text == "2 answers are still in progress. Quitting stops them.")
    script.type("/quit")
    script.press(.enter)
    #expect(script.state.leaving.hasQuit)
    let cancelled = script.takeEffects().filter {
      requests.map { .stream(.cancel($0)) }.contains($0)
    }
    #expect(cancelled.count == 2)
  }

  @Test func titleIsRequestedOnce() throws {
    var script = try Script.toCompare(answered: false)
    script.state.preferences.asksForTitles = true
    script.type("/compare gpt-4o qwen3-32b")
    script.press(.enter)
    script.type("why?")
    script.press(.enter)
    let requests = try script.confirmComparison()
    _ = script.takeEffects()
    for request in requests {
      script.receive("because", for: request)
      script.end(request)
    }
    #expect(script.takeStarts().count == 1)
  }

  @Test func askingAgainWithoutThinkingStaysInItsColumn() throws {
    var script = Script.withProviders()
    script.play(.catalogLoaded(script.catalog))
    script.type("/compare gpt-4o qwen3-32b")
    script.press(.enter)
    script.type("why?")
    script.press(.enter)
    let requests = try script.confirmComparison()
    let before = script.state.front.compared
    script.receive("", reasoning: "hm", for: requests[1])
    script.press(.control("x"), .character("a"), .control("x"), .character("a"))
    #expect(script.state.front.compared.count == 2)
    #expect(script.state.front.compared[0] == before[0])
    #expect(script.state.front.compared[1] == script.state.stream?.answer)
    #expect(script.comparison?.answers == script.state.front.compared)
    #expect(script.state.front.streams.count == 2, "the other answer is still coming")
    script.restDoesNotMatter()
  }

  @Test func modelOfAServerThatKnowsBestNeedNotBeNamed() throws {
    var script = try Script.toCompare()
    script.type("/compare llama.cpp")
    script.press(.enter)
    let server = Script.provider("llama.cpp")
    script.play(.modelsListed(server, .success(script.listing("llama.cpp", [Model(id: "own")]))))
    #expect(script.state.front.streams.map(\.model) == ["own"])
    script.restDoesNotMatter()
  }

  // MARK: Choosing

  @Test func enterContinuesWithTheAnswerAndItsModel() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare openrouter:deepseek/deepseek-r1:free gpt-4o")
    script.receive("chosen", for: requests[0])
    script.end(requests[0])
    _ = script.takeEffects()
    script.press(.character("2"), .enter)
    #expect(script.state.pages.isEmpty)
    #expect(script.state.conversation.lastMessage?.content == "chosen")
    #expect(script.state.session.model == "deepseek/deepseek-r1:free")
    #expect(script.state.conversation.settings?.provider == "openrouter")
    #expect(script.state.newSession.model == "alibaba/qwen3-32b", "new conversations keep theirs")
    let notice = try #require(script.state.notice)
    #expect(notice.text.contains("openrouter") && notice.text.contains("1 other answer"))
    _ = script.takeEffects()
    // The other answer is still arriving, and the next question need not wait for it.
    script.type("and then?")
    script.press(.enter)
    let next = try #require(script.state.stream)
    script.play(.questionSaved(next.request, nil))
    let start = try #require(script.takeStarts().first)
    #expect(start.1.model == "deepseek/deepseek-r1:free")
    #expect(start.1.turns.map(\.content).contains("chosen"))
    #expect(script.state.front.streams.count == 2)
    script.receive("other", for: requests[1])
    #expect(script.content(2) == "other")
    script.restDoesNotMatter()
  }

  @Test func deletingTheQuestionWaitsForEveryAnswer() throws {
    var script = try Script.toCompare()
    _ = try script.compare("/compare gpt-4o")
    script.press(.character("q"))
    script.state.cursor = script.state.conversation.path.first
    script.press(.control("x"), .character("d"))
    #expect(script.state.armedDeletion == nil)
    #expect(script.state.notice?.text.contains("answering") == true)
    script.restDoesNotMatter()
  }

  @Test func privateComparisonIsNeverStored() throws {
    var script = try Script.toCompare(answered: false)
    script.press(.control("x"), .character("i"))
    script.type("/compare gpt-4o qwen3-32b")
    script.press(.enter)
    script.type("secret?")
    _ = script.takeEffects()
    script.press(.enter)
    let effects = script.takeEffects()
    #expect(effects.filter { if case .store = $0 { true } else { false } }.isEmpty)
    #expect(script.state.front.streams.allSatisfy { $0.phase == .waiting })
    #expect(script.state.front.streams.count == 2)
  }

  @Test func failedSaveIsRepeatedForEveryBranch() throws {
    var script = try Script.toCompare()
    script.type("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    script.press(.enter)
    let batch = try #require(script.state.front.streams.first?.batch)
    script.play(.questionSaved(batch, .diskFull(path: "f")))
    script.play(.timerFired(.saveAgain))
    let saved = script.takeEffects().compactMap { effect -> [MessageID]? in
      if case .store(.save(_, let ids)) = effect { ids } else { nil }
    }
    #expect(saved.last.map { Set(script.state.front.compared).isSubset(of: $0) } == true)
  }

  // MARK: Plain mode

  @Test func plainModePrintsOneAfterAnother() throws {
    var script = try Script.toCompare(answered: false, surface: .lines)
    var plain = PlainView()
    script.submit(line: "why?")
    let first = try #require(script.state.stream?.request)
    script.play(.questionSaved(first, nil))
    script.receive("because", for: first)
    script.end(first)
    _ = script.state.news(by: &plain)
    script.submit(line: "/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    let requests = try script.confirmComparison()
    script.receive("second answer", for: requests[1])
    var text = script.state.news(by: &plain)
    #expect(!text.contains("second"), "it waits for the first")
    script.receive("first answer", for: requests[0])
    script.end(requests[0])
    text = script.state.news(by: &plain)
    let parts = text.split(separator: "first answer")
    #expect(parts.count == 2 && parts.last?.contains("second") == true)
    #expect(text.contains("gpt-4o") && text.contains("deepseek-r1:free"))
    script.end(requests[1])
    text = script.state.news(by: &plain)
    #expect(text.hasSuffix("> "), "\(text)")
    script.restDoesNotMatter()
  }
}
