import Chat
import Screen
import Testing

@testable import App

/// The mouse wheel, which moves what is under the pointer: every pane, list, page and popup.
@Suite struct WheelTests {
  enum Place: String, CaseIterable, Sendable {
    case conversation, thinking, list, sideBar, completion
    case help, palette, picker, parameters, preview, presets, prompts, promptForm, search, figures
    case comparison, probabilities, systemPrompt, start

    /// The pages without rows to move through.
    static let others = ["api-key", "parameter", "preset-name", "parameter-text"]
  }

  private static let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")

  @Test(arguments: Place.allCases)
  func wheelMovesThereAndBack(_ place: Place) throws {
    var (script, size) = try Self.opened(place)
    script.restDoesNotMatter()
    func draw() -> CellGrid { script.draw(width: size.width, height: size.height) }
    let before = draw()
    let point = Self.point(place, script, size)
    // These places show the end of their text, so the test scrolls up first.
    let isAtEnd = [.conversation, .thinking, .systemPrompt].contains(place)
    script.play(.mouseMoved(MouseEvent(isAtEnd ? .wheelUp : .wheelDown, at: point)))
    let moved = draw()
    #expect(moved != before, "\(place)")
    script.play(.mouseMoved(MouseEvent(isAtEnd ? .wheelDown : .wheelUp, at: point)))
    #expect(draw() != moved, "\(place)")
    // A list keeps the selected row in view, so it may look different.
    if ![.list, .sideBar, .picker].contains(place) { #expect(draw() == before, "\(place)") }
  }

  @Test func theWheelScrollsATallDraft() throws {
    var script = try Script.answered(content: Self.lines, reasoning: "")
    script.restDoesNotMatter()
    script.state.preferences.foldedPasteLines = nil
    script.play(.pasted((1...30).map { "draft \($0)" }.joined(separator: "\n")))
    func composer() -> [String] {
      let rows = script.rows(width: 80, height: 24)
      let area = script.state.panes.areas.composer
      return Array(rows[area.y..<area.bottom])
    }
    func turn(_ action: MouseEvent.Action) {
      let area = script.state.panes.areas.composer
      script.play(.mouseMoved(MouseEvent(action, at: Point(x: area.x + 6, y: area.y + 1))))
    }
    let end = composer()
    #expect(end.last?.contains("draft 30") == true && end.count == 8)
    for first in [20, 17, 14, 11, 8, 5, 2, 1, 1] {
      turn(.wheelUp)
      let rows = composer()
      #expect(rows.first?.hasSuffix(" draft \(first)") == true, "\(rows)")
    }
    #expect(script.state.transcript.isFollowing)
    for first in [4, 7, 10, 13, 16, 19, 22, 23, 23] {
      turn(.wheelDown)
      let rows = composer()
      #expect(rows.first?.hasSuffix(" draft \(first)") == true, "\(rows)")
    }
    #expect(composer() == end)
  }

  @Test func theWheelOverADraftThatFitsScrollsTheConversation() throws {
    var script = try Script.answered(content: Self.lines, reasoning: "")
    script.restDoesNotMatter()
    script.type("short")
    _ = script.rows(width: 80, height: 24)
    let area = script.state.panes.areas.composer
    script.play(.mouseMoved(MouseEvent(.wheelUp, at: Point(x: area.x + 6, y: area.y))))
    #expect(!script.state.transcript.isFollowing)
  }

  /// Every new page must be added to `Place`, as a case or in `others`.
  @Test func everyPageWithRowsIsTested() {
    let withRows = PageCatalogue.all.filter { page in
      page.rows.contains { $0.keys.contains(Key(.down)) }
    }
    let names = Set(withRows.map(\.name)).subtracting(Place.others)
    #expect(names.count == Place.allCases.count - 5, "\(names.sorted())")
  }

  private static func point(_ place: Place, _ script: Script, _ size: Size) -> Point {
    let areas = script.state.panes.areas
    let rect =
      switch place {
      case .conversation: areas.transcript
      case .thinking: areas.reasoning ?? areas.transcript
      case .list, .sideBar: areas.list ?? areas.transcript
      case .completion: areas.completion ?? areas.transcript
      // The first answer is too short to scroll, so the pointer is over another one.
      case .comparison: Rect(x: size.width / 2, y: 0, width: 1, height: size.height)
      default: script.state.pages.last?.box(on: script.state.stage) ?? areas.transcript
      }
    return Point(x: rect.x + 1, y: rect.y + rect.height / 2)
  }

  private static func opened(_ place: Place) throws -> (Script, Size) {
    let small = Size(width: 80, height: 12)
    switch place {
    case .conversation: return (try Script.answered(content: lines, reasoning: ""), small)
    case .thinking:
      var script = try Script.answered(reasoning: lines)
      script.state.panes.reasoningSetting = .open
      _ = script.rows(width: 120, height: 20)
      script.state.reasoning.scrollToEnd()
      return (script, Size(width: 120, height: 20))
    case .list: return (try listed(width: 80), small)
    case .sideBar: return (try listed(width: 160), Size(width: 160, height: 20))
    case .completion:
      var script = Script()
      script.type("/")
      return (script, Size(width: 80, height: 24))
    case .comparison: return (try compared(), Size(width: 200, height: 20))
    case .search: return (try searched(), small)
    case .start:
      var script = Script(provider: .demo)
      script.state.providers = .withoutKeys
      script.state.offerStart()
      script.play(.localServersFound([]))
      return (script, small)
    case .help, .palette, .picker, .parameters, .preview, .presets, .prompts, .promptForm,
      .probabilities, .systemPrompt:
      return (try page(place), small)
    // The page is so short that it scrolls only in a tiny window.
    case .figures: return (try page(place), Size(width: 80, height: 8))
    }
  }

  private static func page(_ place: Place) throws -> Script {
    var script = try Script.answered()
    switch place {
    case .palette: script.press(.control("p"))
    case .picker: script = Script.withPicker()
    case .parameters: script.press(Key(.function(4)))
    case .preview:
      script.type("/system \(String(repeating: "word ", count: 400))")
      script.press(.enter)
      script.state.pages = [RequestPreviewPage(script.state.pageContext)]
    case .presets:
      script = Script.withPresets()
      script.type("/preset")
      script.press(.enter)
      script.play(.presetsLoaded(Script.presets))
    case .prompts, .promptForm:
      let files = (1...9).map {
        LibraryListing<PromptTemplate>.File(
          name: "p\($0)", reading: .read(PromptTemplate("{{one}} {{two}} {{three}} {{four}}")))
      }
      script.type(place == .prompts ? "/prompt" : "/prompt p1")
      script.press(.enter)
      script.play(.promptsLoaded(LibraryListing(folder: "/home/me", files: files)))
    case .figures:
      script.type("/cost")
      script.press(.enter)
    case .probabilities:
      let tokens = (1...60).map { TokenLogprob.of("word\($0) ", 80, ("other ", 10)) }
      script = try Script.answered(tokens)
      script.openProbabilities()
    case .systemPrompt:
      script.state.session.systemPrompt = (1...9).map { "line \($0)" }.joined(separator: "\n")
      script.type("/system")
      script.press(.enter)
    default: script.press(Key(.function(1)))
    }
    return script
  }

  private static func listed(width: Int) throws -> Script {
    var script = try Script.answered()
    _ = script.rows(width: width, height: 20)
    script.press(Key(.function(2)))
    let now = script.state.now
    try script.answerList(
      (1...40).map { number in
        let id = "00000000-0000-7000-8000-0000000000\(number < 10 ? "0" : "")\(number)"
        return ConversationSummary(
          id: ConversationID(try #require(UUIDv7(id))), title: "Number \(number)", createdAt: now,
          updatedAt: now, model: "m", messageCount: 2, preview: "")
      })
    return script
  }

  private static func compared() throws -> Script {
    var script = try Script.toCompare()
    for request in try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free") {
      script.receive(lines, for: request)
      script.end(request)
    }
    return script
  }

  private static func searched() throws -> Script {
    var script = Script()
    let conversation = script.state.conversation
    script.press(.control("r"))
    script.type("a")
    let orders = script.takeEffects()
    for case .store(.search(let request, _, _, _, _)) in orders {
      let hits = (1...30).map { number in
        SearchHit(
          conversation: conversation.id, title: "Number \(number)", message: nil, role: nil,
          createdAt: script.state.now, isInReasoning: false, snippet: SearchSnippet([]), wanted: [])
      }
      script.play(.found(request, .success(SearchResult(hits: hits, hasMore: false))))
    }
    return script
  }
}
