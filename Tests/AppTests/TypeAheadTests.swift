import Chat
import Screen
import Testing

@testable import App

/// Keys typed while something loads. They have the same effect as if they were typed
/// afterwards.
@Suite struct TypeAheadTests {
  /// A script with a database that replies only on demand.
  private struct Desk {
    var script = Script()
    private var orders: [StoreOrder] = []
    /// The changes made to the database, in order.
    private(set) var changes: [ConversationChange] = []
    let stored: [Conversation]

    init() throws {
      stored = try (1...5).map { number in
        let time = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 60_000)
        let id = try #require(UUIDv7("00000000-0000-7000-8000-00000000000\(number)"))
        let question = try #require(UUIDv7("00000000-0000-7000-8000-00000000001\(number)"))
        var conversation = Conversation(
          id: ConversationID(id), title: number == 3 ? "about tides" : "stored \(number)",
          createdAt: time)
        conversation.append(
          Message(
            id: MessageID(question), parent: nil, role: .user, createdAt: time,
            content: "question \(number)"))
        return conversation
      }
    }

    mutating func press(_ keys: [Key], answering: Bool) {
      for key in keys {
        script.press(key)
        collect()
        if answering { answerAll() }
      }
    }

    private mutating func collect() {
      for case .store(let order) in script.takeEffects() {
        switch order {
        case .change(_, let change): changes.append(change)
        case .loadSummaries, .loadConversation, .loadNewest, .search: orders.append(order)
        default: break
        }
      }
    }

    /// Answers every order, including those caused by the answers.
    mutating func answerAll() {
      while !orders.isEmpty {
        answer(orders.removeFirst())
        collect()
      }
    }

    private mutating func answer(_ order: StoreOrder) {
      switch order {
      case .loadSummaries(let request, let shelf, _):
        let rows = shelf == .current ? stored.reversed().map { ConversationSummary($0) } : []
        script.play(.summariesLoaded(request, .success(ListPage(rows, hasMore: false))))
      case .loadConversation(let request, let id):
        script.play(.conversationLoaded(request, .success(stored.first { $0.id == id })))
      case .loadNewest(let request):
        script.play(.conversationLoaded(request, .success(stored.last)))
      case .search(let request, _, _, _, _):
        let hits = stored.map {
          SearchHit(
            conversation: $0.id, title: $0.title, message: $0.path.first, role: .user,
            createdAt: $0.createdAt, isInReasoning: false, snippet: SearchSnippet([]), wanted: [])
        }
        script.play(.found(request, .success(SearchResult(hits: hits, hasMore: false))))
      default: break
      }
    }

    mutating func screen() -> [String] { script.rows(width: 80, height: 24) }
  }

  private static func keys(_ text: String) -> [Key] {
    text.map { character in
      switch character {
      case "⏎": .enter
      case "↓": Key(.down)
      case "→": Key(.right)
      default: .character(character)
      }
    }
  }

  private func expectSame(_ keys: [Key], _ name: String) throws {
    var patient = try Desk()
    patient.press(keys, answering: true)
    var hurried = try Desk()
    hurried.press(keys, answering: false)
    hurried.answerAll()
    #expect(hurried.changes == patient.changes, "\(name)")
    #expect(hurried.screen() == patient.screen(), "\(name)")
    #expect(hurried.script.state.input.typeAhead.isEmpty, "\(name)")
  }

  @Test(arguments: [
    "jd", "jjp", "/tides⏎⏎", "/tides⏎⏎and at night?", "j⏎help", "⏎/*⏎x", "⏎dddd", " j a",
    "jrnew name⏎",
    "→j", "jdu", "n", "jtred⏎", "/sto↓⏎⏎x", "G⏎x", "jd→", "*a",
  ])
  func keysInTheListWait(_ text: String) throws {
    try expectSame([Key(.function(2))] + Self.keys(text), text)
  }

  @Test(arguments: ["tides⏎", "t↓↓⏎", "t↓⏎and at night?", "t↓⏎dddd"])
  func keysInTheSearchWait(_ text: String) throws {
    try expectSame([.control("r")] + Self.keys(text), text)
  }

  @Test func anyKeysInTheListDoTheSameBeforeAndAfterItHasCome() throws {
    let letters = Array("jkgG dapurt/*n⏎↓→xz12")
    var random = SystemRandomNumberGenerator()
    for _ in 0..<150 {
      let text = String(
        (0..<Int.random(in: 1...8, using: &random)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &random)]
        })
      try expectSame([Key(.function(2))] + Self.keys(text), text)
    }
  }

  @Test func whatIsTypedAtTheStartGoesToTheContinuedConversation() throws {
    var script = Script()
    let desk = try Desk()
    _ = script.state.open(nil, .start)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.type("and then?")
    #expect(script.state.composer.isEmpty)
    script.play(.conversationLoaded(load, .success(desk.stored[1])))
    #expect(script.state.conversation.id == desk.stored[1].id)
    #expect(script.state.composer.text == "and then?")
    script.restDoesNotMatter()
  }

  @Test func aLineTypedAtTheStartIsAskedInTheContinuedConversation() throws {
    var script = Script(surface: .lines)
    let desk = try Desk()
    _ = script.state.open(nil, .start)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.submit(line: "and then?")
    #expect(script.state.stream == nil)
    script.play(.conversationLoaded(load, .success(desk.stored[1])))
    #expect(script.state.stream != nil)
    #expect(script.state.conversation.id == desk.stored[1].id)
    script.restDoesNotMatter()
  }

  @Test func escapeDropsWhatWaits() throws {
    var desk = try Desk()
    desk.press([Key(.function(2))] + Self.keys("jd") + [.escape], answering: false)
    desk.answerAll()
    #expect(desk.changes.isEmpty)
    #expect(desk.script.state.list == nil)
  }

  @Test func escapeGivesUpOpening() throws {
    var desk = try Desk()
    desk.press([Key(.function(2))], answering: true)
    let front = desk.script.state.conversation.id
    desk.press([.enter] + Self.keys("dd") + [.escape], answering: false)
    desk.answerAll()
    #expect(desk.script.state.conversation.id == front)
    #expect(desk.script.state.listHasKeys)
    #expect(desk.changes.isEmpty)
  }

  @Test func aFailedLoadDropsWhatWaits() throws {
    var script = Script()
    script.press(Key(.function(2)))
    let load = try #require(script.state.list?.load?.request)
    script.press(.character("j"), .enter, .character("x"))
    script.play(.summariesLoaded(load, .failure(.busy(path: "x"))))
    #expect(script.state.input.typeAhead.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func noMoreThanALimitIsKept() {
    var script = Script()
    script.press(Key(.function(2)))
    for _ in 0..<2 * TypeAhead.limit { script.press(.character("j")) }
    #expect(script.state.input.typeAhead.inputs.count == TypeAhead.limit)
    script.restDoesNotMatter()
  }

  /// Keys typed while an undo is running wait for the database's reply, so that two undos in a
  /// row restore two deletions.
  @Test func theSecondUndoWaitsForTheFirst() throws {
    var script = Script()
    let desk = try Desk()
    script.state.front = OpenConversation(
      desk.stored[0], session: script.state.newSession, surface: .screen)
    script.state.front.awaitedUndo = script.state.ids.request()
    let first = try #require(script.state.front.awaitedUndo)
    script.type("x")
    #expect(script.state.composer.isEmpty)
    script.play(.deletionRestored(first, .success(nil)))
    #expect(script.state.composer.text == "x")
    script.restDoesNotMatter()
  }
}
