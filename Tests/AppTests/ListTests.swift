import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The conversation list on the screen: as a sidebar, loaded page by page, and kept up to date.
@Suite struct ListTests {
  private static let hour: Int64 = 3_600_000
  private let wide = Size(width: 160, height: 24)

  private func id(_ number: Int) throws -> ConversationID {
    let digits = String(1_000_000_000_000 + number).dropFirst()
    return ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-\(digits)")))
  }

  private func summary(
    _ number: Int, _ title: String, hours: Int, preview: String = ""
  ) throws -> ConversationSummary {
    let now = Script().state.now.milliseconds
    return ConversationSummary(
      id: try id(number), title: title, createdAt: Timestamp(milliseconds: 0),
      updatedAt: Timestamp(milliseconds: now - Int64(hours) * Self.hour), model: "m/qwen3-32b",
      messageCount: 2, preview: preview)
  }

  private func three() throws -> [ConversationSummary] {
    [
      try summary(1, "Primes", hours: 1), try summary(2, "Lisbon", hours: 2),
      try summary(3, "Tomatoes", hours: 30),
    ]
  }

  /// Returns a wide window with the list next to an answered question. The list has the focus.
  private func beside() throws -> Script {
    var script = try Script.answered()
    script.play(.resized(wide))
    script.press(Key(.function(2)))
    let open = ConversationSummary(script.state.conversation)
    try script.answerList([open] + three())
    return script
  }

  private func isLoad(_ effect: Effect) -> Bool {
    if case .store(.loadSummaries) = effect { true } else { false }
  }

  // MARK: The sidebar

  @Test func sidebarStaysAndMarksTheOpenConversation() throws {
    var script = try beside()
    script.press(.character("j"), .enter)
    guard case .store(.loadConversation(let request, let id))? = script.takeEffects().last else {
      Issue.record("nothing was opened")
      return
    }
    let loaded = Conversation(id: id, title: "Primes", createdAt: script.state.now)
    script.play(.conversationLoaded(request, .success(loaded)))
    #expect(script.state.conversationHasKeys && script.state.lists.isOpen)
    let rows = script.rows(width: 160, height: 24)
    #expect(rows.contains { $0.hasPrefix(" ›   Primes") })
    #expect(rows.filter { $0.hasPrefix(" ›") }.count == 1)
    script.type("and a question")
    #expect(script.state.composer.text == "and a question")
    let grid = script.draw(width: 160, height: 24)
    // The list leaves 111 columns, and the text is in the middle of them.
    #expect(grid.cursor?.x == 49 + 13 + 14)
  }

  /// The open conversation has no preview in the side bar, and so no rule.
  @Test func onlyAPreviewHasARule() throws {
    var script = try Script.answered()
    script.play(.resized(wide))
    script.press(Key(.function(2)))
    let open = ConversationSummary(script.state.conversation)
    try script.answerList([open, summary(1, "Primes", hours: 1, preview: "Two is a prime.")])
    let left = { (rows: [String]) in rows.map { String($0.prefix(48)) } }
    let rows = left(script.rows(width: 160, height: 24))
    #expect(rows.dropFirst(2).allSatisfy { !$0.contains("──") })
    #expect(rows[22].contains(" · 2 messages"))
    script.press(Key(.down))
    let next = left(script.rows(width: 160, height: 24)).dropFirst(2)
    #expect(next.contains { $0.contains("2 messages ──") })
    script.restDoesNotMatter()
  }

  @Test(arguments: [("F2", true), ("Escape", true), ("Enter", false)])
  func keysHideOrLeaveTheSidebar(_ key: String, _ hides: Bool) throws {
    var script = try beside()
    script.press(
      key == "F2" ? Key(.function(2)) : key == "Enter" ? .enter : .escape)
    #expect(script.state.conversationHasKeys)
    #expect(script.state.lists.isOpen == !hides && (script.state.list == nil) == hides)
    script.press(Key(.function(2)))
    #expect(script.state.listHasKeys && script.state.lists.isOpen)
    script.restDoesNotMatter()
  }

