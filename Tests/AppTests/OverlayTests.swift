import Chat
import Screen
import Testing

@testable import App

/// Behaviour shared by all pages that are drawn over another page.
@Suite struct OverlayTests {
  private static let keys: [(name: String, keys: [Key])] = [
    ("palette", [.control("p")]), ("picker", [Key(.function(3))]),
    ("palette over the picker", [Key(.function(3)), .control("x"), .character("x")]),
    ("palette over the parameters", [Key(.function(4)), .control("x"), .character("x")]),
    ("palette over the list", [Key(.function(2)), .control("x"), .character("x")]),
  ]

  private func opened(_ name: String) throws -> Script {
    var script = try Script.answered()
    script.restDoesNotMatter()
    let keys = try #require(Self.keys.first { $0.name == name }).keys
    for key in keys { script.press(key) }
    #expect(script.state.pages.last?.isOverlay == true)
    return script
  }

  /// Returns the rows above and below the overlay's box.
  private func beneath(_ script: inout Script, width: Int, height: Int) throws -> String {
    let rows = script.rows(width: width, height: height)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    return rows.enumerated().filter { $0.offset < box.y || $0.offset >= box.bottom }
      .map(\.element).joined(separator: "\n")
  }

  @Test(arguments: keys.map(\.name), [80, 120, 200])
  func onlyTheOverlayShowsKeys(_ name: String, width: Int) throws {
    var script = try opened(name)
    let text = try beneath(&script, width: width, height: 24)
    for hint in ["Enter send", "Ctrl-O", "Enter edit", "Enter open", "Esc"] {
      #expect(!text.contains(hint), "\(hint)")
    }
    #expect(script.rows(width: width, height: 24).joined().contains("Esc"))
    while !script.state.conversationHasKeys { script.press(.escape) }
    #expect(script.rows(width: width, height: 24).joined().contains("F1 help"))
  }

  /// The text below the box is a row or more away, and fainter than the box's details.
  @Test(arguments: ["palette", "picker"])
  func theTextBelowIsApartAndFaint(_ name: String) throws {
    var script = try Script.answered(content: String(repeating: "word ", count: 2000))
    script.restDoesNotMatter()
    _ = script.draw(width: 120, height: 60)
    for key in try #require(Self.keys.first { $0.name == name }).keys { script.press(key) }
    script.type("mode")
    let grid = script.draw(width: 120, height: 60)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    #expect(box.bottom < 50)
    #expect((box.x..<box.right).allSatisfy { grid.row(box.bottom)[$0].character == " " })
    let below = (box.x..<box.right).map { grid.row(box.bottom + 1)[$0] }
    #expect(below.contains { $0.character == "w" })
    #expect(below.allSatisfy { $0.style.role == .rule && $0.style.emphasis.contains(.dim) })
  }

  /// The box keeps its height, whatever is typed into its filter.
  @Test(arguments: ["palette", "picker"])
  func theBoxKeepsItsHeight(_ name: String) throws {
    var script = name == "picker" ? Script.withPicker() : try opened(name)
    script.restDoesNotMatter()
    _ = script.draw(width: 120, height: 60)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    #expect(box.height > 10)
    for letter in "qwen9z" {
      script.type(String(letter))
      #expect(script.state.pages.last?.box(on: script.state.stage) == box, "\(letter)")
    }
    let rows = script.rows(width: 120, height: 60)
    #expect(rows[box.y + 1].contains("No matches") || name == "picker")
    #expect(rows[box.bottom - 1].contains("Esc close"))
  }

  @Test(arguments: [Key(.function(5)), Key(.function(6))])
  func theBoxOfPresetsAndPromptsKeepsItsHeight(_ key: Key) throws {
    var script = Script.withPresets()
    script.restDoesNotMatter()
    script.press(key)
    script.play(.presetsLoaded(Script.presets))
    let prompts = (1...9).map {
      LibraryListing<PromptTemplate>.File(
        name: "prompt\($0)", reading: .read(PromptTemplate("text")))
    }
    script.play(.promptsLoaded(LibraryListing(folder: "/prompts", files: prompts)))
    _ = script.draw(width: 120, height: 40)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    for letter in "o1zz" {
      script.type(String(letter))
      #expect(script.state.pages.last?.box(on: script.state.stage) == box, "\(letter)")
    }
    #expect(script.rows(width: 120, height: 40)[box.y + 1].contains("No matches"))
  }

