import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The library of prompts: choosing one, filling it in, inserting it.
@Suite struct PromptTests {
  private static var prompts: LibraryListing<PromptTemplate> {
    func file(_ name: String, _ text: String) -> LibraryListing<PromptTemplate>.File {
      .init(name: name, reading: .read(PromptTemplate(text)))
    }
    return LibraryListing(
      folder: "/home/me/.config/aside/prompts",
      files: [
        file("commit", "# Commit message\nWrite one for this diff.\n"),
        file("review", "Review this {{language:Swift}} code as a {{tone}} reviewer:\n\n{{code}}"),
        .init(
          name: "scan", reading: .broken("/home/me/.config/aside/prompts/scan.md: not a text file.")
        ),
        file("翻译", "把下面的话翻译成{{语言}}：{{文字}}"),
      ])
  }

  private func use(_ name: String, _ script: inout Script) {
    script.type("/prompt \(name)")
    script.press(.enter)
    script.play(.promptsLoaded(Self.prompts))
  }

  @Test func aPromptGoesToTheComposerAndIsNotSent() {
    var script = Script()
    script.type("/prompt commit")
    script.press(.enter)
    // The first order comes from the completion menu.
    #expect(script.takeEffects() == [.library(.loadPrompts), .library(.loadPrompts)])
    script.play(.promptsLoaded(Self.prompts))
    #expect(script.state.composer.text == "# Commit message\nWrite one for this diff.")
    #expect(script.state.stream == nil)
    #expect(script.takeEffects().isEmpty)
  }

  @Test func placeholdersAreAskedForInTurn() throws {
    var script = Script()
    use("review", &script)
    let form = try #require(script.state.pages.last as? PromptFormPage)
    #expect(form.values.map(\.text) == ["Swift", "", ""])
    script.press(.enter)
    script.type("kind")
    script.press(.enter)
    script.play(.pasted("let a = {{tone}}\nlet b = 2"))
    script.press(.enter)
    #expect(script.state.pages.isEmpty)
    #expect(
      script.state.composer.text
        == "Review this Swift code as a kind reviewer:\n\nlet a = {{tone}}\nlet b = 2")
    #expect(script.state.focus == .composer)
    script.restDoesNotMatter()
  }

  @Test func theDraftIsKept() {
    var script = Script()
    script.type("Before ")
    script.press(Key(.function(6)))
    script.play(.promptsLoaded(Self.prompts))
    script.type("commit")
    script.press(.enter)
    #expect(script.state.composer.text == "Before # Commit message\nWrite one for this diff.")
    script.restDoesNotMatter()
  }

  @Test func keysThatFollowWaitForThePrompt() {
    var script = Script()
    script.type("/prompt commit")
    script.press(.enter)
    script.type(" now")
    script.play(.promptsLoaded(Self.prompts))
    #expect(script.state.composer.text == "# Commit message\nWrite one for this diff. now")
    script.restDoesNotMatter()
  }

  @Test func escGivesUpWaiting() {
    var script = Script()
    script.type("/prompt commit")
    script.press(.enter, .escape)
    script.play(.promptsLoaded(Self.prompts))
    #expect(script.state.composer.text == "/prompt commit")
    script.restDoesNotMatter()
  }

  @Test func cancellingAsksOnceIfSomethingWasTyped() {
    var script = Script()
    use("review", &script)
    script.press(.escape)
    #expect(script.state.pages.isEmpty, "nothing was typed")
    use("review", &script)
    script.type("!")
    script.press(.escape)
    #expect(script.state.pages.count == 1)
    script.press(.escape)
    #expect(script.state.pages.isEmpty)
    #expect(script.state.composer.isEmpty)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    ("none", "No prompt “none” in /home/me/.config/aside/prompts."),
    ("../../x", "No prompt “../../x” in /home/me/.config/aside/prompts."),
    ("scan", "/home/me/.config/aside/prompts/scan.md: not a text file."),
  ])
  func whatCannotBeUsedIsSaid(_ name: String, _ problem: String) {
    var script = Script()
    use(name, &script)
    #expect(script.state.notice?.text == problem)
    #expect(script.state.composer.text == "/prompt \(name)")
    script.restDoesNotMatter()
  }

  @Test func plainModeBeginsTheNextQuestionWithIt() {
    var script = Script(surface: .lines)
    var plain = PlainView()
    script.submit(line: "/prompt")
    script.play(.promptsLoaded(Self.prompts))
    #expect(script.state.news(by: &plain, width: nil).contains("commit · Commit message"))
    script.submit(line: "/prompt review")
    script.play(.promptsLoaded(Self.prompts))
    #expect(script.state.notice?.text.contains("placeholders") == true)
    script.submit(line: "/prompt commit")
    script.play(.promptsLoaded(Self.prompts))
    script.submit(line: "It is short.")
    #expect(
      script.state.conversation.messages.first?.content
        == "# Commit message\nWrite one for this diff.\n\nIt is short.")
    script.restDoesNotMatter()
  }

  @Test(arguments: [(80, 24), (40, 10), (120, 40)])
  func pages(_ width: Int, _ height: Int) {
    var script = Script()
    script.state.terminal.size = Size(width: width, height: height)
    script.press(Key(.function(6)))
    script.play(.promptsLoaded(Self.prompts))
    script.press(Key(.down))
    expect(&script, "prompts", width, height)
    script.press(.enter, .enter)
    script.type("kind but exact")
    script.press(.enter)
    script.play(.pasted("func area(_ radius: Double) -> Double {\n  3.14 * radius * radius\n}"))
    expect(&script, "prompt-form", width, height)
    script.restDoesNotMatter()
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let text = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(text)")
    }
  }
}
