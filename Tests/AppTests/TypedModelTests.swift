import Chat
import Screen
import Testing

@testable import App

/// The IDs in `/model ID` and `/provider NAME ID`, which are compared with the provider's list.
@Suite struct TypedModelTests {
  private func script(listing isListed: Bool = true, surface: Surface = .screen) -> Script {
    var script = Script.withProviders(surface: surface)
    script.restDoesNotMatter()
    if isListed { script.play(.catalogLoaded(script.catalog)) }
    return script
  }

  private func submitted(_ text: String, _ script: Script) -> Script {
    var script = script
    if script.state.surface == .lines {
      script.submit(line: text)
    } else {
      script.play(.pasted(text))
      script.press(.escape, .enter)
    }
    return script
  }

  @Test(arguments: [
    ("/model openai/gpt-4o", "openai/gpt-4o"), ("/model gpt-4o", "openai/gpt-4o"),
    ("/model foo!", "foo"), ("/set model openai/gpt-4o", "openai/gpt-4o"),
    // `old/model` was used before, although no list contains it.
    ("/model old/model", "old/model"), ("/provider openrouter other/model!", "other/model"),
  ])
  func listedAndForcedModelsAreUsed(_ text: String, _ model: String) {
    var script = script()
    script.state.models.noteUsed(ModelChoice(provider: "aimlapi", model: "old/model"))
    script = submitted(text, script)
    #expect(script.state.session.model == model && script.state.composer.isEmpty)
    #expect(script.state.notice?.kind == .information && script.state.notice?.advice == "")
  }

  @Test(arguments: [
    ("/model foo", nil, "/model foo!"),
    ("/model qwen3-23b", "alibaba/qwen3-32b", "/model qwen3-23b!"),
    ("/model gpt-4", "openai/gpt-4o", "/model gpt-4!"),
    ("/model gpt", "openai/gpt-4o", "/model gpt!"),
    (
      "/provider openrouter deepseek-r1", "deepseek/deepseek-r1:free",
      "/provider openrouter deepseek-r1!"
    ),
    ("/set model gtp-4o", "openai/gpt-4o", "/model gtp-4o!"),
  ])
  func unlistedModelsAreRefused(_ text: String, _ nearest: String?, _ force: String) throws {
    let script = submitted(text, script())
    #expect(script.state.session.model == "alibaba/qwen3-32b")
    #expect(script.state.session.provider.name == "aimlapi")
    // The caret is after the wrong word.
    #expect(script.state.composer.before == text)
    let notice = try #require(script.state.notice)
    #expect(notice.kind == .trouble && notice.advice.contains(force + " to use it anyway."))
    #expect(notice.advice.contains("Did you mean") == (nearest != nil))
    if let nearest { #expect(notice.advice.contains("Did you mean \(nearest)?")) }
  }

  @Test(arguments: [Surface.screen, .lines])
  func withoutAListTheModelIsUsedAndNotChecked(_ surface: Surface) {
    let script = submitted("/model foo", script(listing: false, surface: surface))
    #expect(script.state.session.model == "foo" && script.state.composer.isEmpty)
    if surface == .screen {
      #expect(script.state.notice?.advice.hasPrefix("Not checked") == true)
    }
  }

  @Test func theTagThatOllamaAssumesIsOptional() {
    var script = script()
    script.play(
      .localServersFound([
        LocalServer(provider: Script.provider("ollama"), models: ["qwen3:latest", "gemma3:4b"])
      ]))
    #expect(submitted("/provider ollama qwen3", script).state.session.model == "qwen3")
    #expect(submitted("/provider ollama gemma3", script).state.session.model == "alibaba/qwen3-32b")
  }

  @Test func thePaletteSaysItToo() {
    var script = script()
    script.press(.control("p"))
    script.type("choose model")
    script.press(.tab)
    script.type("zzz")
    script.press(.enter)
    #expect((script.state.pages.last as? PalettePage)?.problem.contains("does not list") == true)
    #expect(script.state.session.model == "alibaba/qwen3-32b")
  }

  // MARK: In the picker

  /// Enter after a typo must not choose a model that the provider does not list.
  @Test func anUnlistedModelIsOfferedButNotSelected() {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    script.type("zzzz")
    #expect(script.picker?.rows.count == 1 && script.picker?.selection == nil)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("Use “zzzz” with aimlapi") })
    #expect(!rows.joined().contains("Enter choose"))
    script.press(.enter)
    #expect(script.picker?.problem == "“zzzz” is not in the list. ↓ to select it anyway.")
    script.press(Key(.down), .enter)
    #expect(script.state.session.model == "zzzz" && script.picker == nil)
  }

  @Test func afterAFailureEnterFirstLoadsTheList() {
    let gone = Script.refused
    let unlisted = StreamError.refused(
      ServerRefusal(status: 404, message: "", cause: .wrongAddress))
    for (error, isRetried) in [(gone, true), (unlisted, false)] {
      var script = Script.withProviders(Script.provider("ollama"))
      script.restDoesNotMatter()
      script.press(Key(.function(3)))
      script.play(
        .catalogLoaded(ModelCatalog()),
        .modelsListed(Script.provider("ollama"), .failure(error)))
      script.type("zzzz")
      let typed = PickerRow.typed(ModelChoice(provider: "ollama", model: "zzzz"))
      #expect(script.picker?.rows.last == typed)
      #expect(script.picker?.selection == (isRetried ? .provider("ollama") : typed))
    }
  }

  @Test(arguments: ["ai/ml", "aiml", "AI/ML API"])
  func aServiceIsFoundByItsOwnName(_ text: String) {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    script.type(text)
    #expect(script.picker?.rows.first?.choice?.provider == "aimlapi")
    script.press(.escape)
    script.type("/provider " + (text.split(separator: " ").first ?? ""))
    #expect(script.state.completion.menu?.selection?.text == "aimlapi")
  }
}
