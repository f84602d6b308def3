import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The model picker: what is in it, how it is filtered, and what Enter does.
@Suite struct PickerTests {
  private func row(_ part: String, _ script: inout Script, _ width: Int, _ height: Int) -> String {
    script.rows(width: width, height: height).last { $0.contains(part) } ?? ""
  }

  /// A long name uses the free columns of its row before it is truncated in the middle.
  @Test func aLongNameTakesTheFreeColumns() {
    var script = Script.withPicker()
    let id = "unsloth/Qwen3-30B-A3B-Thinking-2507-GGUF-Q4_K_XL"
    script.list("ollama", id, id + "-" + String(repeating: "x", count: 60) + "-end")
    #expect(row("XL ", &script, 80, 40).contains("     …\(id.dropFirst(7)) "))
    let cut = row("-end ", &script, 80, 40)
    #expect(cut.contains("   unsloth/Qwen3-30B-A3B") && cut.contains("…xx"), "\(cut)")
  }

  @Test(arguments: [72, 80, 100])
  func twoColumnsSeparateTheNameFromTheProvider(_ width: Int) {
    for length in 20...60 {
      var script = Script.withPicker()
      script.list("ollama", String(repeating: "x", count: length))
      script.type("xxx")
      let text = script.rows(width: width, height: 40).first { $0.contains("xxxxx") } ?? ""
      #expect(text.contains("x  ollama") || text.contains("x   "), "\(text)")
      script.restDoesNotMatter()
    }
  }

  /// A local server that responds is listed before those that do not.
  @Test func usableProvidersComeFirst() throws {
    var script = Script.withPicker()
    for name in ["vllm", "sglang", "llama.cpp", "lmstudio"] { script.fail(name, Script.refused) }
    script.list("ollama", "qwen3:8b")
    let names = try #require(script.picker).content.vendors.map(\.provider.name)
    let place = { try #require(names.firstIndex(of: $0)) }
    #expect(names.first == "aimlapi")
    #expect(try place("ollama") < place("vllm") && place("demo") < place("vllm"))
    #expect(try place("lmstudio") < place("openai"))
  }

  /// In a short window, a rule contains the details of the selected model, which sets them apart
  /// from the rows.
  @Test func theDetailIsSetApartInALowWindow() {
    var script = Script.withPicker()
    #expect(script.rows(width: 40, height: 10).contains { $0.hasPrefix("── aimlapi · 131k") })
    script.press(.escape, .control("p"))
    #expect(script.rows(width: 40, height: 10)[8].hasPrefix("──"))
  }

  private func models(_ script: Script) -> [String] {
    script.picker?.rows.compactMap { $0.choice?.model } ?? []
  }

  // MARK: Opening

  @Test(arguments: [
    "F3", "Ctrl-X 3", "/model", "/provider", "palette",
  ])
  func everyWayOpensIt(_ way: String) {
    var script = Script.withProviders()
    switch way {
    case "F3": script.press(Key(.function(3)))
    case "Ctrl-X 3": script.press(.control("x"), .character("3"))
    case "palette":
      script.press(.control("p"))
      script.type("choose model")
      script.press(.enter)
    default:
      script.type(way)
      script.press(.enter)
    }
    #expect(script.picker != nil)
    #expect(script.state.composer.isEmpty)
    script.press(.escape)
    #expect(script.state.conversationHasKeys)
  }

  @Test func enterWaitsForTheLists() {
    var script = Script.withProviders()
    script.press(Key(.function(3)))
    script.type("r1:free")
    script.press(.enter)
    #expect(script.picker?.query.text == "r1:free")
    script.play(.catalogLoaded(script.catalog))
    #expect(script.state.session.model == "deepseek/deepseek-r1:free")
    script.restDoesNotMatter()
  }

  @Test func theDraftStays() {
    var script = Script.withPicker()
    script.press(.escape)
    script.type("half a question")
    script.press(Key(.function(3)), .enter)
    #expect(script.state.conversationHasKeys)
    #expect(script.state.composer.text == "half a question")
  }

  @Test func theCatalogIsReadOnceAndOnlyStaleListsAreAskedFor() {
    var script = Script.withProviders()
    script.press(Key(.function(3)))
    #expect(script.takeModelOrders() == [.loadCatalog])
    script.play(.catalogLoaded(script.catalog))
    let names = script.takeModelOrders().map { order -> String in
      if case .list(let provider) = order { provider.name } else { "" }
    }
    // OpenRouter and Ollama have fresh lists. Most providers cannot be queried without a key.
    #expect(names == ["aimlapi", "vllm", "sglang", "llama.cpp", "lmstudio", "demo"])
    script.press(.escape, Key(.function(3)))
    #expect(script.takeModelOrders() == [])
    for name in names { script.fail(name, Script.refused) }
    script.press(.control("r"))
    #expect(script.takeModelOrders().count == 8)
    script.press(.control("r"))
    #expect(script.takeModelOrders() == [])
  }

  @Test func aPublicListIsAskedForWithoutAKey() {
    var script = Script.withProviders(.demo)
    for index in script.state.providers.choices.indices {
      let needsKey = script.state.providers.choices[index].provider.keyVariable != nil
      script.state.providers.choices[index].lacksKey = needsKey
    }
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(ModelCatalog()))
    let orders = script.takeModelOrders()
    #expect(orders.contains(.list(Script.provider("openrouter"))))
    #expect(!orders.contains(.list(Script.provider("deepseek"))))
  }

