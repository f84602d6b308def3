import Chat
import Screen
import TestKit
import Testing

@testable import App

extension Script {
  /// Returns a script with two usable providers. Tests load `presets` as its library.
  static func withPresets(surface: Surface = .screen) -> Script {
    var script = Script(surface: surface)
    script.state.providers = KnownProviders(
      [Provider.aimlapi, Script.provider("openrouter"), Script.provider("openai")].map {
        ProviderChoice(provider: $0, lacksKey: $0.name == "openai")
      })
    return script
  }

  static var presets: LibraryListing<Preset> {
    let folder = "/home/me/.config/aside/presets"
    func preset(_ name: String, _ change: (inout Preset) -> Void) -> LibraryListing<Preset>.File {
      var preset = Preset(name: name)
      preset.path = "\(folder)/\(name).toml"
      change(&preset)
      return LibraryListing<Preset>.File(name: name, reading: .read(preset))
    }
    return LibraryListing(
      folder: folder,
      files: [
        preset("coder") {
          $0.provider = "openrouter"
          $0.model = "qwen/qwen3-coder"
          $0.systemPrompt = "You are a terse senior engineer.\nSwift first."
          $0.thinking = false
          $0.parameters.temperature = 0.2
        },
        preset("deep thought") {
          $0.thinkingBudget = 16_000
          $0.parameters.topP = 0.95
        },
        preset("hot") {
          $0.parameters.temperature = 9
          $0.positions["temperature"] = "\(folder)/hot.toml, line 2"
        },
        preset("lost") {
          $0.provider = "nowhere"
          $0.positions["provider"] = "\(folder)/lost.toml, line 1"
        },
        LibraryListing<Preset>.File(
          name: "torn", reading: .broken("\(folder)/torn.toml, line 3: unknown setting “modle”.")),
        preset("翻译") { $0.systemPrompt = "把我的话翻译成英文，不要解释。" },
      ])
  }

  var presetPage: LibraryPage<PresetShelf>? { state.pages.last as? LibraryPage<PresetShelf> }

  /// Types `/preset NAME` and answers the order to load the presets.
  mutating func usePreset(_ name: String) {
    type("/preset \(name)")
    press(.enter)
    play(.presetsLoaded(Script.presets))
  }
}

/// Presets: choosing one, undoing the choice, and saving the current settings as a preset.
@Suite struct PresetTests {
  /// As in all lists in a box, the bar is two columns from the edge.
  @Test(arguments: [40, 80]) func theBarIsInsideTheBox(_ width: Int) throws {
    var script = Script.withPresets()
    script.restDoesNotMatter()
    script.state.terminal.size = Size(width: width, height: 10)
    script.press(Key(.function(5)))
    script.play(.presetsLoaded(Script.presets))
    let rows = script.rows(width: width, height: 10)
    let box = try #require(rows.first { $0.contains("› ") }?.firstIndex(of: "›"))
    let row = try #require(rows.first { $0.contains("▌ ") })
    let column = row.distance(from: row.startIndex, to: try #require(row.firstIndex(of: "▌")))
    #expect(rows[0].distance(from: rows[0].startIndex, to: box) == column)
    // A separator never ends a row.
    #expect(!rows.contains { $0.contains(#/ ·[ │]*$/#) })
  }

  @Test func aPresetSetsEverythingItNamesAndSaysSo() throws {
    var script = Script.withPresets()
    script.type("/set top_p 0.5")
    script.press(.enter)
    script.type("/preset coder")
    script.press(.enter)
    // The first load comes from the completion menu.
    #expect(script.takeEffects() == [.library(.loadPresets), .library(.loadPresets)])
    script.play(.presetsLoaded(Script.presets))
    let session = script.state.session
    #expect(session.provider.name == "openrouter")
    #expect(session.model == "qwen/qwen3-coder")
    #expect(session.parameters.temperature == 0.2)
    #expect(session.parameters.topP == 0.5, "the preset does not name it")
    #expect(script.state.thinking == ThinkingMode(isOn: false))
    #expect(script.state.systemPrompt == "You are a terse senior engineer.\nSwift first.")
    #expect(session.preset == "coder")
    #expect(session.sources["temperature"] == .preset)
    #expect(script.state.composer.isEmpty)
    #expect(
      script.state.notice
        == Notice(
          .information,
          "Preset “coder”: qwen/qwen3-coder (openrouter), thinking off, temperature 0.2, "
            + "system prompt.",
          advice: "F4 u to undo."))
    script.restDoesNotMatter()
  }

