import Chat
import Screen
import Testing

@testable import App

/// Keys without a binding, which do nothing, and the list of the keys that can follow a prefix.
@Suite struct KeyReachTests {
  private func script(_ lines: (String, String, String)...) -> Script {
    let settings = lines.enumerated().map { index, line in
      KeySetting(
        path: line.0.split(separator: ".").map(String.init), keys: line.1, action: line.2,
        place: { "config.toml, line \(index + 1)" })
    }
    var script = Script()
    let (keymap, problems) = Keymap.reading(settings)
    #expect(problems.isEmpty)
    script.state.preferences.keymap = keymap
    return script
  }

  @Test(arguments: ["Down", "j", "PgDn", "Esc", "q"])
  func unboundKeysLeaveTheCostPageOpen(_ key: String) throws {
    var script = script(("pages.cost", key, "none"))
    script.press(.control("x"), .character("$"))
    for keys in [try KeyNotation.keys(key), [.character("x")], [.tab], [Key(.left)]] {
      for key in keys { script.press(key) }
      #expect(script.state.pages.last is FiguresPage, "\(key)")
    }
    script.restDoesNotMatter()
  }

  @Test func theCostPageCloses() {
    for key in [Key.escape, .character("q"), .control("c"), .control("g")] {
      var script = Script()
      script.press(.control("x"), .character("$"), key)
      #expect(script.state.pages.isEmpty)
      script.restDoesNotMatter()
    }
  }

  @Test(arguments: ["Down", "Enter", "Esc", "Backspace", "Ctrl-R"])
  func unboundKeysLeaveTheStartPageOpen(_ key: String) throws {
    var script = script(("pages.start", key, "none"))
    script.state.offerStart()
    for key in try KeyNotation.keys(key) { script.press(key) }
    #expect(script.state.pages.count == 1 && script.state.pages.last is StartPage)
    script.type("why")
    #expect(script.state.pages.isEmpty && script.state.composer.text == "why")
    script.restDoesNotMatter()
  }

  @Test func theStartPagePassesOnCommandsOnly() {
    var script = Script()
    script.state.offerStart()
    script.press(Key(.left), .control("w"))
    #expect(script.state.pages.last is StartPage)
    script.press(.control("p"))
    #expect(script.state.pages.count == 1 && script.state.pages.last is PalettePage)
    script.restDoesNotMatter()
  }

  @Test func everyContinuationIsListedTheUsersFirst() throws {
    var script = script(("global", "Ctrl-X Ctrl-Q", "quit"), ("global", "Ctrl-X F5", "set-theme"))
    script.press(.control("x"))
    let rows = script.rows(width: 200, height: 60)
    let text = rows.joined(separator: "\n")
    for key in ["Ctrl-Q", "F5"] { #expect(text.contains(" \(key) "), "\(key)") }
    // These keys are not listed, because shorter ones do the same.
    #expect(!text.contains(" Ctrl-E ") && !text.contains(" Ctrl-X Previous"))
    let title = try #require(rows.firstIndex { $0.contains("Ctrl-X …") })
    // The row after the title names the first group.
    #expect(rows[title + 2].hasPrefix(" Ctrl-Q") || rows[title + 2].hasPrefix(" F5"))
    for size in [(80, 24), (40, 12)] {
      let small = script.rows(width: size.0, height: size.1).joined(separator: "\n")
      #expect(small.contains("Ctrl-Q ") && small.contains("F5 "), "\(size)")
    }
  }

  @Test func theHelpKeyOpensTheHelpPageFromTheListOfKeys() {
    var script = Script()
    script.press(.control("x"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("F1 all keys") })
    script.press(Key(.function(1)))
    #expect(script.state.pages.last is HelpPage && script.state.input.chord.isEmpty)
    script.press(.escape, .control("x"), Key(.function(9)))
    #expect(script.state.notice?.text == "Ctrl-X F9 is not bound.")
    script.restDoesNotMatter()
  }
}
