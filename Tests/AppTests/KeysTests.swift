import Chat
import Screen
import Testing

@testable import App

@Suite struct KeysTests {
  @Test func controlCClearsThenArmsThenQuits() {
    var script = Script()
    script.type("draft")
    script.press(.control("c"))
    #expect(script.state.composer.isEmpty)
    #expect(!script.state.leaving.hasQuit)
    script.press(.control("c"))
    #expect(script.state.leaving.armedQuit?.again == "Ctrl-C")
    script.press(.control("c"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test func endWithoutADraftGoesToTheNewestLine() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines, reasoning: "")
    _ = script.draw(width: 80, height: 24)
    script.press(Key(.pageUp), Key(.pageUp))
    #expect(!script.state.transcript.isFollowing)
    script.type("draft")
    script.press(Key(.home), Key(.end))
    #expect(!script.state.transcript.isFollowing && script.state.composer.after.isEmpty)
    script.press(.control("u"), Key(.end))
    #expect(script.state.transcript.isFollowing && script.state.focus == .composer)
    script.restDoesNotMatter()
  }

  @Test func anotherKeyCancelsQuitting() {
    var script = Script()
    script.press(.control("c"), .character("a"))
    #expect(script.state.leaving.armedQuit == nil)
    script.press(.control("c"), .control("c"))
    script.play(.timerFired(.quitDisarmed))
    script.press(.control("c"))
    #expect(!script.state.leaving.hasQuit)
  }

  /// Digits are a count in the pane itself, but text in a page that is open over it.
  @Test(arguments: [
    [Key.control("r")], [.control("p")], [Key(.function(1))], [Key(.function(3))],
  ])
  func digitsAreTextOverThePane(_ opening: [Key]) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(Key(.tab))
    for key in opening { script.press(key) }
    script.type("a7b")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("a7b") })
    #expect(script.state.count == nil)
  }

  /// While a page covers the conversation, the key that regenerates the answer does nothing. A
  /// notice says why.
  @Test(arguments: [Key(.function(1)), Key(.function(4)), Key(.function(2))])
  func keysForTheConversationSayWhyTheyDoNothing(_ opening: Key) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(opening)
    if opening == Key(.function(2)) { _ = try script.answerList([]) }
    script.press(Key(.function(8)))
    #expect(script.state.stream == nil)
    let rows = script.rows(width: 80, height: 24).joined(separator: " ")
    #expect(rows.contains("only in the conversation"))
  }

  @Test func controlDDeletesAndQuitsOnlyAnEmptyDraft() {
    var script = Script()
    script.type("ab")
    script.press(Key(.home), .control("d"))
    #expect(script.state.composer.text == "b")
    script.press(.control("d"), .control("d"))
    #expect(!script.state.leaving.hasQuit)
    script.press(.control("d"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test func quittingInMidStreamAsksFirst() throws {
    var script = Script()
    _ = try script.ask("hello")
    script.press(.control("d"))
    #expect(!script.state.leaving.hasQuit)
    #expect(script.state.stream != nil)
    #expect(
      script.state.notice?.advice == "Press Ctrl-D again to stop the answer and quit.")
    script.play(.timerFired(.quitDisarmed))
    #expect(script.state.notice == nil)
    // Ctrl-C after Ctrl-D only stops the answer, and Ctrl-D after Ctrl-C does not quit yet.
    script.press(.control("d"), .control("c"))
    #expect(!script.state.leaving.hasQuit)
    #expect(script.state.stream == nil)
    script.press(.control("c"), .control("d"))
    #expect(!script.state.leaving.hasQuit)
    script.press(.control("d"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test func escapeNeverQuits() {
    var script = Script()
    script.press(.escape, .escape, .escape)
    #expect(!script.state.leaving.hasQuit)
  }

  /// Quitting by a key is the user's decision, so the answer counts as cancelled. After a signal,
  /// such as when the terminal window closes, it counts as truncated.
  @Test(arguments: [true, false])
  func quittingInMidStreamKeepsTheText(_ isSignal: Bool) throws {
    var script = Script()
    let request = try script.ask("hello")
    let answer = try #require(script.state.stream?.answer)
    script.play(.streamed(request, .received(AnswerDelta(content: "Half", chunks: 1))))
    if isSignal { script.play(.terminated) } else { script.press(.control("d"), .control("d")) }
    #expect(script.state.leaving.hasQuit)
    let status = isSignal ? MessageStatus.truncated : .cancelled
    let saved = script.takeEffects().contains {
      guard case .store(.save(let conversation, [answer])) = $0 else { return false }
      return conversation[answer]?.content == "Half" && conversation[answer]?.status == status
    }
    #expect(saved)
  }

  @Test(arguments: [
    ("/new", Command.newConversation), ("/quit", .quit), (" /think", nil),
    ("/usr/bin is what?", nil),
  ])
  func slashIsACommandOnlyWithAKnownName(_ text: String, _ command: Command?) {
    #expect(Submission(text) == command.map { .command($0, argument: "") } ?? .question(text))
  }

  @Test(arguments: [
    ("/think on", Submission.command(.toggleThinking, argument: "on")),
    ("/think 4096", .command(.toggleThinking, argument: "4096")),
    ("/new foo", .unexpectedArgument("new")),
    ("/set a b c", .command(.set, argument: "a b c")),
    ("/unset a", .command(.unset, argument: "a")),
    ("/set", .missingArgument(usage: "/set NAME VALUE")),
    ("/open", .missingArgument(usage: "/open TITLE|N")),
    ("/provider", .command(.chooseProvider, argument: "")),
  ])
  func commandsAreParsedWithTheirArguments(_ text: String, _ submission: Submission) {
    #expect(Submission(text) == submission)
  }

  @Test func unknownCommandIsNotSent() {
    var script = Script()
    script.type("/qiut")
    script.press(.enter)
    #expect(script.state.composer.text == "/qiut")
    #expect(script.state.notice?.text == "Unknown command /qiut.")
    #expect(script.takeEffects() == [])
  }

  @Test func everyTwinWorksAfterControlX() {
    var script = Script()
    script.press(.control("x"), .character("l"))
    #expect(script.state.listHasKeys)
    script.press(.escape, .control("x"), .character("t"))
    #expect(!script.state.thinking.isOn)
  }

  @Test func questionMarkOpensHelpOnlyOnAnEmptyDraft() {
    var script = Script()
    script.press(.character("?"))
    #expect((script.state.pages.last as? HelpPage)?.firstRow == 0)
    script.press(.escape)
    script.type("why?")
    #expect(script.state.conversationHasKeys)
    #expect(script.state.composer.text == "why?")
  }

  @Test func startupProblemIsShownAboveTheContinuedConversation() throws {
    var script = Script()
    script.state.notice = Notice(.trouble, "theme.toml, line 3: no colour")
    let answered = try Script.answered().state.conversation
    guard case .store(.loadNewest(let request))? = script.state.open(nil).first else {
      Issue.record("the newest conversation was not asked for")
      return
    }
    script.play(.conversationLoaded(request, .success(answered)))
    #expect(script.state.conversation.id == answered.id)
    #expect(script.state.notice?.text == "theme.toml, line 3: no colour")
  }

  @Test func listOpensTheSelectedConversation() throws {
    var script = Script()
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let listed, _, after: _))? = script.takeEffects().first else {
      Issue.record("the list was not asked for")
      return
    }
    var random = SystemRandomNumberGenerator()
    let ids = (1...3).map {
      ConversationID(UUIDv7(time: Timestamp(milliseconds: Int64($0)), random: &random))
    }
    let summaries = ids.map {
      ConversationSummary(
        id: $0, title: "t", createdAt: script.state.now, updatedAt: script.state.now, model: "m",
        messageCount: 2, preview: "p")
    }
    script.play(.summariesLoaded(listed, .success(ListPage(summaries, hasMore: false))))
    script.press(.character("j"), .character("j"), .character("j"), .character("k"), .enter)
    let effects = script.takeEffects()
    guard case .store(.loadConversation(let request, ids[1]))? = effects.first else {
      Issue.record("expected the second conversation, got \(effects)")
      return
    }
    // The reply to an abandoned load changes nothing.
    let loaded = Conversation(id: ids[1], title: "loaded", createdAt: script.state.now)
    script.play(.conversationLoaded(RequestID(-1), .success(loaded)))
    #expect(script.state.conversation.id != ids[1])
    script.play(.conversationLoaded(request, .success(loaded)))
    #expect(script.state.conversation == loaded)
    #expect(script.state.conversationHasKeys)
  }
}

@Suite struct UnsavedTests {
  @Test func leavingAnUnsavedConversationTakesTheKeyTwice() throws {
    var script = Script()
    _ = try script.ask("hello")
    script.play(.saved(.diskFull(path: "/d")))
    script.press(.escape, .control("d"))
    #expect(!script.state.leaving.hasQuit)
    #expect(script.state.notice?.text.contains("not saved") == true)
    script.press(.control("d"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test func savingIsRetriedUntilItWorks() throws {
    var script = try Script.answered()
    script.play(.saved(.diskFull(path: "/d")))
    #expect(script.takeEffects() == [.timer(.set(.saveAgain, .seconds(5)))])
    script.play(.timerFired(.saveAgain))
    let path = script.state.conversation.path
    #expect(script.takeEffects() == [.store(.save(script.state.conversation, path))])
    script.play(.saved(.diskFull(path: "/d")))
    #expect(script.takeEffects() == [.timer(.set(.saveAgain, .seconds(5)))])
    script.play(.saved(nil), .timerFired(.saveAgain))
    #expect(script.takeEffects() == [])
    #expect(!script.state.isUnsaved)
  }

  @Test func answerReceivedByAnotherProgramIsAwaited() throws {
    var script = Script()
    let request = RequestID(77)
    script.state.storing.awaitedLoad = AwaitedLoad(request: request, purpose: .open(nil))
    var random = SystemRandomNumberGenerator()
    var other = Conversation(
      id: ConversationID(UUIDv7(time: script.state.now, random: &random)), title: "theirs",
      createdAt: script.state.now)
    other.append(
      Message(
        id: MessageID(UUIDv7(time: script.state.now, random: &random)), parent: nil,
        role: .assistant, createdAt: script.state.now, content: "Ha", status: .streaming))
    script.play(.conversationLoaded(request, .success(other)))
    #expect(script.takeEffects() == [.timer(.set(.reload, .seconds(2)))])
    script.type("and?")
    script.press(.enter)
    #expect(script.state.composer.text == "and?")
    #expect(script.takeEffects() == [.stream(.prepareConnection(.aimlapi))])
    script.play(.timerFired(.reload))
    guard case .store(.loadConversation(let reload, other.id))? = script.takeEffects().last else {
      Issue.record("the conversation was not loaded anew")
      return
    }
    other.update(other.path[0]) { $0.status = .complete }
    script.play(.conversationLoaded(reload, .success(other)))
    #expect(script.takeEffects() == [])
    #expect(script.state.composer.text == "and?")
    script.press(.enter)
    #expect(script.state.stream != nil)
    script.restDoesNotMatter()
  }
}

@Suite struct ParameterCommandTests {
  private func submitting(_ text: String, thinking: Bool = true) -> Script {
    var script = Script(thinking: ThinkingMode(isOn: thinking))
    script.type(text)
    script.press(.enter)
    return script
  }

  @Test func valueIsSetShownAndSent() throws {
    var script = submitting("/set temperature 0.6")
    #expect(script.state.session.parameters.temperature == 0.6)
    #expect(script.state.composer.isEmpty)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("T 0.6") })
    _ = try script.ask("hello")
    #expect(script.state.conversation.lastMessage?.origin?.parameters.temperature == 0.6)
  }

  @Test(arguments: [
    ("/set temperature 3", "temperature must be a number from 0 to 2, not “3”."),
    ("/set top_logprobs x", "top_logprobs must be an integer from 0 to 20, not “x”."),
    ("/set temprature 1", "Unknown parameter “temprature”."),
    (
      "/set tools {}",
      "tools must be a JSON array of up to 128 functions with names of 1 to 64 ASCII letters, digits, “_” or “-”, not “{}”."
    ),
    ("/set thinking_budget 0", "thinking_budget must be an integer, at least 1, not “0”."),
    ("/unset nothing", "Unknown parameter “nothing”."),
  ])
  func invalidValueReportsWhy(_ text: String, _ notice: String) {
    let script = submitting(text)
    #expect(script.state.notice?.text == notice)
    #expect(script.state.composer.text == text)
    #expect(script.state.session.parameters == Parameters())
  }

  @Test func unsetRemovesTheValue() {
    var script = submitting("/set seed 7")
    script.type("/unset seed")
    script.press(.enter)
    #expect(script.state.session.parameters == Parameters())
    #expect(script.state.session.sources.isEmpty)
  }

  @Test func thinkingAndModelAreSetByName() {
    var script = submitting("/set enable_thinking false")
    #expect(!script.state.thinking.isOn)
    script.type("/set thinking_budget 4096")
    script.press(.enter)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 4096))
    script.type("/set model qwen/other")
    script.press(.enter)
    #expect(script.state.session.model == "qwen/other")
  }

  @Test(arguments: [
    ("/set response_format json_object", "response_format", "enable_thinking"),
    ("/set tool_choice required", "tool_choice", "enable_thinking"),
    ("/set top_logprobs 3", "top_logprobs", "logprobs"),
  ])
  func knownConflictsAreCaughtBeforeSending(_ text: String, _ one: String, _ other: String) {
    var script = submitting(text)
    script.type("hello")
    script.press(.enter)
    #expect(script.state.stream == nil)
    #expect(script.state.composer.text == "hello")
    let notice = script.state.notice?.text ?? ""
    #expect(notice.contains(one) && notice.contains(other))
  }
}