  @Test func oneUndoTakesAllOfItBack() throws {
    var script = Script.withPresets()
    script.type("/system Be kind.")
    script.press(.enter)
    let before = script.state.session
    let thinking = script.state.thinking
    script.usePreset("coder")
    script.press(Key(.function(4)), .character("u"), .escape)
    #expect(script.state.session == before)
    #expect(script.state.thinking == thinking)
    #expect(script.state.notice == nil, "what was undone is not said any more")
    script.press(Key(.function(4)), .character("u"))
    #expect((script.state.pages.last as? ParametersPage)?.message == "Undone.")
    script.press(.escape)
    #expect(script.state.systemPrompt == nil, "the step before it is the system prompt")
    script.restDoesNotMatter()
  }

  @Test func undoKeepsAModelThatWasChosenLater() {
    var script = Script.withPresets()
    script.usePreset("coder")
    script.type("/model other")
    script.press(.enter)
    script.press(Key(.function(4)), .character("u"), .escape)
    #expect(script.state.session.model == "other")
    #expect(script.state.session.provider.name == "openrouter")
    #expect(script.state.systemPrompt == nil)
    script.restDoesNotMatter()
  }

  @Test func aPresetOfAnUnknownProviderIsMarkedBroken() throws {
    var script = Script.withPresets()
    script.press(Key(.function(5)))
    var preset = Preset(name: "gone")
    preset.provider = "nobody"
    preset.positions[Preset.Key.provider] = "gone.toml, line 1"
    script.play(
      .presetsLoaded(
        LibraryListing(folder: "/p", files: [.init(name: "gone", reading: .read(preset))])))
    let page = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(page.contains("broken") && page.contains("gone.toml, line 1: Unknown provider"))
    script.press(.enter)
    #expect(script.state.session.provider.name == "aimlapi" && !script.state.pages.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func aPresetIsForItsConversationOnly() throws {
    var script = Script.withPresets()
    script.usePreset("coder")
    #expect(script.state.recent.choice == LastChoice())
    _ = try script.ask("hello")
    script.restDoesNotMatter()
    #expect(script.state.conversation.settings?.preset == "coder")
    #expect(script.state.conversation.settings?.provider == "openrouter")
    script.press(.control("n"))
    #expect(script.state.session.provider == .aimlapi)
    #expect(script.state.session.preset == nil)
    #expect(script.state.thinking.isOn)
    #expect(script.state.systemPrompt == nil)
  }

  @Test func newConversationsStartFromTheDefaultPreset() throws {
    var script = Script.withPresets()
    script.state.preferences.preset = Script.presets.file(named: "coder")?.reading.content
    _ = try script.ask("hello")
    script.restDoesNotMatter()
    script.press(.escape)
    script.type("/provider aimlapi other")
    script.press(.enter, .control("n"))
    #expect(script.state.session.provider.name == "openrouter")
    #expect(script.state.session.model == "qwen/qwen3-coder")
    #expect(!script.state.thinking.isOn)
    #expect(script.state.systemPrompt?.hasPrefix("You are a terse") == true)
    #expect(script.state.session.preset == "coder")
  }

  @Test(arguments: [
    ("hot", "/home/me/.config/aside/presets/hot.toml, line 2: temperature"),
    ("lost", "/home/me/.config/aside/presets/lost.toml, line 1: Unknown provider “nowhere”."),
    ("torn", "/home/me/.config/aside/presets/torn.toml, line 3: unknown setting “modle”."),
    ("none", "No preset “none” in /home/me/.config/aside/presets."),
    ("../coder", "No preset “../coder” in /home/me/.config/aside/presets."),
  ])
  func whatCannotBeUsedChangesNothing(_ name: String, _ problem: String) {
    var script = Script.withPresets()
    let before = script.state.session
    script.usePreset(name)
    #expect(script.state.session == before)
    #expect(script.state.front.settingsSteps.isEmpty)
    #expect(script.state.notice?.kind == .trouble)
    #expect(script.state.notice?.text.hasPrefix(problem) == true)
    #expect(script.state.composer.text == "/preset \(name)", "it can be corrected")
    script.restDoesNotMatter()
  }

