import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The branches of a conversation: other answers, other questions, and deletions.
@Suite struct TreeTests {
  private func contents(_ script: Script) -> [String] {
    script.state.conversation.messages.map(\.content)
  }

  /// Answers the pending request.
  private func answer(_ script: inout Script, _ content: String) throws {
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil), .streamed(request, .opened),
      .streamed(request, .received(AnswerDelta(content: content, chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
  }

  @Test func bracketsSwitchVersionsAndShowTheirNumber() throws {
    var script = try Script.answered(content: "first")
    script.press(.tab, .character("r"))
    try answer(&script, "second")
    _ = script.takeEffects()
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("2/2") })
    script.press(.character("["))
    #expect(contents(script).last == "first")
    #expect(script.takeEffects() == [.store(.saveHeader(script.state.conversation))])
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("1/2") })
    script.press(.character("["))
    #expect(script.state.notice?.text == "First of 2 versions.")
    script.press(.character("]"))
    #expect(contents(script).last == "second")
    script.restDoesNotMatter()
  }

  @Test func bracketsReturnToThePreviousPosition() throws {
    var script = try Script.answered(content: "first")
    script.press(.tab, .character("r"))
    try answer(&script, "second")
    // Continue the conversation below the older answer.
    script.press(.character("["))
    script.state.focus = .composer
    _ = try script.ask("and then?")
    try answer(&script, "third")
    _ = script.draw(width: 80, height: 60)
    script.press(.tab, .character("("), .character("("), .character("e"), .control("u"))
    script.type("Another question")
    script.press(.enter)
    try answer(&script, "fourth")
    script.state.focus = .transcript

    let there = contents(script)
    script.press(.character("["))
    #expect(contents(script).suffix(3) == ["first", "and then?", "third"])
    script.press(.character("]"))
    #expect(contents(script) == there)
  }

  /// Off-screen messages would switch unnoticed.
  @Test func bracketsLeaveMessagesOutOfViewAlone() throws {
    var script = try Script.answered(content: "first")
    script.press(.tab, .character("r"))
    try answer(&script, String(repeating: "second\n\n", count: 40))
    script.state.focus = .composer
    _ = try script.ask("and then?")
    try answer(&script, String(repeating: "third\n\n", count: 40))
    _ = script.draw(width: 80, height: 24)
    let path = script.state.conversation.path
    script.press(.tab, .character("["))
    #expect(script.state.conversation.path == path)
    #expect(script.state.notice?.text == "No other version here.")
    // If an answer is marked, only it and its question may be switched.
    script.press(.character("{"), .character("["))
    #expect(script.state.conversation.path == path)
    script.restDoesNotMatter()
  }

  @Test func versionsShowWhatIsNewInTheirOrigin() throws {
    var script = try Script.answered(content: "first")
    #expect(
      !script.rows(width: 80, height: 24).contains {
        $0.contains("qwen3-32b · ") && $0.contains("4096 ·")
      })
    script.state.session.parameters.temperature = 1.3
    script.press(.tab, .character("r"))
    try answer(&script, "second")
    #expect(
      script.rows(width: 80, height: 24).contains {
        $0.contains(" · T 1.3  ") && $0.contains("  2/2  ") && !$0.contains("thinking 4096")
      })
    script.press(.character("["))
    let head = try #require(script.rows(width: 80, height: 24).first { $0.contains("  1/2  ") })
    #expect(!head.contains("thinking 4096") && !head.contains("T 1.3"))
  }

  @Test func stillAnsweringNoticeGoesWithTheAnswer() throws {
    var script = Script()
    let request = try script.ask("question")
    script.press(.control("x"), .character("r"))
    #expect(script.state.notice?.text.hasPrefix("Still answering") == true)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    #expect(script.state.notice == nil)
  }

  @Test func editedQuestionBecomesANewVersion() throws {
    var script = try Script.answered(content: "first")
    script.type("draft")
    script.press(.tab, .character("e"))
    #expect(script.state.composer.text == "Which primes below 50 are Fibonacci numbers?")
    script.press(.control("u"))
    script.type("And below 100?")
    script.press(.enter)
    #expect(script.state.composer.text == "draft")
    try answer(&script, "89 too")
    #expect(contents(script) == ["And below 100?", "89 too"])
    #expect(script.state.conversation.allMessages.count == 4)
    script.state.focus = .transcript
    script.press(.character("["))
    #expect(contents(script) == ["Which primes below 50 are Fibonacci numbers?", "first"])
  }

  /// In READ and THINK without a mark, commands act on the message in view and mark it.
  @Test(
    arguments: [
      ("e", .transcript), ("r", .transcript), ("y", .transcript), ("e", .reasoning),
      ("r", .reasoning), ("d", .transcript), ("d", .reasoning),
    ] as [(String, Focus)])
  func lettersActOnTheMessageInView(_ key: String, _ focus: Focus) throws {
    var script = try Script.answered(
      content: (1...40).map { "line \($0)" }.joined(separator: "\n\n"))
    script.restDoesNotMatter()
    script.type("A second question.")
    script.press(.enter)
    try answer(&script, (1...40).map { "other \($0)" }.joined(separator: "\n\n"))
    _ = script.draw(width: 80, height: 24)
    script.press(.tab, .character("g"), .character("g"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Which primes") })
    script.state.focus = focus
    let first = script.state.conversation.path[1]
    script.press(.character(try #require(key.first)))
    switch key {
    case "e": #expect(script.state.composer.text.hasPrefix("Which primes"))
    case "r": #expect(script.state.conversation.siblings(of: first).count == 2)
    case "d":
      #expect(script.state.cursor == first)
      script.press(.character("d"))
      #expect(!script.state.conversation.path.contains(first))
    default:
      let copied = script.takeEffects().lazy.compactMap { effect -> String? in
        if case .terminal(.copy(let text, what: _)) = effect { text.text } else { nil }
      }
      #expect(copied.first?.contains("line 1") == true)
    }
  }

  @Test(arguments: [("k", "Fork"), ("e", "Edit")])
  func commandsSayThatThereIsNoMessage(_ key: String, _ title: String) throws {
    var script = Script()
    script.restDoesNotMatter()
    script.press(.control("x"), .character(try #require(key.first)))
    #expect(script.state.notice?.text.hasPrefix(title) == true)
    #expect(script.state.notice?.text.hasSuffix("unavailable (no messages yet).") == true)
  }

  /// The question being edited is in view and marked. Cancelling returns to the end.
  @Test func editedQuestionIsInView() throws {
    var script = try Script.answered(
      content: (1...60).map { "line \($0)" }.joined(separator: "\n\n"))
    script.restDoesNotMatter()
    func rows() -> [String] { script.rows(width: 80, height: 24) }
    #expect(rows().contains { $0.contains("line 60") })
    script.press(.tab, .character("e"))
    #expect(rows().contains { $0.hasPrefix("▌▌ Which primes below 50") })
    script.press(.escape)
    #expect(rows().contains { $0.contains("line 60") })
    #expect(!rows().contains { $0.contains("▌ Which primes") })
  }

  @Test func editedQuestionsKeepTheirAttachments() throws {
    var script = try Script.answered()
    let question = try #require(script.state.conversation.path.first)
    let attachments = [Chat.Attachment(name: "a.txt", .text(AttachedText("one")))]
    script.state.front.conversation.update(question) { $0.attachments = attachments }
    script.press(.tab, .character("e"), .control("u"))
    script.type("And now?")
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == "And now?")
    #expect(script.state.conversation.messages.first?.attachments == attachments)
    script.restDoesNotMatter()
  }

  @Test func imagesAreNotSentToAModelWithoutVision() throws {
    var script = try Script.answered()
    let question = try #require(script.state.conversation.path.first)
    let image = AttachedImage(type: .gif, width: 1, height: 1, bytes: [1])
    script.state.front.conversation.update(question) {
      $0.attachments = [Chat.Attachment(name: "a.gif", .image(image))]
    }
    var model = Model(id: script.state.session.model)
    model.capabilities.sees = false
    let provider = script.state.session.provider
    script.play(.modelsListed(provider, .success(script.listing(provider.name, [model]))))
    script.type("And?")
    script.press(.enter)
    #expect(script.state.notice?.text.contains("does not accept images") == true)
    #expect(script.state.stream == nil && script.state.composer.text == "And?")
    script.restDoesNotMatter()
  }

  @Test func leavingTheEditorRestoresTheDraft() throws {
    var script = try Script.answered()
    script.type("draft")
    script.press(.tab, .character("e"), .escape)
    #expect(script.state.composer.text == "draft")
    #expect(script.state.notice == nil)

    script.press(.character("e"), .control("u"))
    script.type("And below 100?")
    script.press(.escape)
    #expect(script.state.composer.text == "draft")
    #expect(script.state.notice?.advice == "e to resume it.")
    script.press(.character("e"))
    #expect(script.state.composer.text == "And below 100?")
    script.press(.enter)
    #expect(script.state.composer.text == "draft")
    #expect(contents(script).first == "And below 100?")
  }

  @Test func editIsRestoredWithItsConversation() throws {
    var script = try Script.answered()
    script.type("draft")
    script.press(.tab, .character("e"), .control("u"))
    script.type("And below 100?")
    _ = script.takeEffects()
    script.press(.control("n"))
    #expect(script.state.composer.isEmpty && script.state.editing == nil)
    // After a crash, the edit would survive only as part of the saved draft.
    guard case .store(.saveHeader(let saved))? = script.takeEffects().first else {
      Issue.record("the edit was not stored")
      return
    }
    #expect(saved.draft == "And below 100?\n\ndraft")
    _ = script.state.open(saved.id)
    let request = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(request, .success(saved)))
    #expect(script.state.composer.text == "And below 100?")
    script.press(.escape)
    #expect(script.state.composer.text == "draft")
    script.play(.timerFired(.saveDraft))
    guard case .store(.saveHeader(let after))? = script.takeEffects().last else {
      Issue.record("the draft was not stored")
      return
    }
    #expect(after.draft == "draft")
    #expect(script.state.editing == nil)
  }

  @Test func keysActOnTheMarkedMessage() throws {
    var script = try Script.answered(content: "first")
    _ = try script.ask("second question")
    try answer(&script, "second answer")
    _ = script.draw(width: 80, height: 60)
    script.press(.tab, .character("("), .character("("), .character("r"))
    try answer(&script, "other first")
    #expect(contents(script).last == "other first")
    #expect(script.state.conversation.path.count == 2)
    script.press(.character("["))
    #expect(contents(script).last == "second answer")
  }

  /// Replies to the undo as a store with an empty trash would, and expects “Nothing to undo.”
  private func expectNothingToUndo(_ script: inout Script) throws {
    switch script.takeEffects().last {
    case .store(.restoreDeletion(let request, script.state.conversation.id))?:
      script.play(.deletionRestored(request, .success(nil)))
    case .store(.restoreLastConversation(let request))?:
      script.play(.conversationLoaded(request, .success(nil)))
    default: Issue.record("the store was not asked")
    }
    #expect(script.state.notice?.text == "Nothing to undo.")
  }

  @Test func deletingRemovesWhatFollowsAndUndoRestoresIt() throws {
    var script = try Script.answered(content: "first")
    _ = try script.ask("second question")
    try answer(&script, "second answer")
    _ = script.takeEffects()
    let before = script.state.conversation
    _ = script.draw(width: 80, height: 60)
    script.press(.tab, .character("("), .character("d"), .character("d"))
    #expect(contents(script).last == "first")
    let gone = Set(before.path.suffix(2))
    guard case .store(.deleteMessages(let ids, let conversation))? = script.takeEffects().last
    else {
      Issue.record("nothing was deleted in the store")
      return
    }
    #expect(Set(ids) == gone)
    #expect(conversation == script.state.conversation)
    script.press(.character("u"))
    #expect(script.state.conversation == before)
    guard case .store(.save(let saved, let messages))? = script.takeEffects().last else {
      Issue.record("nothing was saved again")
      return
    }
    #expect(saved == before)
    #expect(Set(messages) == gone)
    script.press(.character("u"))
    try expectNothingToUndo(&script)
  }

  @Test func emptiedConversationMovesToTheTrash() throws {
    var script = try Script.answered(content: "first")
    let before = script.state.conversation
    _ = script.draw(width: 80, height: 60)
    script.press(.tab, .character("("), .character("d"), .character("d"))
    #expect(script.state.conversation.isEmpty && script.state.conversation.id != before.id)
    #expect(script.takeEffects().last == .store(.change([before.id], .delete(script.state.now))))
    script.press(.character("u"))
    #expect(script.takeEffects().contains(.store(.change([before.id], .delete(nil)))))
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(before)))
    #expect(script.state.conversation == before)
    script.press(.tab, .character("u"))
    try expectNothingToUndo(&script)
  }

  @Test func newConversationSharesNothingWithAnEmptiedOne() throws {
    var script = try Script.answered(content: "first")
    script.state.preferences.isStored = false
    _ = script.draw(width: 80, height: 60)
    script.press(.tab, .character("("), .character("d"), .character("d"))
    #expect(script.state.conversation.isEmpty)
    script.press(.control("n"))
    #expect(script.state.conversation.title.isEmpty)
  }

  @Test func deletionIsUndoneEvenAfterVisitingAnotherConversation() throws {
    var script = try Script.answered(content: "first")
    let before = script.state.conversation
    script.press(.tab, .character("d"), .character("d"))
    #expect(script.state.notice?.advice.hasPrefix("Ctrl-X u to undo") == true)
    let left = script.state.conversation
    script.press(.control("n"), .tab, .character("u"))
    try expectNothingToUndo(&script)
    _ = script.state.open(left.id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(left)))
    script.press(.tab, .character("u"))
    #expect(script.state.conversation.messages == before.messages)
    #expect(script.takeEffects().last == .store(.save(script.state.conversation, [before.path[1]])))
  }

  @Test func privateDeletionsCannotBeUndoneLater() throws {
    var script = Script()
    script.type("/private")
    script.press(.enter)
    script.type("secret?")
    script.press(.enter)
    script.press(.escape, .tab, .character("d"), .character("d"))
    #expect(script.state.front.deletions.count == 1)
    script.press(.control("n"), .control("n"))
    #expect(!script.state.isPrivate && script.state.front.deletions.isEmpty)
  }

  @Test func streamingAnswerIsNotDeleted() throws {
    var script = Script()
    _ = try script.ask("question")
    script.press(.tab, .character("d"), .character("d"))
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.conversation.path.count == 2)
  }

  @Test func quoteIsInsertedIntoTheDraft() throws {
    var script = try Script.answered(content: "one\n\ntwo")
    script.type("see")
    script.press(.tab, .character(">"))
    #expect(script.state.composer.text == "see\n> one\n>\n> two\n\n")
    #expect(script.state.focus == .composer)
  }

  @Test func forkIsAnotherConversation() throws {
    var script = try Script.answered(content: "first")
    let before = script.state.conversation
    script.press(.tab, .character("F"))
    #expect(script.state.conversation.id != before.id)
    #expect(contents(script) == before.messages.map(\.content))
    #expect(
      script.takeEffects()
        == [.store(.save(script.state.conversation, script.state.conversation.path))])
  }

  @Test func forksAreNumbered() throws {
    var script = try Script.answered(content: "first")
    script.restDoesNotMatter()
    let original = script.state.conversation
    var titles: [String] = []
    for _ in 1...3 {
      script.press(.tab, .character("F"))
      titles.append(script.state.conversation.title)
    }
    _ = script.state.open(original.id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(original)))
    script.press(.tab, .character("F"))
    titles.append(script.state.conversation.title)
    let marks = ["", " 2", " 3", " 4"]
    #expect(titles == marks.map { "\(original.title) (copy\($0))" })
  }

  @Test func twoAnswersSideBySide() throws {
    var script = try Script.answered(content: "first\n\n- one\n- two", reasoning: "")
    script.press(.tab, .character("r"))
    try answer(&script, "second, with `code`")
    _ = script.draw(width: 100, height: 16)
    script.press(.character("|"))
    let grid = script.draw(width: 100, height: 16)
    if let mismatch = Snapshot.mismatch(grid, named: "compared-100x16") {
      Issue.record("\(mismatch)")
    }
    script.press(.character("h"), .character("e"), .escape)
    #expect(script.state.conversationHasKeys && script.state.editing == nil)
  }

  @Test func streamingAnswerGrowsNextToTheOther() throws {
    var script = try Script.answered(content: "first", reasoning: "")
    script.press(.tab, .character("r"))
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    _ = script.draw(width: 100, height: 16)
    script.press(.character("|"))
    for word in ["one", "two\n\n", "three"] {
      script.play(.streamed(request, .received(AnswerDelta(content: word, chunks: 1))))
      let rows = script.rows(width: 100, height: 16)
      #expect(rows.contains { $0.contains("first") || $0.contains(word.prefix(3)) })
      #expect(rows.contains { $0.contains(word.filter(\.isLetter)) })
    }
    #expect(script.rows(width: 100, height: 16).contains { $0.contains("onetwo") })
  }
}