  /// The box for a command's arguments has its own height: a short list needs less, and typing does
  /// not change it.
  @Test func theBoxOfAnArgumentKeepsItsHeight() throws {
    var script = try opened("palette")
    script.restDoesNotMatter()
    let height = { (script: Script) in script.state.pages.last?.box(on: script.state.stage).height }
    _ = script.draw(width: 120, height: 60)
    let all = height(script)
    script.type("change theme")
    script.press(.enter)
    _ = script.draw(width: 120, height: 60)
    let before = height(script)
    #expect(try #require(before) < #require(all))
    for letter in "dar9" {
      script.type(String(letter))
      _ = script.draw(width: 120, height: 60)
      #expect(height(script) == before, "\(letter)")
    }
    script.press(.escape)
    #expect(height(script) == all)
  }

  /// In a narrow window, the headings of the palette and the picker line up with the field.
  @Test(arguments: ["palette", "picker"])
  func headingsLineUpWithTheField(_ name: String) throws {
    var script = name == "picker" ? Script.withPicker() : try opened(name)
    script.restDoesNotMatter()
    let rows = script.rows(width: 40, height: 24)
    #expect(Array(rows[2])[2] == "›")
    #expect(rows[3].hasPrefix("  ") && Array(rows[3])[2].isLetter, "\(rows)")
    #expect(rows.contains { $0.hasPrefix("  ▌ ") }, "\(rows)")
  }

  /// A few letters of the text beneath would only make the edges of the box look ragged.
  @Test(arguments: [100, 110, 200], [false, true])
  func noFragmentsAreBesideTheBox(_ width: Int, _ hasPane: Bool) throws {
    let text = String(repeating: "The Fibonacci numbers 斐波那契数 are 0, 1, 1, 2, 3, 5. ", count: 60)
    var script = try Script.answered(content: text, reasoning: hasPane ? text : "")
    script.restDoesNotMatter()
    _ = script.draw(width: width, height: 40)
    script.press(.control("p"))
    let grid = script.draw(width: width, height: 40)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    let pane = script.state.panes.areas.columns ?? 0..<width
    let isInPane = pane.upperBound >= box.right
    for y in box.y..<box.bottom {
      let before = (0..<box.x).map { grid.row(y)[$0].character }
      #expect(before.allSatisfy { $0 == " " }, "\(String(before))")
      let after = (box.right..<(isInPane ? pane.upperBound : width)).map {
        grid.row(y)[$0].character
      }
      #expect(after.allSatisfy { $0 == " " }, "\(String(after))")
    }
  }

  /// The box lines up with both edges of the text that it covers.
  @Test(arguments: [100, 120, 160, 200], [false, true])
  func theBoxLinesUpWithTheText(_ width: Int, _ hasPane: Bool) throws {
    var script = try Script.answered(reasoning: hasPane ? "Primes." : "")
    script.restDoesNotMatter()
    _ = script.draw(width: width, height: 40)
    let columns = try #require(script.state.panes.areas.columns)
    let text = TranscriptView.column(
      in: Rect(x: columns.lowerBound, y: 0, width: columns.count, height: 1))
    script.press(.control("p"))
    _ = script.draw(width: width, height: 40)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    guard text.width >= 72 else { return }
    #expect(box.x == text.x && box.right == text.right)
  }

  /// Legible text next to the box stays visible.
  @Test func wordsStayBesideTheBox() throws {
    var script = try opened("palette over the parameters")
    let rows = script.rows(width: 140, height: 24)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    let before = rows[box.y..<box.bottom].map { $0.prefix(box.x).split(separator: " ") }
    #expect(before.contains(["sampling", "temperature"]), "\(before)")
  }