  // MARK: Rows

  @Test func favouritesThenRecentThenProviders() {
    let script = Script.withPicker()
    let rows = script.picker?.rows ?? []
    let headings = rows.compactMap { row -> String? in
      switch row {
      case .heading(.favorites): "favourites"
      case .heading(.recent): "recent"
      case .provider(let name): name
      default: nil
      }
    }
    #expect(headings.prefix(4) == ["favourites", "recent", "aimlapi", "openrouter"])
    #expect(headings.suffix(2) == ["siliconflow", "mistral"])
    #expect(script.picker?.selection?.choice?.model == "alibaba/qwen3-32b")
    #expect(
      models(script).prefix(6) == [
        "alibaba/qwen3-32b", "qwen3:8b", "alibaba/qwen3-32b", "qwen3:8b",
        "deepseek/deepseek-r1:free", "alibaba/qwen3-32b",
      ])
  }

  @Test(arguments: [
    ("aimlapi", "updated 3 h ago"), ("openrouter", "updated just now"),
    ("deepseek", "no key"), ("vllm", "refreshing…"), ("demo", "scripted"),
    ("sglang", "not running"),
  ])
  func aProviderSaysHowItStands(_ name: String, _ words: String) {
    var script = Script.withPicker()
    script.fail("sglang", Script.refused)
    let rows = script.rows(width: 100, height: 60)
    #expect(rows.contains { $0.contains(name) && $0.contains(words) })
    // Only the selected row says what Enter does.
    #expect(!rows.contains { $0.contains("Enter to") })
  }

  /// The line below the rows adds facts that the selected row does not show, and is never cut
  /// within one.
  @Test func theDetailDoesNotRepeatTheRow() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (60, 24)] {
      var script = Script.withPicker()
      let rows = script.rows(width: width, height: height)
      let detail = rows.first { $0.contains("per million tokens") } ?? ""
      #expect(!detail.contains("0.70") && !detail.contains("…"), "\(width)x\(height)")
    }
  }

  @Test func anOldListStaysWhileItIsRefreshedAndWhenThatFails() {
    var script = Script.withPicker()
    #expect(models(script).contains("openai/gpt-4o"))
    script.fail("aimlapi", .timedOut(host: "api.aimlapi.com"))
    #expect(models(script).contains("openai/gpt-4o"))
    script.list("aimlapi", "openai/gpt-5")
    #expect(!models(script).contains("openai/gpt-4o"))
    #expect(models(script).contains("openai/gpt-5"))
  }

  @Test func aServerThatIsNotRunningCanBeTriedAgain() {
    var script = Script.withPicker()
    script.fail("vllm", Script.refused)
    script.type("vllm")
    #expect(script.picker?.selection == .provider("vllm"))
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("not running · Enter to retry") })
    _ = script.takeEffects()
    script.press(.enter)
    #expect(script.takeModelOrders() == [.list(Script.provider("vllm"))])
    script.list("vllm", "my-model")
    #expect(models(script).contains("my-model"))
  }

  @Test func foundServersAreInIt() {
    var script = Script.withProviders()
    script.play(
      .localServersFound([
        LocalServer(provider: Script.provider("ollama"), models: ["gemma3:4b", "qwen3:8b"])
      ]))
    script.press(Key(.function(3)))
    #expect(models(script).contains("gemma3:4b"))
    script.play(.catalogLoaded(ModelCatalog()))
    script.type("gemma3:4b")
    script.press(.enter)
    #expect(script.state.session.provider.name == "ollama")
    #expect(script.state.session.model == "gemma3:4b")
    script.restDoesNotMatter()
  }

  // MARK: Filtering

  @Test(arguments: [
    ("gpt", "openai/gpt-4o"), ("QWEN 235", "qwen/qwen3-235b-a22b-thinking-2507"),
    ("ollama", "qwen3:8b"), ("qwen3:8", "qwen3:8b"), ("千问", "通义/千问-超长上下文-思考模型-2026"),
    ("ｒ１：free", "deepseek/deepseek-r1:free"),
  ])
  func theBestMatchIsSelected(_ query: String, _ model: String) {
    var script = Script.withPicker()
    script.type(query)
    #expect(script.picker?.selection?.choice?.model == model)
    script.press(.enter)
    #expect(script.state.session.model == model)
    #expect(script.state.conversationHasKeys)
  }

  @Test func everyMatchIsThereOnce() {
    var script = Script.withPicker()
    script.type("qwen3-32b")
    let choices = script.picker?.rows.compactMap(\.choice) ?? []
    #expect(Set(choices).count == choices.count)
  }

  @Test(arguments: [
    ("my-own-model", "aimlapi", "my-own-model"), ("ollama qwen3:4b", "ollama", "qwen3:4b"),
  ])
  func anIDThatNoListHasCanBeTyped(_ text: String, _ provider: String, _ model: String) {
    var script = Script.withPicker()
    script.type(text)
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("Use “\(model)” with \(provider)") }
    )
    script.press(Key(.end), .enter)
    #expect(script.state.session.provider.name == provider)
    #expect(script.state.session.model == model)
  }

  @Test func aListedIDIsNotOfferedTwice() {
    var script = Script.withPicker()
    script.type("openai/gpt-4o")
    #expect(script.picker?.rows.count == 1)
  }

  @Test(arguments: ["groq", "demo my-model", "nobody my-model"])
  func aProviderAndTheDemoAreNotOfferedAsModels(_ text: String) {
    var script = Script.withPicker()
    script.type(text)
    #expect(script.picker?.rows.contains { if case .typed = $0 { true } else { false } } == false)
  }

  @Test func theDemoHasOnlyItsOwnModel() {
    var script = Script.withPicker(.demo)
    script.type("standin")
    #expect(script.picker?.rows.isEmpty == true)
  }

  @Test func aTypedIDIsNotCounted() {
    var script = Script.withPicker()
    script.type("zzz-9")
    #expect(script.picker?.rows.count == 1 && script.picker?.modelCount == 0)
  }

  // MARK: Lists that arrive while it is open

  /// The filter “llama” also matches Ollama, which comes first.
  @Test func aServerTriedAgainKeepsItsRowAndSaysWhereNothingAnswers() {
    var script = Script.withPicker()
    script.fail("ollama", Script.refused)
    script.fail("llama.cpp", Script.refused)
    script.type("llama")
    while script.picker?.selection != .provider("llama.cpp") { script.press(Key(.down)) }
    script.press(.enter)
    #expect(script.picker?.selection == .provider("llama.cpp"))
    script.fail("llama.cpp", Script.refused)
    #expect(script.picker?.selection == .provider("llama.cpp"))
    #expect(script.picker?.problem == "nothing is listening at 127.0.0.1:8080")
    script.press(.enter)
    script.list("llama.cpp", "tiny-1", "tiny-2")
    #expect(script.picker?.selection?.choice?.model == "tiny-1")
  }

  @Test func movingOnWhileAServerIsTriedKeepsTheNewRow() {
    var script = Script.withPicker()
    script.fail("vllm", Script.refused)
    script.fail("llama.cpp", Script.refused)
    script.type("l")
    while script.picker?.selection != .provider("vllm") { script.press(Key(.down)) }
    script.press(.enter, Key(.down))
    let moved = script.picker?.selection
    script.list("vllm", "tiny-1")
    #expect(script.picker?.selection == moved)
  }

  @Test func theSelectedModelStaysWhereItIs() {
    var script = Script.withPicker()
    script.press(Key(.down), Key(.down), Key(.down), Key(.down))
    let before = script.picker?.selection
    let row = script.rows(width: 80, height: 24).firstIndex { $0.contains("▌") }
    script.list("aimlapi", "a/new-model", "b/new-model", "alibaba/qwen3-32b", "openai/gpt-4o")
    script.list("lmstudio", "x")
    script.fail("vllm", Script.refused)
    #expect(script.picker?.selection == before)
    #expect(script.rows(width: 80, height: 24).firstIndex { $0.contains("▌") } == row)
  }

  @Test func anySequenceOfKeysAndListsKeepsARowInView() {
    var random = SplitMix64(state: 7)
    let keys: [Key] = [
      Key(.up), Key(.down), Key(.pageUp), Key(.pageDown), Key(.home), Key(.end), .tab,
      .character("q"), .character("f"), .character("3"), Key(.backspace), .control("f"),
      .control("u"), .control("r"),
    ]
    for _ in 0..<40 {
      var script = Script.withPicker()
      for _ in 0..<60 {
        if Int.random(in: 0..<6, using: &random) == 0 {
          let name = Provider.builtIn.randomElement(using: &random)?.name ?? ""
          let ids = (0..<Int.random(in: 0...30, using: &random)).map { "m\($0)-qwen" }
          script.play(
            .modelsListed(
              Script.provider(name),
              .success(script.listing(name, ids.map(Model.init(id:))))))
        } else if let key = keys.randomElement(using: &random) {
          script.press(key)
        }
        let height = Int.random(in: 3...40, using: &random)
        let grid = script.draw(width: Int.random(in: 10...130, using: &random), height: height)
        guard let page = script.picker else { continue }
        let inView =
          page.top..<page.top
          + PickerView.rowCount(
            page, Stage(Size(width: 80, height: height)))
        // Nothing is selected while only an unlisted ID is offered.
        if page.rows.count == 1, case .typed? = page.rows.first, page.selected == -1 { continue }
        if !page.rows.isEmpty { #expect(page.rows.indices.contains(page.selected)) }
        if height >= 3 { #expect(inView.contains(page.selected) || page.rows.isEmpty) }
        #expect(grid.size.height == height)
      }
      script.restDoesNotMatter()
    }
  }

  // MARK: Favourites

  @Test func favouritesAreMarkedAndStored() {
    var script = Script.withPicker()
    script.type("gpt")
    _ = script.takeEffects()
    let choice = ModelChoice(provider: "aimlapi", model: "openai/gpt-4o")
    script.press(.control("f"))
    #expect(script.takeModelOrders() == [.setFavorite(choice, true)])
    #expect(script.picker?.content.favorites.contains(choice) == true)
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("gpt-4o") && $0.contains("★") })
    // In the filter, the letter is text; in the rows, it is a command.
    script.press(.tab, .character("f"))
    #expect(script.takeModelOrders() == [.setFavorite(choice, false)])
    #expect(script.picker?.query.text == "gpt")
    script.press(.character("x"), .character("f"))
    #expect(script.picker?.query.text == "gptxf")
  }

  // MARK: Choosing

  @Test func theChoiceIsSavedAndForNewConversations() throws {
    var script = try Script.answered()
    script.state.providers = Script.withProviders().state.providers
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(script.catalog))
    script.type("r1:free")
    _ = script.takeEffects()
    script.press(.enter)
    #expect(script.takeEffects() == [.store(.saveHeader(script.state.conversation))])
    #expect(script.state.conversation.settings?.model == "deepseek/deepseek-r1:free")
    #expect(script.state.newSession.provider.name == "openrouter")
    #expect(script.state.models.catalog.recent.first?.model == "deepseek/deepseek-r1:free")
    #expect(script.state.notice?.text.contains("Now using deepseek/deepseek-r1:free") == true)
  }

  @Test func anotherProviderWaitsForTheAnswer() throws {
    var script = Script.withProviders()
    _ = try script.ask("hello")
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(script.catalog))
    script.type("r1:free")
    script.press(.enter)
    #expect(script.picker != nil && script.state.session.provider.name == "aimlapi")
    #expect(script.rows(width: 100, height: 24).contains { $0.contains("Still answering.") })
    script.press(.control("u"))
    script.type("gpt")
    script.press(.enter)
    #expect(script.picker == nil && script.state.session.model == "openai/gpt-4o")
    script.restDoesNotMatter()
  }

  @Test func theCurrentProviderKeepsItsAddress() {
    var script = Script.withPicker(Provider.aimlapi.moved(to: "http://127.0.0.1:9/v1"))
    script.type("my-model")
    script.press(.enter)
    #expect(script.state.session.provider.baseURL == "http://127.0.0.1:9/v1")
    #expect(script.state.session.model == "my-model")
  }

  // MARK: A provider without a key

  private func withPublicList(_ count: Int) -> Script {
    var script = Script.withPicker()
    for index in script.state.providers.choices.indices
    where script.state.providers.choices[index].provider.name == "openrouter" {
      script.state.providers.choices[index].lacksKey = true
    }
    script.play(
      .modelsListed(
        Script.provider("openrouter"),
        .success(script.listing("openrouter", (1...count).map { Model(id: "maker/m\($0)") }))))
    return script
  }

  @Test func withoutAKeyItShowsTheFirstModelsAndHowManyFollow() throws {
    var script = withPublicList(345)
    let rows = try #require(script.picker?.rows)
    let start = try #require(rows.firstIndex(of: .provider("openrouter")))
    #expect(
      rows[start...].prefix(5).compactMap(\.choice?.model) == ["maker/m1", "maker/m2", "maker/m3"])
    #expect(rows[start + 4] == .more("openrouter"))
    let text = script.rows(width: 80, height: 60)
    let place = try #require(
      text.firstIndex { $0.contains("openrouter") && $0.contains("no key") })
    #expect(text[place + 4].contains("342 more · type to filter"))
    #expect(script.picker?.modelCount ?? 0 >= 345)
  }

  @Test func enterListsTheRestBelowTheOfferOfAKey() throws {
    var script = withPublicList(345)
    let index = try #require(script.picker?.rows.firstIndex(of: .more("openrouter")))
    for _ in 0..<500 where script.picker?.selected != index { script.press(Key(.down)) }
    #expect(script.rows(width: 80, height: 24).joined().contains("Enter list all"))
    script.press(.enter)
    let rows = try #require(script.picker?.rows)
    #expect(rows.first == .provider("openrouter"))
    #expect(rows.filter { $0.choice?.provider == "openrouter" }.count >= 345)
    script.press(Key(.down), .enter)
    #expect(script.keyPage?.choice?.provider == "openrouter")
  }

  @Test func aShortListIsShownWhole() {
    let script = withPublicList(4)
    #expect(script.picker?.rows.contains(.more("openrouter")) == false)
  }

  /// The numbers of marked models are separated from their names.
  @Test func marksAreApartFromNames() throws {
    var script = try Script.toCompare()
    script.press(Key(.function(3)), .tab, Key(.down), .character("m"), Key(.down), .character(" "))
    let rows = script.rows(width: 80, height: 24)
    for (number, choice) in (script.picker?.marked ?? []).enumerated() {
      #expect(
        rows.contains {
          $0.contains("\(number + 1)   \(choice.model)")
            || $0.contains("\(number + 1) ▌ \(choice.model)")
        })
    }
    #expect(script.picker?.marked.count == 2)
  }

  // MARK: Words

  @Test(arguments: ["alibaba/qwen3-32b", "openai/gpt-4o"])
  func theCommandSaysWhatThePickerSays(_ model: String) {
    var picked = Script.withPicker()
    picked.restDoesNotMatter()
    picked.type(model)
    picked.press(.enter)
    var typed = Script.withProviders()
    typed.restDoesNotMatter()
    typed.play(.catalogLoaded(typed.catalog))
    typed.type("/model \(model)")
    typed.press(.enter)
    #expect(picked.state.notice != nil)
    #expect(picked.state.notice == typed.state.notice)
    #expect(picked.state.session == typed.state.session)
    #expect(typed.state.composer.isEmpty)
  }

  // MARK: Mouse

  @Test func theWheelMovesAndAClickChooses() throws {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    let before = script.picker?.selected
    script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 20, y: 6))))
    #expect(script.picker?.selected != before)
    script.play(.mouseMoved(MouseEvent(.wheelUp, at: Point(x: 20, y: 6))))
    let rows = script.rows(width: 80, height: 24)
    let y = try #require(rows.firstIndex { $0.contains("deepseek-r1:free") })
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 20, y: y))))
    #expect(script.picker == nil)
    #expect(script.state.session.model == "deepseek/deepseek-r1:free")
    script.play(.mouseMoved(MouseEvent(.release, at: Point(x: 20, y: y))))
  }

  /// A click must not send the question to models other than the clicked one, nor lose the marks.
  @Test func afterAMarkAClickMarks() throws {
    var script = try Script.toCompare()
    script.press(Key(.function(3)), .control("t"))
    script.restDoesNotMatter()
    let first = try #require(script.picker?.marked.first)
    let rows = script.rows(width: 80, height: 24)
    let models = (script.picker?.rows ?? []).compactMap { $0.choice?.model }
    let others = models.filter { $0 != first.model }
    let y = try #require(
      rows.indices.first { y in others.contains { rows[y].contains(" \($0) ") } })
    let press = Event.mouseMoved(MouseEvent(.press, at: Point(x: 20, y: y)))
    script.play(press)
    #expect(script.picker?.marked.count == 2 && script.picker?.marked.first == first)
    script.play(press)
    #expect(script.picker?.marked == [first])
  }

  /// Letters are text until Tab is pressed, whichever way the selection has been moved.
  @Test(arguments: [
    Key(.up), Key(.down), Key(.pageUp), Key(.pageDown), Key(.home), Key(.end), .control("n"),
  ])
  func movingKeepsTheFocusInTheFilter(_ key: Key) {
    var script = Script.withPicker()
    let favorites = script.picker?.content.favorites
    script.press(key)
    script.type("fm")
    #expect(script.picker?.query.text == "fm" && script.picker?.marked.isEmpty == true)
    #expect(script.picker?.content.favorites == favorites)
    script.press(.control("u"), .tab, key, .character("m"))
    #expect(script.picker?.query.text == "")
    script.restDoesNotMatter()
  }

  @Test(arguments: [MouseEvent.Action.wheelDown, .wheelUp])
  func theMouseKeepsTheFocusInTheFilter(_ action: MouseEvent.Action) throws {
    var script = Script.withPicker()
    let favorites = script.picker?.content.favorites
    let rows = script.rows(width: 80, height: 24)
    let y = try #require(rows.firstIndex { $0.contains("deepseek-r1:free") })
    script.play(.mouseMoved(MouseEvent(action, at: Point(x: 20, y: y))))
    script.type("fm")
    #expect(script.picker?.query.text == "fm" && script.picker?.marked.isEmpty == true)
    #expect(script.picker?.content.favorites == favorites)
    script.restDoesNotMatter()
  }

  // MARK: Plain mode

  @Test func plainModePrintsTheLists() {
    var script = Script.withProviders(surface: .lines)
    var view = PlainView()
    script.submit(line: "/model")
    #expect(!script.state.news(by: &view).contains("aimlapi"))
    script.play(.catalogLoaded(script.catalog))
    for order in script.takeModelOrders() {
      if case .list(let provider) = order { script.fail(provider.name, Script.refused) }
    }
    let text = script.state.news(by: &view)
    #expect(text.contains("  alibaba/qwen3-32b · 131k context · $0.70 in"))
    #expect(text.contains("deepseek: no API key; run: aside login --provider deepseek"))
    #expect(text.contains("vllm: not running"))
    #expect(script.state.pages.isEmpty)
  }

  // MARK: Snapshots

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func theScreen(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.state.providers = Script.withProviders().state.providers
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(script.catalog))
    for name in ["vllm", "sglang", "llama.cpp", "lmstudio"] { script.fail(name, Script.refused) }
    expect(&script, "picker", width, height)
    script.type("qw")
    expect(&script, "picker-filtered", width, height)
    script.restDoesNotMatter()
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  /// A name is the ID as the server lists it. Where it is too long, a mark shows that its maker is
  /// cut off.
  @Test(arguments: [
    (17, "alibaba/qwen3-32b"), (16, "aliba…/qwen3-32b"), (14, "ali…/qwen3-32b"),
    (13, "…/qwen3-32b"), (11, "…/qwen3-32b"), (10, "alib…3-32b"),
  ])
  func aLongNameLosesItsMakerFirst(_ columns: Int, _ shown: String) {
    #expect(PickerName("alibaba/qwen3-32b").line(columns: columns).text == shown)
  }

  @Test(arguments: [60, 80, 120, 200]) func favouritesNameTheMaker(_ width: Int) {
    var script = Script.withPicker()
    let rows = script.rows(width: width, height: 40)
    let shown = rows.filter { $0.contains("│") && $0.contains("qwen3-32b ") }
    #expect(shown.count > 1 && shown.allSatisfy { $0.contains("/qwen3-32b ") }, "\(shown)")
  }
}