  @Test func escapeInTheConversationKeepsTheSidebar() throws {
    var script = try beside()
    script.press(.enter, .escape, .escape, .escape)
    #expect(script.state.list != nil && script.state.lists.isOpen)
  }

  @Test func tabIncludesTheSidebar() throws {
    var script = try beside()
    script.press(.enter)
    _ = script.draw(width: 160, height: 24)
    var places: [String] = []
    for _ in 0..<5 {
      script.press(.tab)
      places.append(script.state.listHasKeys ? "list" : "\(script.state.focus)")
    }
    #expect(places == ["transcript", "reasoning", "list", "composer", "transcript"])
    script.press(Key(.backTab), Key(.backTab))
    #expect(script.state.listHasKeys)
    script.press(Key(.backTab))
    #expect(script.state.conversationHasKeys && script.state.focus == .reasoning)
    script.restDoesNotMatter()
  }

  @Test func controlOWorksNextToTheList() throws {
    var script = try beside()
    script.press(.control("o"))
    #expect(!script.state.panes.isReasoningOpen && script.state.listHasKeys)
    script.play(.resized(Size(width: 100, height: 24)))
    script.press(.control("o"))
    #expect(!script.state.panes.isReasoningOpen)
  }

  @Test func sidebarHidesInNarrowWindowsAndReturnsInWiderOnes() throws {
    var script = try beside()
    script.press(.enter)
    script.play(.resized(Size(width: 100, height: 24)))
    #expect(!script.rows(width: 100, height: 24).contains { $0.contains("Lisbon") })
    script.press(.control("n"))
    script.play(.resized(wide))
    try script.answerList(three())
    #expect(script.rows(width: 160, height: 24).contains { $0.contains("Lisbon") })

    var other = Script()
    other.state.lists.isOpen = true
    other.play(.resized(Size(width: 139, height: 24)))
    #expect(other.takeEffects().isEmpty && other.state.list == nil)
    other.play(.resized(Size(width: 140, height: 24)))
    #expect(other.takeEffects().contains { isLoad($0) })
  }

