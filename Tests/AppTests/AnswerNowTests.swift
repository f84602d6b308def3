import Chat
import Screen
import Testing

@testable import App

/// Ending the model's thinking so that the answer begins.
@Suite struct AnswerNowTests {
  private func provider(_ name: String) throws -> Provider {
    try #require(Provider.builtIn.first { $0.name == name })
  }

  private func thinking(_ provider: Provider = .aimlapi) throws -> (Script, RequestID) {
    var script = Script(provider: provider)
    let request = try script.ask("question")
    script.play(
      .streamed(request, .opened),
      .streamed(request, .received(AnswerDelta(reasoning: "A long thought.", chunks: 3))))
    return (script, request)
  }

  private func pressKey(_ script: inout Script) { script.press(.control("x"), .character("a")) }

  private func status(_ script: inout Script, width: Int = 80) -> String {
    script.rows(width: width, height: 24).last ?? ""
  }

  @Test func llamaCppIsToldToEndTheThought() throws {
    var (script, request) = try thinking(provider("llama.cpp"))
    #expect(script.state.front.answerRequest.mayEndThinking)
    #expect(status(&script).contains("  Esc stop  Ctrl-X a answer now  "))
    #expect(status(&script).hasSuffix("  thinking 0 s"))
    _ = script.takeEffects()
    pressKey(&script)
    #expect(script.takeEffects() == [.stream(.endThinking(request))])
    #expect(status(&script).hasSuffix("  ending thinking 0 s"))
    script.play(.streamed(request, .received(AnswerDelta(content: "Words.", chunks: 1))))
    #expect(status(&script).hasSuffix("  answering 0 s"))
    #expect(script.state.notice == nil)
    script.restDoesNotMatter()
  }

  @Test func aServerThatDoesNotEndItLeavesTheOtherWay() throws {
    var (script, request) = try thinking(provider("llama.cpp"))
    pressKey(&script)
    script.play(
      .streamed(
        request, .thinkingNotEnded(.refused(ServerRefusal(status: 404, message: "Not Found")))))
    #expect(script.state.notice?.text.contains("404") == true)
    #expect(script.state.notice?.text.hasSuffix("Stop and retry without thinking?") == true)
    #expect(script.state.stream?.request == request, "nothing is stopped without being asked")
    pressKey(&script)
    #expect(script.state.stream?.request != request)
    script.restDoesNotMatter()
  }

