import Chat
import Screen
import Testing
import Words

@testable import App

/// Following what another program changes in the database.
@Suite struct FollowingTests {
  /// Plays a change by another program, and answers the orders that follow.
  private func change(
    _ script: inout Script, to stored: Conversation?,
    marks: ConversationMarks? = ConversationMarks()
  ) throws {
    script.dropPending()
    script.play(.changedElsewhere)
    try answer(&script, with: stored, marks)
  }

  private func answer(
    _ script: inout Script, with stored: Conversation?,
    _ marks: ConversationMarks? = ConversationMarks()
  ) throws {
    let request = try #require(loads(&script).last)
    script.play(.marksLoaded(request, .success(marks)))
    script.play(.conversationLoaded(request, .success(stored)))
  }

  private func loads(_ script: inout Script) -> [RequestID] {
    script.takeEffects().compactMap { effect in
      if case .store(.loadConversation(let request, _)) = effect { request } else { nil }
    }
  }

  /// Returns the conversation as continued by another program.
  private func continued(
    _ conversation: Conversation, _ question: String = "And above?", _ answer: String = "More."
  ) -> Conversation {
    var other = conversation
    let time = conversation.updatedAt
    var ids = IDSource(seed: UInt64(question.utf8.count))
    for (role, text) in [(Role.user, question), (.assistant, answer)] {
      other.append(
        Message(
          id: MessageID(ids.uuid(at: time)), parent: other.path.last, role: role, createdAt: time,
          content: text))
    }
    return other
  }

  private func long() throws -> Script {
    var script = try Script.answered(
      content: (0..<60).map { "Line \($0)." }.joined(separator: "\n\n"))
    _ = script.draw(width: 80, height: 24)
    return script
  }

  @Test func newMessagesAppear() throws {
    var script = try Script.answered()
    try change(&script, to: continued(script.state.conversation))
    let text = script.rows(width: 80, height: 40).joined(separator: "\n")
    #expect(text.contains("And above?") && text.contains("More."))
    #expect(loads(&script).isEmpty)
  }

  @Test func theReaderAndTheDraftStayWhereTheyAre() throws {
    var script = try long()
    script.press(.tab, .character("g"), .character("j"), .character("j"), Key(.backTab))
    script.type("my draft")
    let before = script.rows(width: 80, height: 24)
    var other = continued(script.state.conversation)
    other.draft = "their draft"
    other.thinking = ThinkingMode(isOn: false)
    let settings = script.state.conversation.settings
    try change(&script, to: other)
    let after = script.rows(width: 80, height: 24)
    #expect(after[2..<19] == before[2..<19])
    #expect(script.state.composer.text == "my draft")
    #expect(script.state.conversation.settings == settings)
    #expect(script.state.conversation.messages.count == 4)
    script.restDoesNotMatter()
  }

  @Test func onlyADraftFromTheComposerIsSaved() throws {
    var script = try Script.answered()
    script.type("mine")
    script.play(.timerFired(.saveDraft))
    var other = script.state.conversation
    other.draft = "theirs"
    try change(&script, to: other)
    #expect(script.state.conversation.draft == "mine")
    _ = script.takeEffects()
    // Opening the current conversation again adopts no draft.
    var effects = script.state.show(other)
    #expect(effects.isEmpty && script.state.conversation.draft == "mine")
    // The drafts of two programs become one when a third opens the conversation.
    var ids = IDSource(seed: 9)
    var both = Conversation(
      id: ConversationID(ids.uuid(at: script.state.now)), createdAt: script.state.now)
    both.draft = StoredDrafts.replacing(nil, with: "two", in: "one")
    var next = Script()
    effects = next.state.show(both)
    #expect(next.state.composer.text == "one\n\ntwo")
    #expect(effects.contains(.store(.adoptDraft(both.id, both.draft))))
    #expect(next.state.saveDraft().isEmpty)
    script.restDoesNotMatter()
    next.restDoesNotMatter()
  }

  @Test func anUndoneDeletionIsSaid() throws {
    var script = try Script.answered()
    let (id, title) = (script.state.conversation.id, script.state.conversation.title)
    script.play(.deletionUndone(id, title, .trash))
    #expect(script.state.notice?.text == Words.Saving.undone(.trash, of: nil))
    script.state.notice = nil
    script.play(.deletionUndone(id, title, .erasure))
    #expect(script.state.notice?.text == Words.Saving.undone(.erasure, of: nil))
    // It may no longer be open.
    var ids = IDSource(seed: 9)
    let other = ConversationID(ids.uuid(at: script.state.now))
    script.play(.deletionUndone(other, "Sky", .erasure))
    #expect(script.state.notice?.text == Words.Saving.undone(.erasure, of: "Sky"))
    script.restDoesNotMatter()
  }

  @Test func selectionStaysWithItsText() throws {
    var script = try Script.answered()
    _ = script.draw(width: 80, height: 24)
    script.press(.tab, .character("v"))
    let selection = try #require(script.state.selection)
    try change(&script, to: continued(script.state.conversation))
    #expect(script.state.selection == selection)
    // Another program deleted the answer and its question.
    var emptied = script.state.conversation
    _ = emptied.remove(emptied.path[0])
    try change(&script, to: emptied)
    #expect(script.state.selection == nil)
    #expect(script.state.inputMode != .conversation(.selecting(.transcript)))
    script.restDoesNotMatter()
  }