  @Test func aBudgetAndAnEffortReplaceEachOther() throws {
    var script = Script.withPresets()
    script.state.session.provider = Script.provider("openrouter")
    script.type("/think high")
    script.press(.enter)
    #expect(script.state.session.parameters.reasoningEffort == "high")
    script.usePreset("deep thought")
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 16_000))
    #expect(script.state.session.parameters.reasoningEffort == nil)
    var listing = Script.presets
    var effort = Preset(name: "effort")
    effort.parameters.reasoningEffort = "low"
    listing.files.append(.init(name: "effort", reading: .read(effort)))
    script.type("/preset effort")
    script.press(.enter)
    script.play(.presetsLoaded(listing))
    #expect(script.state.thinking == ThinkingMode(isOn: true))
    #expect(script.state.session.parameters.reasoningEffort == "low")
    script.restDoesNotMatter()
  }

  @Test func aProviderWithoutItsKeySaysSo() {
    var script = Script.withPresets()
    var listing = Script.presets
    var preset = Preset(name: "paid")
    preset.provider = "openai"
    preset.model = "gpt"
    listing.files.append(.init(name: "paid", reading: .read(preset)))
    script.type("/preset paid")
    script.press(.enter)
    script.play(.presetsLoaded(listing))
    #expect(script.state.session.lacksKey)
    #expect(script.state.notice?.kind == .trouble)
    #expect(script.state.notice?.text.contains("OPENAI_API_KEY") == true)
    script.restDoesNotMatter()
  }

  @Test func aRunningAnswerKeepsItsServer() throws {
    var script = Script.withPresets()
    _ = try script.ask("hello")
    script.restDoesNotMatter()
    script.usePreset("coder")
    #expect(script.state.session.provider == .aimlapi)
    #expect(script.state.notice?.kind == .trouble)
    script.state.composer.clear()
    script.usePreset("deep thought")
    #expect(script.state.session.parameters.topP == 0.95, "its server stays the same")
  }

  // MARK: The page

  @Test func thePageFiltersAndUses() throws {
    var script = Script.withPresets()
    script.press(Key(.function(5)))
    #expect(script.takeEffects() == [.library(.loadPresets)])
    script.type("terse")
    script.press(.enter)
    #expect(script.state.input.typeAhead.inputs.count == 1, "the choice waits for the files")
    script.play(.presetsLoaded(Script.presets))
    #expect(script.state.pages.isEmpty)
    #expect(script.state.session.preset == "coder")
    script.restDoesNotMatter()
  }

  @Test func whatIsWrongIsSaidOnThePage() throws {
    var script = Script.withPresets()
    script.press(Key(.function(5)))
    script.play(.presetsLoaded(Script.presets))
    script.type("lost")
    script.press(.enter)
    #expect(script.presetPage?.problem.contains("line 1: Unknown provider") == true)
    #expect(script.state.notice == nil)
    script.press(.escape)
    #expect(script.state.pages.isEmpty)
    script.restDoesNotMatter()
  }

  @Test(arguments: [(80, 24), (40, 10), (120, 40), (200, 60)])
  func page(_ width: Int, _ height: Int) throws {
    var script = Script.withPresets()
    script.usePreset("coder")
    script.press(Key(.function(5)))
    script.play(.presetsLoaded(Script.presets))
    expect(&script, "presets", width, height)
    script.restDoesNotMatter()
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func brokenAndMissing(_ width: Int, _ height: Int) throws {
    var script = Script.withPresets()
    script.press(Key(.function(5)))
    script.play(.presetsLoaded(Script.presets))
    script.type("torn")
    expect(&script, "presets-broken", width, height)
    script.play(.presetsLoaded(LibraryListing(folder: "/home/me/.config/aside/presets")))
    script.press(.control("c"))
    expect(&script, "presets-none", width, height)
    script.restDoesNotMatter()
  }

  @Test func plainModeListsThem() {
    var script = Script.withPresets(surface: .lines)
    var plain = PlainView()
    _ = script.state.news(by: &plain, width: nil)
    script.submit(line: "/preset")
    #expect(!script.state.news(by: &plain, width: nil).contains("coder"))
    script.play(.presetsLoaded(Script.presets))
    let text = script.state.news(by: &plain, width: nil)
    #expect(text.contains("coder · qwen3-coder (openrouter) · thinking off"))
    #expect(text.contains("torn.toml, line 3"))
    script.submit(line: "/preset coder")
    script.play(.presetsLoaded(Script.presets))
    #expect(script.state.news(by: &plain, width: nil).contains("Preset “coder”: qwen/qwen3-coder"))
    script.restDoesNotMatter()
  }

  // MARK: Saving

  private func openName(_ script: inout Script, _ name: String) {
    script.press(Key(.function(4)), .character("s"), .control("u"))
    script.type(name)
  }

  @Test func theCurrentSettingsAreSaved() throws {
    var script = Script.withPresets()
    script.type("/system Be brief.")
    script.press(.enter)
    script.type("/set temperature 0.3")
    script.press(.enter)
    _ = script.takeEffects()
    openName(&script, "mine")
    script.press(.enter)
    var preset = Preset(name: "mine")
    preset.provider = "aimlapi"
    preset.model = Provider.aimlapi.defaultModel
    preset.systemPrompt = "Be brief."
    preset.thinking = true
    preset.parameters.temperature = 0.3
    #expect(script.takeEffects() == [.library(.savePreset(preset, replaces: false))])
    script.play(.presetSaved(preset, .saved("/p/mine.toml")))
    #expect(script.state.session.preset == "mine")
    #expect(
      (script.state.pages.last as? ParametersPage)?.message
        == "Preset “mine” saved in /p/mine.toml.")
  }

  @Test func savingOverAnExistingOneAsks() throws {
    var script = Script.withPresets()
    openName(&script, "coder")
    script.press(.enter)
    let preset = script.state.currentPreset(named: "coder")
    #expect(script.takeEffects() == [.library(.savePreset(preset, replaces: false))])
    script.play(.presetSaved(preset, .exists(hasComments: true)))
    script.press(.enter)
    #expect(script.takeEffects().isEmpty, "Enter replaces nothing")
    script.press(.character("y"))
    #expect(script.takeEffects() == [.library(.savePreset(preset, replaces: true))])
    script.play(.presetSaved(preset, .failed("Cannot write it.")))
    let page = try #require(script.state.pages.last as? PresetNamePage)
    #expect(page.phase == .refused("Cannot write it."))
    #expect(script.state.session.preset == nil)
  }

  @Test(arguments: ["../evil", ".hidden", "a/b", "", "x\u{7}"])
  func aNameThatIsNoFileNameIsRefused(_ name: String) throws {
    var script = Script.withPresets()
    openName(&script, name)
    script.press(.enter)
    #expect(script.takeEffects().isEmpty)
    let page = try #require(script.state.pages.last as? PresetNamePage)
    guard case .refused = page.phase else {
      // Control characters cannot be typed into the name.
      #expect(name == "x\u{7}")
      return
    }
  }

  /// A preset saved from the current settings can be used again with the same server.
  @Test func everyServerAcceptsWhatWasSavedThere() throws {
    for provider in Provider.builtIn {
      for mode in [ThinkingMode(isOn: true, budget: 2048), ThinkingMode(isOn: false)] {
        var script = Script(thinking: mode, provider: provider)
        script.state.session.parameters.temperature = 0.5
        let preset = script.state.currentPreset(named: "x")
        let form = script.state.parameterForm
        let settings = try form.applying(preset)
        #expect(settings.parameters == form.settings.parameters, "\(provider.name)")
        if provider.thinkingForms.contains(.off) {
          #expect(settings.thinking.isOn == mode.isOn, "\(provider.name)")
        }
      }
    }
  }

  @Test(arguments: [(80, 24), (40, 10), (120, 40)])
  func namePage(_ width: Int, _ height: Int) throws {
    var script = Script.withPresets()
    script.state.terminal.size = Size(width: width, height: height)
    openName(&script, "coder")
    expect(&script, "preset-name", width, height)
    script.press(.enter)
    script.play(
      .presetSaved(script.state.currentPreset(named: "coder"), .exists(hasComments: true)))
    expect(&script, "preset-exists", width, height)
    script.restDoesNotMatter()
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let text = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(text)")
    }
  }
}
