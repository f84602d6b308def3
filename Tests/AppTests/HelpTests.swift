import Chat
import Screen
import Testing
import Words

@testable import App

/// The help page.
@Suite struct HelpTests {
  private func opened(_ path: String = "/home/ada/.config/aside/config.toml") -> Script {
    var script = Script()
    script.state.preferences.configurationPath = path
    script.press(Key(.function(1)))
    return script
  }

  // MARK: Changing keys

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func theEndSaysHowToChangeKeys(_ width: Int, _ height: Int) {
    var script = opened()
    script.press(Key(.end))
    let last = script.rows(width: width, height: height)
    script.press(Key(.pageUp))
    let page = (script.rows(width: width, height: height) + last).joined(separator: " ")
    let letters = page.filter { !$0.isWhitespace }
    #expect(letters.contains("/home/ada/.config/aside/config.toml"))
    for line in Words.Keys.example + ["aside keys lists", "aside keys --read"] {
      #expect(page.contains(line), "\(line)")
    }
  }

  @Test func aCommandAndThePaletteShowTheSame() {
    var typed = Script()
    typed.type("/keys")
    typed.press(.enter)
    var chosen = Script()
    chosen.press(.control("p"))
    chosen.type("change keys")
    chosen.press(.enter)
    var scrolled = Script()
    scrolled.press(Key(.function(1)), Key(.end))
    let rows = scrolled.rows(width: 80, height: 24)
    #expect(typed.rows(width: 80, height: 24) == rows)
    #expect(chosen.rows(width: 80, height: 24) == rows)
    chosen.restDoesNotMatter()
  }

  @Test func plainModePrintsHowToChangeKeys() throws {
    let page = HelpPage(atKeySettings: true)
    var script = opened()
    #expect(page.lines(script.state.pageContext).joined().contains("/home/ada/.config"))
    script.restDoesNotMatter()
  }

  /// A filter that finds one of these lines shows all of them.
  @Test(arguments: [("config", true), ("toml", true), ("changing k", true), ("zebra", false)])
  func aFilterKeepsTheLinesTogether(_ query: String, _ isFound: Bool) {
    var script = opened()
    script.type(query)
    let page = script.rows(width: 80, height: 24).joined(separator: "\n")
    for line in Words.Keys.example { #expect(page.contains(line) == isFound) }
  }

  @Test func theExampleWorks() throws {
    let table = try #require(Words.Keys.example.first).dropFirst("[keys.".count).dropLast()
    let settings = Words.Keys.example.dropFirst().map { line in
      let words = line.split(separator: "\"")
      return KeySetting(
        path: [String(table)], keys: String(words[0]), action: String(words[2]), place: { "" })
    }
    let (keymap, problems) = Keymap.reading(settings)
    #expect(problems.isEmpty && settings.count == 2)
    #expect(keymap.sequences(of: .toggleThinking).contains([Key(.function(9))]))
    #expect(keymap.sequences(of: .newConversation).contains([.control("x"), .control("n")]))
  }
}