  @Test func anotherVersionDoesNotReplaceTheOneBeingRead() throws {
    var script = try Script.answered()
    let path = script.state.conversation.path
    var other = script.state.conversation
    other.select(path[0])
    var ids = IDSource(seed: 9)
    other.append(
      Message(
        id: MessageID(ids.uuid(at: script.state.now)), parent: path[0], role: .assistant,
        createdAt: script.state.now, content: "Another version."))
    try change(&script, to: other)
    #expect(script.state.conversation.path == path)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("1/2") })
    script.restDoesNotMatter()
  }

  @Test func aDeletedTailEndsThePath() throws {
    var script = try Script.answered()
    script.state.conversation = continued(script.state.conversation)
    var other = script.state.conversation
    let kept = Array(other.path.prefix(2))
    _ = other.remove(other.path[2])
    try change(&script, to: other)
    #expect(script.state.conversation.path == kept)
    script.restDoesNotMatter()
  }

  @Test func aGrowingAnswerIsFollowed() throws {
    var script = try Script.answered()
    var other = continued(script.state.conversation, "And above?", "Mo")
    let answer = try #require(other.path.last)
    other.update(answer) { $0.status = .streaming }
    try change(&script, to: other)
    #expect(script.takeEffects() == [.timer(.set(.reload, .seconds(2)))])
    other.update(answer) { $0.content = "More to come" }
    script.type("next")
    script.press(.enter)
    #expect(script.state.notice?.text.contains("still receiving this answer") == true)
    _ = script.takeEffects()
    script.play(.timerFired(.reload))
    try self.answer(&script, with: other)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("More to come") })
    other.update(answer) { $0.status = .complete }
    _ = script.takeEffects()
    script.play(.timerFired(.reload))
    try self.answer(&script, with: other)
    #expect(script.takeEffects() == [])
    #expect(script.state.notice == nil)
    #expect(script.state.composer.text == "next")
  }

  // MARK: Waiting

  @Test func ownAnswerAndEditComeFirst() throws {
    var script = try Script.answered()
    let request = try script.ask("and then?")
    script.play(.changedElsewhere)
    #expect(loads(&script).isEmpty)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(loads(&script).count == 1)
    script.press(.control("x"), .character("e"))
    #expect(script.state.editing != nil)
    script.play(.changedElsewhere)
    #expect(loads(&script).isEmpty)
    script.restDoesNotMatter()
  }

  @Test func whatWasDoneMeanwhileIsNotUndone() throws {
    var script = try Script.answered()
    let stale = script.state.conversation
    script.play(.changedElsewhere)
    let request = try #require(loads(&script).last)
    // The question is asked and answered before the older result arrives.
    let asked = try script.ask("and then?")
    script.play(.streamed(asked, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    script.dropPending()
    script.play(.conversationLoaded(request, .success(stale)))
    #expect(script.state.conversation.messages.count == 4)
    #expect(loads(&script).count == 1)
    script.restDoesNotMatter()
  }

  @Test func privateAndEmptyConversationsAndPlainModeAskNothing() throws {
    var script = Script()
    script.play(.changedElsewhere)
    #expect(loads(&script).isEmpty)
    var plain = Script(surface: .lines)
    plain.play(.changedElsewhere, .focusChanged(true))
    #expect(plain.takeEffects().isEmpty)
  }

  @Test func comingBackLooksAtOnce() throws {
    var script = try Script.answered()
    script.play(.focusChanged(false))
    #expect(script.takeEffects() == [])
    script.play(.focusChanged(true))
    #expect(script.takeEffects() == [.store(.checkForChanges)])
    script.state.preferences.isStored = false
    script.play(.focusChanged(true))
    #expect(script.takeEffects() == [])
  }

  // MARK: Deletion

  @Test func deletionIsSaidOnceAndTheTextStays() throws {
    var script = try Script.answered()
    script.advance(by: .seconds(60))
    var marks = ConversationMarks()
    marks.deletedAt = script.state.now
    let conversation = script.state.conversation
    try change(&script, to: conversation, marks: marks)
    #expect(script.state.notice?.text == "Another instance deleted this conversation.")
    #expect(script.state.notice?.advice == "Send a message to restore it.")
    #expect(script.state.conversation == conversation)
    script.state.notice = nil
    try change(&script, to: conversation, marks: marks)
    #expect(script.state.notice == nil)
    // Erased for good: the next message stores what is on the screen.
    try change(&script, to: nil, marks: nil)
    #expect(script.state.conversation == conversation)
    script.restDoesNotMatter()
  }

  @Test func ownDeletionIsNotReported() throws {
    var script = try Script.answered()
    var marks = ConversationMarks()
    marks.deletedAt = script.state.now.advanced(by: .seconds(1))
    script.state.lists.moved.insert(script.state.conversation.id)
    try change(&script, to: script.state.conversation, marks: marks)
    #expect(script.state.notice == nil)
    script.restDoesNotMatter()
  }

  // MARK: The list

  @Test func theListIsLoadedAgainAndKeepsItsSelection() throws {
    var script = try Script.answered()
    let own = ConversationSummary(script.state.conversation)
    var ids = IDSource(seed: 5)
    let others = (0..<3).map { number in
      ConversationSummary(
        id: ConversationID(ids.uuid(at: script.state.now)), title: "other \(number)",
        createdAt: own.createdAt, updatedAt: own.updatedAt, model: "", messageCount: 2, preview: "")
    }
    script.press(Key(.function(2)))
    try script.answerList([own, others[0]])
    script.press(.character("j"))
    #expect(script.state.list?.selection?.title == "other 0")
    _ = script.takeEffects()
    script.play(.changedElsewhere)
    try script.answerList([others[2], others[1], own, others[0]])
    #expect(script.state.list?.selection?.title == "other 0")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("other 2") })
    script.restDoesNotMatter()
  }
}