  @Test func pressOpensTheRow() throws {
    var script = try beside()
    script.press(.enter)
    let rows = script.rows(width: 160, height: 24)
    let y = try #require(rows.firstIndex { $0.contains("Lisbon") })
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 9, y: y))))
    #expect(
      script.takeEffects().contains { effect in
        if case .store(.loadConversation(_, let id)) = effect {
          id == (try? self.id(2))
        } else {
          false
        }
      })
    // Dragging outside the list selects text, just as it does without the list.
    let text = try #require(rows.firstIndex { $0.contains("Four of them") })
    let x = try #require(rows[text].firstRange(of: "them")).lowerBound
    let column = DisplayWidth.of(String(rows[text][..<x]))
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: column, y: text))))
    script.play(.mouseMoved(MouseEvent(.drag, at: Point(x: column + 3, y: text))))
    script.play(.mouseMoved(MouseEvent(.release, at: Point(x: column + 3, y: text))))
    #expect(
      script.takeEffects().contains(.terminal(.copy(InertText("them"), what: "Selection"))))
  }

  @Test func wheelMovesTheListAtOnce() throws {
    var script = Script()
    script.state.lists.isOpen = true
    script.play(.resized(wide))
    try script.answerList(try (0..<90).map { try summary($0, "n\($0).", hours: 0) })
    #expect(script.rows(width: 160, height: 24)[3].contains("n0."))
    script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 9, y: 9))))
    #expect(!script.rows(width: 160, height: 24).contains { $0.contains("n0.") })
    script.play(.mouseMoved(MouseEvent(.wheelUp, at: Point(x: 9, y: 9))))
    script.play(.mouseMoved(MouseEvent(.wheelUp, at: Point(x: 9, y: 9))))
    #expect(script.rows(width: 160, height: 24)[3].contains("n0."))
    #expect(script.state.conversationHasKeys)
  }

  /// The mark of a draft keeps a column free before the window's edge or the dividing line.
  @Test(arguments: [(80, 78), (160, 46)])
  func marksKeepAFreeColumn(_ width: Int, _ column: Int) throws {
    var script = try Script.answered()
    script.play(.resized(Size(width: width, height: 24)))
    script.type("draft")
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    let grid = script.draw(width: width, height: 24)
    let rows = (0..<24).map { y in grid.row(y).map(\.character) }
    #expect(rows.contains { $0[column] == "✎" && $0[column + 1] == " " }, "\(rows)")
    script.restDoesNotMatter()
  }

  @Test(arguments: [(160, 24), (140, 16)])
  func looks(_ width: Int, _ height: Int) throws {
    var script = try beside()
    script.press(.enter)
    script.type("two lines")
    script.press(.control("j"))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "side-bar-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
    let plain = GridText(grid.withPlainMarks()).rows
    #expect(Array(plain[1])[48] == "+")
    #expect(!plain.contains { $0.contains("┬") || $0.contains("├") || $0.contains("│") })
  }

  @Test func pageOverTheListReturnsToIt() throws {
    var script = Script()
    script.press(Key(.function(2)))
    try script.answerList(try three())
    let functions = [1, 3, 4, 5, 7].map { Key(.function($0)) }
    for key in [Key.control("r"), .control("p")] + functions {
      script.press(.character("j"), key)
      #expect(!script.state.listHasKeys)
      script.press(.escape)
      #expect(script.state.listHasKeys)
    }
    script.restDoesNotMatter()
    #expect(script.state.list?.selection?.title == "Tomatoes")
    script.press(.control("p"))
    script.type("new conversation")
    script.press(.enter, Key(.function(1)), .escape)
    #expect(script.state.conversationHasKeys && script.state.list == nil)
  }

  // MARK: Updates

  @Test func newConversationAndTitleAppearWithoutReading() throws {
    var script = try beside()
    script.press(.enter, .control("n"))
    _ = script.takeEffects()
    let request = try script.ask("Why is the sky blue?")
    #expect(script.state.list?.summary(at: 0)?.title == "Why is the sky blue?")
    #expect(script.rows(width: 160, height: 24).contains { $0.contains("Why is the sky blue?  ") })
    #expect(script.rows(width: 160, height: 24).contains { $0.contains("● │") })
    let before = script.state.list
    for _ in 0..<20 {
      script.play(.streamed(request, .received(AnswerDelta(content: "blue ", chunks: 1))))
    }
    #expect(script.state.list == before)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    #expect(script.state.list?.summary(at: 0)?.preview.hasPrefix("blue blue") == true)
    #expect(!script.takeEffects().contains(where: isLoad))
  }

  @Test func usedConversationMovesUp() throws {
    var script = try beside()
    script.press(.character("j"), .character("j"), .enter)
    guard case .store(.loadConversation(let request, let id))? = script.takeEffects().last else {
      Issue.record("no conversation is asked for")
      return
    }
    let old = Conversation(id: id, title: "Lisbon", createdAt: Timestamp(milliseconds: 0))
    script.play(.conversationLoaded(request, .success(old)))
    script.advance(by: .seconds(1))
    _ = try script.ask("And by train?")
    #expect(script.state.list?.summary(at: 0)?.id == id)
    #expect(script.state.list?.listed?.count == 4)
  }

  @Test func updatesDoNotMoveTheListWhileBrowsing() throws {
    var script = try beside()
    let first = try script.ask("And above 50?")
    let open = script.state.conversation.id
    script.press(.control("n"), Key(.function(2)))
    var coming = ConversationSummary(try #require(script.state.background.open[open]).conversation)
    coming.updatedAt = Timestamp(milliseconds: script.state.now.milliseconds - 5_400_000)
    var all = try three()
    all.insert(coming, at: 1)
    try script.answerList(all)
    script.press(.character("g"))
    let before = all.map(\.id)
    script.advance(by: .seconds(1))
    script.play(.streamed(first, .received(AnswerDelta(content: "89", chunks: 1))))
    script.play(.streamed(first, .ended(StreamEnd(outcome: .complete))))
    #expect(script.state.list?.listed?.map(\.summary.id) == before)
    #expect(script.state.list?.selection?.title == "Primes")
    #expect(script.state.notice?.advice == "")
    script.press(.tab)
    #expect(script.state.list?.summary(at: 0)?.id == open)
    script.restDoesNotMatter()
  }

  @Test func openConversationIsSelectedOnceLoaded() throws {
    var script = try Script.answered()
    let open = ConversationSummary(script.state.conversation)
    script.press(Key(.function(2)))
    try script.answerList(try three(), hasMore: true)
    #expect(script.state.list?.selected == 0)
    var moved = script
    try script.answerList([try summary(4, "old", hours: 99), open])
    #expect(script.state.list?.selection?.id == open.id)
    moved.press(.character("j"))
    try moved.answerList([open])
    #expect(moved.state.list?.selection?.title == "Lisbon")
  }

  @Test func pressingARowKeepsTheRowsInPlace() throws {
    var script = Script()
    script.state.lists.isOpen = true
    script.play(.resized(wide))
    try script.answerList(try (0..<90).map { try summary($0, "n\($0).", hours: 0) })
    for _ in 0..<5 {
      script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 9, y: 9))))
      _ = script.rows(width: 160, height: 24)
    }
    let rows = script.rows(width: 160, height: 24)
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 9, y: 17))))
    let title = try #require(script.state.list?.selection?.title)
    #expect(rows[17].contains(title))
    #expect(script.rows(width: 160, height: 24)[17].contains(title))
    script.restDoesNotMatter()
  }

  @Test func unlistedConversationIsReadOnce() throws {
    var script = try beside()
    script.press(.enter)
    var far = Conversation(
      id: try id(99), title: "Far down", createdAt: Timestamp(milliseconds: 0))
    for number in 0..<2 {
      far.append(
        Message(
          id: MessageID(try #require(UUIDv7("00000000-0000-7000-8000-00000000100\(number)"))),
          parent: far.path.last, role: number == 0 ? .user : .assistant,
          createdAt: Timestamp(milliseconds: 0), content: "x"))
    }
    _ = script.state.open(try id(99))
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(far)))
    _ = script.takeEffects()
    script.type("more?")
    script.press(.enter)
    #expect(script.takeEffects().filter(isLoad).count == 1)
  }

  // MARK: Loading

  @Test func listLoadsWhileBrowsingAndTheFilterFindsAllRows() throws {
    var script = Script()
    script.press(Key(.function(2)))
    let pages = try (0..<3).map { page in
      try (0..<50).map { try summary(100 * page + $0, "p\(page)n\($0)", hours: page) }
    }
    #expect(try script.answerList(pages[0], hasMore: true) == nil)
    #expect(script.rows(width: 80, height: 24)[0] == " Conversations · 50+")
    script.press(.character("/"))
    script.type("p2n1")
    let before = script.rows(width: 80, height: 24)
    #expect(before.contains { $0.contains("still loading older") })
    #expect(try script.answerList(pages[1], hasMore: true) == pages[0].last)
    #expect(try script.answerList(pages[2]) == pages[1].last)
    #expect(!script.takeEffects().contains(where: isLoad))
    #expect(script.rows(width: 80, height: 24)[0] == " Conversations · 11 of 150")
    #expect(script.state.list?.selection?.title == "p2n1")
  }

  @Test func unfocusedListReadsOnlyItsBeginning() throws {
    var script = Script()
    script.state.lists.isOpen = true
    script.play(.resized(wide))
    try script.answerList(try three(), hasMore: true)
    #expect(!script.takeEffects().contains(where: isLoad))
    script.press(Key(.function(2)))
    // Reloading the first page keeps the rows that were loaded after it.
    try script.answerList(Array(try three().prefix(2)), hasMore: true)
    #expect(script.state.list?.listed?.count == 3)
    #expect(try script.answerList([try summary(4, "old", hours: 99)])?.title == "Tomatoes")
    #expect(script.state.list?.listed?.count == 4)
  }

  @Test func changesDuringAReloadAreKept() throws {
    var script = try beside()
    script.press(.enter, Key(.function(2)))
    guard case .store(.loadSummaries(let stale, _, after: nil))? = script.takeEffects().first else {
      Issue.record("not read again")
      return
    }
    script.press(.character("G"), .character("d"))
    script.play(.summariesLoaded(stale, .success(ListPage(try three(), hasMore: false))))
    #expect(script.state.list?.listed?.contains { $0.summary.title == "Tomatoes" } == false)
    #expect(script.takeEffects().contains(where: isLoad))
  }

  @Test(arguments: [
    ("koln", "Köln"), ("KÖLN", "Köln"), ("istanbul", "İstanbul"), ("strasse", "Straße"),
    ("full", "ＦＵＬＬ"), ("orsted", "Ørsted"), ("ﬁne", "fine"), ("量", "量子"), ("мир", "МИР"),
  ])
  func filterFoldsLikeTheSearch(_ typed: String, _ title: String) throws {
    var script = Script()
    script.press(Key(.function(2)))
    try script.answerList([
      try summary(1, "something else", hours: 1), try summary(2, title, hours: 2),
    ])
    script.press(.character("/"))
    script.type(typed)
    #expect(script.state.list?.selection?.title == title)
    #expect(script.state.list?.shown.count == 1)
  }

  @Test func previewIsPlainText() throws {
    var script = Script()
    script.press(Key(.function(2)))
    let source = "# Four\n\n**Bold** and `code`\n\n```swift\nlet a = 1\n```"
    try script.answerList([try summary(1, "t", hours: 1, preview: source)])
    let rows = script.rows(width: 80, height: 24)
    #expect(rows[5].hasPrefix("──"))
    #expect(rows[6...10] == [" Four", "", " Bold and code", "", "   let a = 1"])
  }

  @Test func previewKeepsTheIndentationOfCode() throws {
    var script = Script()
    script.press(Key(.function(2)))
    let source = "Code:\n\n```swift\nfunc f() {\n    if a {\n\t\tb()\n    }\n}\n```"
    try script.answerList([try summary(1, "t", hours: 1, preview: source)])
    let rows = script.rows(width: 80, height: 24)
    #expect(
      rows[6...12] == [
        " Code:", "", "   func f() {", "       if a {", "           b()", "       }", "   }",
      ])
  }

  @Test func actionOnThousandsIsOneOrder() throws {
    var script = Script()
    script.press(Key(.function(2)))
    let many = try (0..<3000).map { try summary($0, "n", hours: $0) }
    try script.answerList(many)
    script.press(.character("*"), .character("a"))
    #expect(script.takeEffects() == [.store(.change(many.map(\.id), .archive(true)))])
    #expect(script.state.list?.listed?.isEmpty == true)
    script.press(.character("u"))
    #expect(script.takeEffects() == [.store(.change(many.map(\.id), .archive(false)))])
    #expect(script.state.list?.listed?.map(\.summary.id) == many.map(\.id))
  }

  @Test func secondPressDeletesPermanently() throws {
    var script = Script()
    script.press(Key(.function(2)))
    try script.answerList(try three())
    script.press(.character("D"))
    #expect(script.takeEffects().isEmpty)
    script.press(Key(.left))
    var gone = try three()
    for index in gone.indices { gone[index].marks.deletedAt = script.state.now }
    try script.answerList(gone.reversed())
    script.press(.character(" "), .character("D"))
    #expect(
      script.state.notice?.text.hasPrefix("Press D again to delete this conversation") == true)
    script.press(.character("j"), .character("D"), .character(" "), .character("D"))
    #expect(script.takeEffects().isEmpty)
    script.press(.character("D"))
    #expect(script.takeEffects() == [.store(.erase([try id(3), try id(1)]))])
    #expect(script.state.list?.listed?.map(\.summary.id) == [try id(2)])
    #expect(script.state.list?.marked.isEmpty == true)
  }
}
