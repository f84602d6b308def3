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
}