  @Test func elsewhereASecondPressStopsAndAsksAgain() throws {
    var (script, request) = try thinking()
    _ = script.takeEffects()
    pressKey(&script)
    #expect(script.takeEffects() == [], "the first press costs nothing")
    #expect(script.state.notice?.text == "Stop and retry without thinking?")
    #expect(
      script.state.notice?.advice == "Ctrl-X a to confirm; nothing lost.")
    pressKey(&script)
    let effects = script.takeEffects()
    #expect(effects.contains(.stream(.cancel(request))))
    let next = try #require(script.state.stream?.request)
    script.play(.questionSaved(next, nil))
    let started = script.takeEffects().compactMap { effect -> AnswerRequest? in
      if case .stream(.start(_, let request, _)) = effect { request } else { nil }
    }
    #expect(started.map(\.thinking.isOn) == [false])
    let answers = script.state.conversation.allMessages.filter { $0.role == .assistant }
    let kept = try #require(answers.first { $0.status == .cancelled })
    let running = try #require(answers.first { $0.status == .streaming })
    #expect(answers.count == 2 && kept.parent == running.parent, "versions of one answer")
    #expect(kept.reasoning == "A long thought." && running.reasoning.isEmpty)
    #expect(script.state.thinking.isOn, "the next question thinks as set")
    #expect(script.state.notice == nil)
    script.restDoesNotMatter()
  }

  @Test func anEffortIsLeftOut() throws {
    var script = Script(provider: try provider("ollama"))
    script.type("/think high")
    script.press(.enter)
    let request = try script.ask("question")
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
    pressKey(&script)
    pressKey(&script)
    let asked = script.state.front.answerRequest
    #expect(asked.parameters.reasoningEffort == nil && !asked.thinking.isOn)
    #expect(asked.conflict(for: .ollama) == nil)
    #expect(script.state.session.parameters.reasoningEffort == "high")
    script.restDoesNotMatter()
  }

  @Test func anotherCommandWithdrawsTheOffer() throws {
    var (script, request) = try thinking()
    pressKey(&script)
    script.press(Key(.function(1)), Key(.escape))
    #expect(script.state.notice == nil)
    pressKey(&script)
    #expect(script.state.stream?.request == request, "it is offered anew")
    script.play(.streamed(request, .received(AnswerDelta(content: "Words.", chunks: 1))))
    #expect(script.state.notice == nil, "the answer has begun by itself")
    pressKey(&script)
    #expect(script.state.notice?.text == "The model is not thinking.")
    #expect(script.state.stream?.request == request)
    script.restDoesNotMatter()
  }

  @Test func itCanBeAskedForBeforeTheFirstToken() throws {
    var script = Script()
    let request = try script.ask("question")
    script.play(.streamed(request, .opened))
    pressKey(&script)
    #expect(script.state.notice?.text == "Stop and retry without thinking?")
    #expect(script.takeEffects() == [])
  }

  @Test(arguments: [1, 2])
  func theThoughtEndsAsSoonAsItBegins(_ presses: Int) throws {
    var script = Script(provider: try provider("llama.cpp"))
    let request = try script.ask("question")
    script.play(.streamed(request, .opened))
    for _ in 0..<presses { pressKey(&script) }
    #expect(
      script.state.notice?.text
        == (presses == 1
          ? "Aside will end the thinking as soon as it begins."
          : "Stop and retry without thinking?"))
    #expect(script.takeEffects() == [])
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
    #expect(
      script.takeEffects() == [
        .stream(.endThinking(request)), .timer(.set(.saveText, .milliseconds(250))),
      ])
    #expect(script.state.notice == nil, "nothing is offered any more")
    #expect(status(&script).hasSuffix("  ending thinking 0 s"))
    script.play(.streamed(request, .received(AnswerDelta(reasoning: " So.", chunks: 1))))
    #expect(script.takeEffects() == [], "the server is told once")
  }

  @Test func anAnswerWithoutThinkingDropsTheWish() throws {
    var script = Script(provider: try provider("llama.cpp"))
    let request = try script.ask("question")
    script.play(.streamed(request, .opened))
    pressKey(&script)
    script.play(.streamed(request, .received(AnswerDelta(content: "Words.", chunks: 1))))
    #expect(script.state.notice == nil)
    #expect(script.state.stream?.answerNow == .notAsked)
  }

  @Test func whereNothingHelpsItIsSaid() throws {
    var (script, request) = try thinking(provider("lmstudio"))
    #expect(status(&script).hasSuffix("  thinking 0 s"))
    #expect(!status(&script).contains("answer now"))
    pressKey(&script)
    #expect(
      script.state.notice?.text == "lmstudio can neither end the thinking nor answer without it.")
    pressKey(&script)
    #expect(script.state.stream?.request == request)
    script.restDoesNotMatter()
  }

  @Test func plainModeNamesTheCommand() throws {
    var script = Script(surface: .lines)
    script.submit(line: "question")
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
    script.submit(line: "/answernow")
    #expect(script.state.notice?.advice.hasPrefix("/answernow again") == true)
    script.submit(line: "/answernow")
    #expect(script.state.stream?.request != request)
    script.restDoesNotMatter()
  }

  @Test(arguments: [40, 60, 80, 120])
  func theKeyIsNamedWhereItFits(_ width: Int) throws {
    var (script, _) = try thinking()
    let line = status(&script, width: width)
    #expect(line.contains(width >= 60 ? "Esc stop  Ctrl-X a answer now" : "≈ 4 tok"))
    script.press(.control("x"))
    #expect(script.rows(width: width, height: 24).contains { $0.contains("a Answer now") })
  }

  /// The confirmation question takes rows from the conversation, never from the thinking pane.
  @Test(arguments: [(40, 12), (80, 24), (90, 40)])
  func theQuestionLeavesThePaneAsItIs(_ width: Int, _ height: Int) throws {
    var (script, request) = try thinking()
    script.restDoesNotMatter()
    let thought = (1...30).map { "Line \($0)." }.joined(separator: "\n\n")
    script.play(.streamed(request, .received(AnswerDelta(reasoning: thought, chunks: 60))))
    let before = script.rows(width: width, height: height)
    let start = try #require(before.firstIndex { $0.hasPrefix("▾ thinking") })
    let pane = before[start...].prefix { !$0.contains("question") && !$0.hasPrefix("──") }
    pressKey(&script)
    let after = script.rows(width: width, height: height)
    #expect(after.contains { $0.contains("Stop and retry without thinking?") })
    #expect(Array(after[pane.indices]) == Array(pane))
  }
}