  @Test func aRunningAnswerOffersNoKeyBeneathAnOverlay() throws {
    var script = Script()
    _ = try script.ask("question")
    script.restDoesNotMatter()
    #expect(script.rows(width: 80, height: 24).joined().contains("Esc stop"))
    script.press(Key(.function(3)))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.joined().contains("0 s") && !rows.joined().contains("Esc stop"))
    #expect(script.state.stream != nil)
  }

  @Test func aCoveredPageShowsNoKeys() throws {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    #expect(script.rows(width: 80, height: 24).joined().contains("Ctrl-R refresh"))
    script.press(Key(.end), .enter)
    #expect(script.keyPage != nil)
    let rows = script.rows(width: 80, height: 24).joined()
    #expect(rows.contains("Enter check") && !rows.contains("Ctrl-R refresh"))
  }

  // MARK: The mouse

  private func click(_ script: inout Script, x: Int, y: Int) {
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: x, y: y))),
      .mouseMoved(MouseEvent(.release, at: Point(x: x, y: y))))
  }

  @Test(arguments: keys.map(\.name))
  func aClickElsewhereClosesIt(_ name: String) throws {
    var script = try opened(name)
    _ = script.draw(width: 80, height: 24)
    let count = script.state.pages.count
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    click(&script, x: 40, y: box.y)
    #expect(script.state.pages.count == count, "inside")
    click(&script, x: 40, y: 0)
    #expect(script.state.pages.count == count - 1)
  }

  @Test(arguments: [7, 12, 17])
  func aClickRunsACommandOfAScrolledPalette(_ y: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.control("p"))
    for _ in 0..<40 { script.press(Key(.down)) }
    let row = script.rows(width: 80, height: 24)[y].drop { "│ ▌".contains($0) }
    let entries = try #require(script.state.pages.last as? PalettePage).entries
    click(&script, x: 20, y: y)
    #expect(!(script.state.pages.last is PalettePage))
    let used = script.state.recent.actions.first
    let title = try #require(entries.first { $0.id == used }?.title)
    #expect(row.hasPrefix(title))
  }

  // MARK: Place

  /// An overlay covers the conversation, not the thinking or the list beside it.
  @Test(arguments: keys.map(\.name), [Size(width: 120, height: 24), Size(width: 200, height: 60)])
  func anOverlayKeepsToTheConversation(_ name: String, _ size: Size) throws {
    for hasSideBar in [false, true] where !hasSideBar || size.width >= 140 {
      var script = try Script.answered()
      script.restDoesNotMatter()
      _ = script.draw(width: size.width, height: size.height)
      if hasSideBar {
        script.press(Key(.function(2)))
        script.press(.tab)
      }
      for key in try #require(Self.keys.first { $0.name == name }).keys { script.press(key) }
      let grid = script.rows(width: size.width, height: size.height).map(Array.init)
      // A page or a list that fills the window has nothing on either side.
      guard script.state.pages.allSatisfy(\.isOverlay),
        script.state.list == nil || script.state.showsSideBar
      else { continue }
      let columns = try #require(script.state.panes.areas.columns)
      let box = try #require(script.state.pages.last?.box(on: script.state.stage))
      #expect(columns.lowerBound < box.x && box.right < columns.upperBound)
      #expect(abs((box.x - columns.lowerBound) - (columns.upperBound - box.right)) <= 1)
      script.state.pages = []
      let before = script.rows(width: size.width, height: size.height).map(Array.init)
      for y in box.y..<box.bottom {
        #expect(grid[y].dropFirst(columns.upperBound) == before[y].dropFirst(columns.upperBound))
      }
    }
  }

  /// If the conversation is too narrow for the box, the box is laid out in the whole window.
  @Test func inANarrowConversationAnOverlayUsesTheWindow() throws {
    var script = try Script.answered()
    _ = script.draw(width: 100, height: 24)
    script.press(.control("p"))
    _ = script.draw(width: 100, height: 24)
    #expect(script.state.pages.last?.box(on: script.state.stage).width == 88)
  }
}
