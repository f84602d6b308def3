import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The conversation list, and commands in it.
@Suite struct ConversationListTests {
  private static let hour: Int64 = 3_600_000

  private func id(_ number: Int) throws -> ConversationID {
    ConversationID(
      try #require(UUIDv7("00000000-0000-7000-8000-00000000000\(number)")))
  }

  /// In a short window, a notice replaces the hints. A rule keeps it from looking like another
  /// conversation.
  @Test func aNoticeIsSetApartInALowWindow() throws {
    var script = try script(width: 40, height: 10)
    #expect(!script.rows(width: 40, height: 10)[8].hasPrefix("──"))
    script.state.notice = Notice(.information, "Restored.")
    let rows = script.rows(width: 40, height: 10)
    #expect(rows[8].hasPrefix("── qwen3-32b") && rows[9].hasPrefix(" · Restored."))
    script.restDoesNotMatter()
  }

  /// Returns a list of conversations that are an hour, a day and over a year old. The second one
  /// is pinned.
  private func script(width: Int = 80, height: Int = 24) throws -> Script {
    var script = Script()
    let now = script.state.now.milliseconds
    func summary(_ number: Int, _ title: String, hours: Int64) throws -> ConversationSummary {
      ConversationSummary(
        id: try id(number), title: title, createdAt: Timestamp(milliseconds: 0),
        updatedAt: Timestamp(milliseconds: now - hours * Self.hour), model: "alibaba/qwen3-32b",
        messageCount: number * 2, preview: "the last words of \(title)")
    }
    var pinned = try summary(2, "Release checklist", hours: 900)
    pinned.marks.isPinned = true
    var tagged = try summary(3, "量子纠缠是什么", hours: 25)
    tagged.marks.tags = ["physics"]
    tagged.hasDraft = true
    let all = [
      pinned, try summary(1, "Primes that are Fibonacci numbers", hours: 1), tagged,
      try summary(4, "Trip to Lisbon", hours: 9000),
    ]
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, .current, after: _))? = script.takeEffects().first
    else {
      Issue.record("the list was not asked for")
      return script
    }
    script.play(.summariesLoaded(request, .success(ListPage(all, hasMore: false))))
    _ = script.draw(width: width, height: height)
    return script
  }

  private func conversationList(_ script: Script) throws -> ConversationList {
    #expect(script.state.listHasKeys)
    return try #require(script.state.list)
  }

  @Test(arguments: [(110, 20), (80, 24), (40, 12), (160, 20)])
  func looks(_ width: Int, _ height: Int) throws {
    var script = try script()
    script.press(.character("j"), .character(" "))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "conversations-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  @Test func matchesOfTheFilterAreMarked() throws {
    var script = try script()
    script.press(.character("/"))
    script.type("lisb")
    let grid = script.draw(width: 80, height: 24)
    let rows = script.rows(width: 80, height: 24)
    let y = try #require(rows.firstIndex { $0.contains("Trip to Lisbon") })
    let text = rows[y].prefix { $0 != "L" }.count
    let cells = grid.row(y)
    let marked = (0..<80).filter { cells[$0].style.role == .match }
    #expect(marked == Array(text..<text + 4))
  }

  /// The preview begins one blank row below the list, with or without a filter.
  @Test(arguments: ["", "lisb", "#phys"])
  func thePreviewTakesTheFreeRows(_ filter: String) throws {
    var script = try script()
    if !filter.isEmpty {
      script.press(.character("/"))
      script.type(filter)
      script.press(.enter)
    }
    let rows = script.rows(width: 80, height: 24)
    let rule = try #require(rows.lastIndex { $0.hasPrefix("──") })
    #expect(rows[rule - 1].isEmpty && !rows[rule - 2].isEmpty)
  }

  /// The preview shows Markdown as the conversation does, in one colour.
  @Test(arguments: [false, true]) func thePreviewHasNoMarkup(_ isCut: Bool) throws {
    let source =
      "# Plan\n\nBring **all** of `it`:\n\n- one\n- two\n\n> said\n\n"
      + "| Name | Size |\n|---|---|\n| a | 1 |\n| long name | 22 |\n\nThe `end of it"
    let rows = PreviewText.rows(of: CutText(source, isCut: isCut), width: 60, height: 30)
    let text = rows.map(\.text)
    #expect(text.contains("Plan") && text.contains("Bring all of it:"), "\(text)")
    #expect(text.contains { $0.hasSuffix("• one") } && !text.contains { $0.contains("> said") })
    let columns = text.filter { $0.contains("Size") || $0.contains("22") }.map { row in
      row.firstIndex { "S2".contains($0) }.map { row.distance(from: row.startIndex, to: $0) }
    }
    #expect(columns.count == 2, "\(text)")
    #expect(rows.allSatisfy { $0.spans.allSatisfy { $0.style.role == .secondary } })
    #expect(text.last == (isCut ? "The end of…" : "The `end of it"))
    #expect(text.contains(""))
    let low = PreviewText.rows(of: CutText(source, isCut: isCut), width: 60, height: 10)
    #expect(!low.map(\.text).contains(""))
  }

  @Test func nothingIsBelowAnEmptyList() throws {
    var script = try script()
    script.press(.character("/"))
    script.type("nothing of the kind")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("No matches") })
    #expect(rows.filter { $0.hasPrefix("──") }.count == 1)
  }

  /// A row has only the beginning of the last message. However fast the selection moves, at most
  /// one request for the rest is pending.
  @Test func thePreviewOfTheSelectionIsLoaded() throws {
    var script = Script()
    let summaries = try (1...3).map { number in
      ConversationSummary(
        id: try id(number), title: "Number \(number)", createdAt: Timestamp(milliseconds: 0),
        updatedAt: script.state.now, model: "m", messageCount: 2,
        preview: String(repeating: "beginning ", count: 40))
    }
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, .current, after: _))? = script.takeEffects().first
    else {
      Issue.record("the list was not asked for")
      return
    }
    script.play(.summariesLoaded(request, .success(ListPage(summaries, hasMore: false))))
    func asked(_ script: inout Script) -> [(RequestID, ConversationID)] {
      script.takeEffects().compactMap {
        if case .store(.loadPreview(let request, let id)) = $0 { (request, id) } else { nil }
      }
    }
    let first = asked(&script)
    #expect(first.map(\.1) == [try id(1)])
    script.press(.character("j"), .character("j"))
    #expect(asked(&script).isEmpty)
    let text = String(repeating: "beginning ", count: 40) + "and the end of it"
    script.play(.previewLoaded(try #require(first.first).0, .success(text)))
    #expect(!script.rows(width: 80, height: 24).joined().contains("the end of it"))
    let last = asked(&script)
    #expect(last.map(\.1) == [try id(3)])
    script.play(.previewLoaded(try #require(last.first).0, .success(text)))
    #expect(script.rows(width: 80, height: 24).joined().contains("and the end of it"))
    #expect(asked(&script).isEmpty)
  }

  @Test func filtersWhileTyping() throws {
    var script = try script()
    script.press(.character("/"))
    script.type("LISB")
    #expect(try conversationList(script).selection?.title == "Trip to Lisbon")
    #expect(!script.rows(width: 80, height: 24).contains { $0.contains("Primes") })
    script.press(.control("u"))
    script.type("#phys")
    #expect(try conversationList(script).shown.count == 1)
    script.press(.enter, .escape)
    #expect(try conversationList(script).shown.count == 4)
    #expect(try conversationList(script).selection?.title == "量子纠缠是什么")
  }

  @Test func eachShelfKeepsItsSelection() throws {
    var script = try script()
    let shelves: [(Key, Shelf, Int?)] = [
      (Key(.right), .archived, nil), (Key(.right), .deleted, 1), (Key(.left), .archived, nil),
      (Key(.left), .current, 3),
    ]
    let all = try conversationList(script).listed ?? []
    script.press(.character("j"), .character("j"))
    #expect(try conversationList(script).selection?.id == id(3))
    for (key, shelf, selected) in shelves {
      _ = script.takeEffects()
      script.press(key)
      guard case .store(.loadSummaries(let request, shelf, after: _))? = script.takeEffects().first
      else {
        Issue.record("\(shelf) was not asked for")
        return
      }
      let page = shelf == .archived ? [] : all.map(\.summary)
      script.play(.summariesLoaded(request, .success(ListPage(page, hasMore: false))))
      if shelf == .deleted { script.press(.character("j")) }
      #expect(try conversationList(script).selection?.id == selected.map(id), "\(shelf)")
    }
    script.restDoesNotMatter()
  }

  @Test(arguments: [80, 160]) func thePreviewSaysThatAnAnswerIsIncomplete(_ width: Int) throws {
    var script = try script(width: width)
    var summary = try #require(try conversationList(script).selection)
    summary.ending = AnswerEnding(.truncated)
    func preview() -> [String] {
      _ = script.state.list?.note(summary, isNew: false)
      return script.rows(width: width, height: 24)
    }
    #expect(preview().contains { $0.contains("! cut off") })
    summary.previewsThinking = true
    #expect(preview().contains { $0.contains("! cut off · thinking only") })
    summary.ending = AnswerEnding(.cancelled)
    #expect(preview().contains { $0.contains(" stopped · thinking only") && !$0.contains("! ") })
    summary.ending = AnswerEnding(.complete)
    #expect(!preview().contains { $0.contains("! ") })
    script.restDoesNotMatter()
  }

  @Test func thePreviewIsLaidOutOnlyWhenItChanges() {
    var layout = PreviewLayout()
    var count = 0
    func rows(_ text: String, width: Int = 40, height: Int = 9) -> [String] {
      layout.rows(of: .row(text), width: width, height: height) {
        count += 1
        return CutText(text, isCut: false)
      }.map(\.text)
    }
    #expect(rows("**one**") == ["one"] && rows("**one**") == ["one"] && count == 1)
    #expect(rows("two") == ["two"] && count == 2)
    _ = rows("two", width: 30)
    _ = rows("two", width: 30, height: 2)
    #expect(count == 4 && rows("two", height: 0).isEmpty)
  }

  @Test func filterSelectsTheFirstMatchAndEscapeGoesBack() throws {
    var script = try script()
    script.press(.character("G"), .character("/"))
    script.type("s")
    #expect(try conversationList(script).selected == 0)
    script.press(.control("n"), Key(.pageDown), .control("p"))
    #expect(try conversationList(script).selected == 2)
    script.press(.escape)
    #expect(try conversationList(script).selection?.title == "Trip to Lisbon")
    script.press(.character("/"), Key(.function(2)))
    #expect(script.state.conversationHasKeys)
  }

  /// While a filter or marks are kept, Esc only removes them.
  @Test(arguments: [60, 120, 200]) func escapeSaysWhetherItCloses(_ width: Int) throws {
    var script = try script()
    script.restDoesNotMatter()
    func hints() -> String { script.rows(width: width, height: 24).last ?? "" }
    #expect(hints().contains("Esc close"))
    script.press(.character("/"))
    #expect(hints().contains("› Filter conversations "), "\(hints())")
    script.type("s")
    #expect(hints().contains(" Enter keep  Esc cancel"), "\(hints())")
    script.press(.enter)
    #expect(hints().contains("Esc clear") && !hints().contains("Esc close"), "\(hints())")
    script.press(.escape, .character(" "))
    #expect(hints().contains("Esc clear"), "\(hints())")
    script.press(.escape)
    #expect(hints().contains("Esc close"), "\(hints())")
  }

  @Test(arguments: [false, true]) func thinkingInThePreviewIsLabelled(_ isThinking: Bool) throws {
    var script = Script()
    script.restDoesNotMatter()
    script.press(Key(.function(2)))
    let summary = ConversationSummary(
      id: try id(1), title: "Stopped", createdAt: Timestamp(milliseconds: 0),
      updatedAt: script.state.now, model: "m", messageCount: 2, preview: "Let me see.",
      previewsThinking: isThinking)
    try script.answerList([summary])
    for (width, height) in [(80, 24), (80, 12), (120, 24), (200, 60)] {
      let rows = script.rows(width: width, height: height)
      let text = try #require(rows.firstIndex { $0.contains("Let me see.") }, "\(rows)")
      #expect(rows[text - 1].contains("thinking only, no answer") == isThinking, "\(rows)")
    }
  }

  @Test func tagsOfSeveralConversationsAreAddedAndRemoved() throws {
    var script = try script()
    script.press(.character("G"), .character("k"), .character(" "), .character(" "))
    script.press(.character("t"))
    script.type("trip -physics")
    script.press(.enter)
    #expect(
      script.takeEffects() == [.store(.change([try id(3), try id(4)], .tag(["trip"])))])
    script.press(.character("u"))
    #expect(
      script.takeEffects() == [
        .store(.change([try id(3)], .tag(["physics"]))), .store(.change([try id(4)], .tag([]))),
      ])
  }

  /// Typing after `t` adds a tag: it neither changes nor loses the last one.
  @Test func aTypedTagFollowsTheOthers() throws {
    var script = try script()
    script.press(.character("G"), .character("k"), .character("t"))
    #expect(script.state.list?.prompt?.text.text == "physics ")
    script.type("later")
    script.press(.enter)
    #expect(script.takeEffects() == [.store(.change([try id(3)], .tag(["physics", "later"])))])
    script.press(.character("g"), .character("t"))
    #expect(script.state.list?.prompt?.text.text == "")
  }

  @Test func actionIsUndoneEvenAfterTheListWasClosed() throws {
    var script = try script()
    script.press(.character("j"), .character("a"), .escape)
    _ = script.takeEffects()
    script.press(Key(.function(2)))
    try script.answerList([])
    script.press(.character("u"))
    #expect(script.takeEffects() == [.store(.change([try id(1)], .archive(false)))])
    #expect(try conversationList(script).selection?.id == id(1))
  }

  @Test func emptyListOffersWhatItCanDo() throws {
    var script = Script()
    script.press(Key(.function(2)))
    try script.answerList([])
    let hints = script.rows(width: 110, height: 20).last
    #expect(hints == " n new  → view archive  ? keys  Esc close")
  }

  @Test func renamedRowStaysInTheFilteredList() throws {
    var script = try script()
    script.press(.character("/"))
    script.type("lisbon")
    script.press(.enter, .character("r"), .control("u"))
    script.type("Portugal")
    script.press(.enter)
    #expect(try conversationList(script).selection?.title == "Portugal")
    script.press(.character("p"), .character("u"), .character("u"))
    #expect(try conversationList(script).selection?.title == "Trip to Lisbon")
    script.press(.escape)
    #expect(try conversationList(script).shown.count == 4)
    script.restDoesNotMatter()
  }

  @Test func selectedConversationIsRenamedPinnedArchivedAndTagged() throws {
    var script = try script()
    script.press(.character("j"), .character("r"), .control("u"))
    script.type("  Fibonacci   primes ")
    script.press(.enter)
    #expect(script.takeEffects() == [.store(.change([try id(1)], .rename("Fibonacci primes")))])
    script.press(.character("t"))
    script.type("maths, #swift maths")
    script.press(.enter)
    #expect(script.takeEffects() == [.store(.change([try id(1)], .tag(["maths", "swift"])))])
    script.press(.character("p"))
    #expect(script.takeEffects() == [.store(.change([try id(1)], .pin(true)))])
    #expect(try conversationList(script).selection?.id == id(1))
    script.press(.character("a"))
    #expect(script.takeEffects() == [.store(.change([try id(1)], .archive(true)))])
    #expect(try conversationList(script).listed?.count == 3)
  }

  @Test func actionsApplyToMarkedRowsAndUndoRevertsAll() throws {
    var script = try script()
    script.press(.character("g"), .character(" "), .character(" "), .character("d"))
    let time = script.state.now
    let ids = [try id(2), try id(1)]
    #expect(script.takeEffects() == [.store(.change(ids, .delete(time)))])
    #expect(script.state.notice?.text.hasPrefix("2 conversations moved to the trash.") == true)
    script.press(.character("u"))
    #expect(script.takeEffects() == [.store(.change([try id(2), try id(1)], .delete(nil)))])
    #expect(try conversationList(script).listed?.map(\.summary.id) == [2, 1, 3, 4].map(id))
    #expect(try conversationList(script).selection?.id == id(2))
  }

  @Test func marksSurviveFilteringAndEscapeClearsThem() throws {
    var script = try script()
    script.press(.character("j"), .character(" "), .character("/"))
    script.type("lisbon")
    script.press(.enter, .character(" "))
    #expect(script.rows(width: 80, height: 24)[0].contains("2 marked"))
    script.press(.character("a"))
    #expect(script.takeEffects() == [.store(.change([try id(1), try id(4)], .archive(true)))])
    script.press(.escape, .character("*"))
    #expect(try conversationList(script).marked.count == 2)
    script.press(.escape)
    #expect(try conversationList(script).marked.isEmpty)
    script.press(.escape)
    #expect(script.state.conversationHasKeys)
  }

  @Test func openConversationFollowsRenamingAndDeletion() throws {
    var script = try Script.answered()
    let open = script.state.conversation
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, _, after: _))? = script.takeEffects().first else {
      Issue.record("no list is asked for")
      return
    }
    let summary = ConversationSummary(
      id: open.id, title: open.title, createdAt: open.createdAt, updatedAt: open.updatedAt,
      model: "m", messageCount: 2, preview: "")
    script.play(.summariesLoaded(request, .success(ListPage([summary], hasMore: false))))
    script.press(.character("r"), .control("u"))
    script.type("New name")
    script.press(.enter)
    #expect(script.state.conversation.title == "New name")
    #expect(script.state.conversation.titleSource == .user)
    script.press(.character("d"))
    #expect(script.state.conversation.id != open.id)
    #expect(try conversationList(script).shown.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func tabSwitchesShelves() throws {
    var script = try script()
    script.press(.tab)
    guard
      case .store(.loadSummaries(let archived, .archived, after: _))? = script.takeEffects().last
    else {
      Issue.record("the archive was not asked for")
      return
    }
    script.play(.summariesLoaded(archived, .success(ListPage([], hasMore: false))))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Archive is empty") })
    script.press(.tab, .tab)
    #expect(try conversationList(script).shelf == .current)
    script.restDoesNotMatter()
  }

  @Test func draftsBelongToTheirConversation() throws {
    var script = try Script.answered()
    let first = script.state.conversation.id
    script.type("half a thought")
    #expect(script.state.front.writing.isDraftScheduled)
    script.play(.timerFired(.saveDraft))
    #expect(script.takeEffects() == [.store(.saveHeader(script.state.conversation))])
    #expect(script.state.conversation.draft == "half a thought")
    script.type("!")
    script.press(.control("n"))
    #expect(script.state.composer.isEmpty)
    let saved = script.takeEffects().compactMap { effect -> Conversation? in
      if case .store(.saveHeader(let conversation)) = effect { conversation } else { nil }
    }
    #expect(saved.map(\.draft) == ["half a thought!"])
    #expect(saved.map(\.id) == [first])
    let left = try #require(saved.first)
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let listed, _, after: _))? = script.takeEffects().last else {
      Issue.record("no list is asked for")
      return
    }
    let summary = ConversationSummary(
      id: first, title: left.title, createdAt: left.createdAt, updatedAt: left.updatedAt,
      model: "m", messageCount: 2, preview: "", hasDraft: true)
    script.play(.summariesLoaded(listed, .success(ListPage([summary], hasMore: false))))
    #expect(script.rows(width: 80, height: 24).contains { $0.hasSuffix("✎") })
    script.press(.enter)
    guard case .store(.loadConversation(let loading, first))? = script.takeEffects().last else {
      Issue.record("the conversation is not asked for")
      return
    }
    script.play(.conversationLoaded(loading, .success(left)))
    #expect(script.takeEffects().contains(.store(.adoptDraft(first, left.draft))))
    #expect(script.state.composer.text == "half a thought!")
  }

  @Test(arguments: [
    (0, "today"), (20, "yesterday"), (72, "Friday 21 November"), (9000, "14 November 2024"),
  ])
  func daysHaveNames(_ hours: Int64, _ name: String) {
    // 24 November 2025, 16:00 UTC.
    let now = Timestamp(milliseconds: 1_764_000_000_000)
    let then = Timestamp(milliseconds: now.milliseconds - hours * Self.hour)
    #expect(LocalDay(then, offset: 0).name(from: LocalDay(now, offset: 0)) == name)
  }
}
