import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The first screen for a user without a key: the demo, local servers and hosted providers.
@Suite struct StartTests {
  private static let servers = [
    LocalServer(provider: Script.provider("llama.cpp"), models: ["qwen3-0.6b"]),
    LocalServer(provider: Script.provider("ollama"), models: ["qwen3:8b", "gemma3"]),
  ]

  /// - Parameter servers: the servers found on this machine; `nil` while the search is running.
  private func started(_ servers: [LocalServer]? = Self.servers) -> Script {
    var script = Script(provider: .demo)
    script.state.providers = KnownProviders(
      Provider.builtIn.map {
        ProviderChoice(
          provider: $0, lacksKey: $0.keyVariable != nil && $0.name != "openrouter")
      })
    script.state.offerStart()
    if let servers { script.play(.localServersFound(servers)) }
    return script
  }

  private func page(_ script: Script) -> StartPage? { script.state.pages.last as? StartPage }

  private func number(of name: String, _ script: Script) throws -> String {
    let start = try #require(page(script))
    let index = try #require(start.entries.firstIndex { $0.name == name })
    return String(try #require(start.number(of: index)))
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  // MARK: The model given at the start

  /// A model given without a provider is named on the first screen, and used for whatever is chosen.
  @Test(arguments: ["ollama", "openrouter", "openai", "localhost:9999"])
  func theModelGivenIsUsed(_ chosen: String) throws {
    var script = Script(provider: .demo)
    script.state.providers = KnownProviders(
      Provider.builtIn.map {
        ProviderChoice(
          provider: $0, lacksKey: $0.keyVariable != nil && $0.name != "openrouter")
      })
    script.state.options.choosesModel = true
    script.state.options.modelForProvider = "acme/x-1"
    script.state.offerStart()
    script.play(.localServersFound(Self.servers))
    script.press(Key(.home))
    for size in [(40, 10), (80, 24)] {
      let rows = script.rows(width: size.0, height: size.1).joined(separator: " ")
      #expect(rows.contains("acme/x-1"))
      #expect(!rows.contains("gemma3") && !rows.contains("running · qwen3"))
    }
    let isNamed = page(script)?.entries.contains { $0.name == chosen } == true
    script.type(isNamed ? try number(of: chosen, script) : chosen)
    script.press(.enter)
    if chosen == "openai" {
      script.play(.pasted("sk-1"))
      script.press(.enter)
      script.play(.keyChecked(Script.provider("openai"), .stored(in: "keys.toml")))
    }
    script.restDoesNotMatter()
    #expect(script.state.session.model == "acme/x-1" && !script.state.session.isDemo)
    #expect(script.state.options.modelForProvider == nil)
    #expect(script.state.newSession.model == "acme/x-1")
  }

  // MARK: What it offers

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func offers(_ width: Int, _ height: Int) {
    var script = started()
    expect(&script, "start", width, height)
  }

  @Test(arguments: [(40, 10), (80, 24)])
  func offersWithoutServers(_ width: Int, _ height: Int) {
    var script = started([])
    expect(&script, "start-alone", width, height)
  }

  /// The API key page lies within the list's column.
  @Test(arguments: [80, 120, 200])
  func theKeyPageIsInTheColumnOfTheList(_ width: Int) throws {
    var script = started()
    let column = StartView.area(Size(width: width, height: 24))
    script.type(try number(of: "groq", script))
    script.press(.enter)
    _ = script.draw(width: width, height: 24)
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    #expect(script.keyPage != nil)
    #expect(column.x <= box.x && box.right <= column.right)
    #expect(box.x - column.x <= 3)
    script.restDoesNotMatter()
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func keyPage(_ width: Int, _ height: Int) throws {
    var script = started()
    script.type(try number(of: "groq", script))
    script.press(.enter)
    expect(&script, "start-key", width, height)
  }

  @Test func everyHostedProviderHasAPageForItsKey() {
    for provider in Provider.builtIn where provider.keyVariable != nil {
      #expect(provider.keyPage?.hasPrefix("https://") == true, "\(provider.name)")
    }
    #expect(Provider.aimlapi.moved(to: "https://example.com/v1").keyPage == nil)
  }

  @Test func numbersAreFixedOnceTheServersAreKnown() throws {
    var script = started(nil)
    let looking = script.rows(width: 80, height: 24)
    #expect(looking.contains { $0.contains("1  demo") })
    #expect(looking.contains { $0.contains("Looking for servers…") })
    #expect(!looking.contains { $0.contains("2  ") })
    script.type("2")
    #expect(page(script) != nil)
    script.play(.localServersFound(Self.servers))
    let before = try number(of: "mistral", script)
    let late = LocalServer(provider: Script.provider("vllm"), models: ["m"])
    script.play(.localServersFound(Self.servers + [late]))
    #expect(try number(of: "mistral", script) == before)
    #expect(page(script)?.entries.last == .local(late))
  }

  /// In a small window, a sentence is shown as a whole or not at all.
  @Test func noSentenceIsCut() throws {
    for (servers, height) in [(Self.servers, 10), ([], 10), (Self.servers, 9), ([], 9)] {
      var script = started(servers)
      script.state.options.modelForProvider = "acme/a-model-with-a-long-name"
      script.state.pages = []
      script.state.offerStart()
      script.play(.localServersFound(servers))
      script.press(Key(.home))
      let greeting = script.rows(width: 40, height: height)[2]
      #expect(greeting == " Type a question or number, then Enter.")
      for entry in try #require(page(script)).entries {
        let rows = script.rows(width: 40, height: height)
        let text = rows[2..<(height - 2)].joined(separator: " ").split(separator: " ")
          .joined(separator: " ")
        #expect(rows.contains { $0.hasPrefix(" ▌") && $0.contains(entry.name) })
        for sentence in [
          servers.isEmpty
            ? "Ctrl-R to look again, or type a server's address."
            : "You can also type a server's address.",
          "The provider that you choose will use acme/a-model-with-a-long-name.",
        ] {
          let words = sentence.split(separator: " ")
          let isThere = text.contains(sentence)
          #expect(text.contains(words.prefix(2).joined(separator: " ")) == isThere, "\(rows)")
          #expect(text.contains(words.suffix(2).joined(separator: " ")) == isThere, "\(rows)")
        }
        script.press(Key(.down))
      }
    }
  }

  /// A sentence is shown even if there is no room for the next one.
  @Test func theOutcomeOfTheSearchFitsAlone() {
    var script = started([])
    script.press(Key(.home))
    script.state.updatePages(StartPage.self) { $0.hasConversations = true }
    let rows = script.rows(width: 40, height: 10)
    #expect(rows[2] == " Type a question or number, then Enter.")
    #expect(rows[3] == " F2 for your conversations.")
    #expect(rows[5...7] == [" On this machine", "       None found.", ""])
  }

  @Test func everyEntryIsInViewWhenItIsSelected() throws {
    var script = started()
    script.press(Key(.home))
    for entry in try #require(page(script)).entries {
      let rows = script.rows(width: 40, height: 10)
      #expect(rows.contains { $0.hasPrefix(" ▌") && $0.contains(entry.name) }, "\(entry.name)")
      script.press(Key(.down))
    }
  }

  @Test func serversAreLookedForAgain() throws {
    var script = started([])
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("None found.") })
    _ = script.takeEffects()
    script.press(.control("r"), .control("r"))
    let orders = script.takeEffects()
    guard case .stream(.findServers(let providers))? = orders.first, orders.count == 1 else {
      Issue.record("\(orders)")
      return
    }
    #expect(providers.map(\.name) == ["vllm", "sglang", "llama.cpp", "ollama", "lmstudio"])
    script.play(.localServersFound(Self.servers))
    #expect(page(script)?.entries[1].name == "llama.cpp")
  }

  @Test func lookingInVainSaysWhere() {
    var script = started([])
    _ = script.takeEffects()
    script.press(.control("r"))
    script.play(.localServersFound([]))
    script.restDoesNotMatter()
    let ports = "ports 1234, 8000, 8080, 11434 and 30000"
    #expect(
      script.rows(width: 120, height: 24).contains { $0.contains("Nothing found on \(ports).") })
    script.press(.control("r"))
    script.play(.localServersFound(Self.servers))
    #expect(!script.rows(width: 120, height: 24).contains { $0.contains(ports) })
    script.press(.control("r"))
    script.play(.localServersFound(Self.servers))
    #expect(
      script.rows(width: 120, height: 30).contains { $0.contains("Nothing new on \(ports).") })
  }

  @Test func whereNoServerWasFoundAnAddressCanBeTyped() {
    var script = started([])
    #expect(
      script.rows(width: 80, height: 24).contains {
        $0.contains("None found. Ctrl-R to look again, or type a server's address.")
      })
  }

  /// Returns a script for a run after one with `--base-url`.
  private func afterAddresses(_ urls: String..., surface: Surface = .screen) throws -> Script {
    var script = Script.demo(surface: surface)
    for url in urls { script.state.providers.note(try #require(ServerAddress(url))) }
    script.state.offerStart()
    script.play(.localServersFound(Self.servers))
    script.restDoesNotMatter()
    return script
  }

  @Test func serversOfEarlierRunsAreListed() throws {
    var script = try afterAddresses("http://127.0.0.1:8099", "https://llm.example.com/api/v1")
    let names = page(script)?.entries.prefix(6).map(\.label)
    #expect(
      names == [
        "demo", "llama.cpp", "ollama", "https://llm.example.com/api/v1", "127.0.0.1:8099",
        "aimlapi",
      ])
    let rows = script.rows(width: 80, height: 40)
    #expect(rows.contains(" Used before"))
    #expect(rows.contains { $0.hasPrefix("    5  127.0.0.1:8099") })
    script.type("5")
    script.press(.enter)
    #expect(script.state.session.provider.baseURL == "http://127.0.0.1:8099/v1")
    script.list("tiny-1", at: script.state.session.provider)
    #expect(script.state.session.model == "tiny-1" && page(script) == nil)
  }

  @Test func plainModeListsTheServersOfEarlierRuns() throws {
    var script = try afterAddresses("http://127.0.0.1:8099", surface: .lines)
    let start = try #require(page(script))
    let lines = StartView.lines(start)
    #expect(lines.contains("Used before:"))
    #expect(lines.contains("4. 127.0.0.1:8099: http://127.0.0.1:8099/v1"))
    script.submit(line: "4")
    #expect(script.state.session.provider.baseURL == "http://127.0.0.1:8099/v1")
    script.restDoesNotMatter()
  }

  // MARK: Keys

  private func configured(_ choices: ProviderChoice...) -> Script {
    var script = Script(provider: .demo)
    let names = choices.map(\.provider.name)
    let builtIn = Provider.builtIn.filter { !names.contains($0.name) }
      .map { ProviderChoice(provider: $0, lacksKey: $0.keyVariable != nil) }
    script.state.providers = KnownProviders(builtIn + choices)
    script.state.offerStart()
    script.play(.localServersFound([]))
    script.restDoesNotMatter()
    return script
  }

  private func provider(
    _ name: String, _ url: String, key variable: String? = nil
  ) -> Provider {
    Provider(name: name, baseURL: url, dialect: .plain, keyVariable: variable, defaultModel: "")
  }

  private func row(_ name: String, _ script: Script) -> String {
    var script = script
    return script.rows(width: 100, height: 40).first { $0.contains(" \(name) ") } ?? ""
  }

  @Test func aServerHereThatNeedsAKeyIsListed() {
    let url = "http://127.0.0.1:9/v1"
    let lacking = configured(
      ProviderChoice(provider: provider("standin", url, key: "K"), lacksKey: true))
    #expect(row("standin", lacking).hasSuffix("no key · Enter to add one"))
    let keyed = configured(
      ProviderChoice(provider: provider("standin", url, key: "K"), lacksKey: false))
    #expect(row("standin", keyed).hasSuffix("key found"))
  }

  @Test func aServiceThatWasMovedHereKeepsItsNumber() throws {
    let before = try number(of: "openai", started([]))
    var script = Script(provider: .demo)
    script.state.providers = KnownProviders(
      Provider.builtIn.map {
        ProviderChoice(
          provider: $0.name == "openai" ? $0.moved(to: "http://127.0.0.1:4000/v1") : $0,
          lacksKey: $0.keyVariable != nil && $0.name != "openai")
      })
    script.state.offerStart()
    script.play(.localServersFound([]))
    #expect(try number(of: "openai", script) == before)
  }

  @Test func aFoundServerThatNeedsAKeyAsksForIt() {
    var script = started([
      LocalServer(provider: Script.provider("llama.cpp"), models: [], needsKey: true)
    ])
    #expect(row("llama.cpp", script).hasSuffix("no key · Enter to add one"))
    script.type("2")
    script.press(.enter)
    #expect(script.keyPage?.provider.name == "llama.cpp")
    script.play(.pasted("sk-1"))
    script.press(.enter)
    script.play(.keyChecked(Script.provider("llama.cpp"), .stored(in: "the keyring")))
    script.list("llama.cpp", "tiny-1")
    #expect(script.state.session.provider.name == "llama.cpp")
    script.restDoesNotMatter()
  }

  /// The program cannot know whether a server on another machine requires a key.
  @Test func aServerElsewhereWithoutAKeySaysSoAndCanBeTried() {
    let company = ProviderChoice(
      provider: provider("company", "https://10.9.9.9:9443/v1"), lacksKey: false)
    var script = configured(company)
    #expect(row("company", script).hasSuffix("no key · Enter to add one"))
    while page(script)?.selection.name != "company" { script.press(Key(.down)) }
    script.press(.enter)
    #expect(script.keyPage?.isOptional == true)
    script.press(.enter)
    #expect(!script.state.pages.contains { $0 is StartPage || $0 is KeyPage })
    #expect(script.state.notice?.text == "Loading company's model list…")
  }

  @Test func theProviderWithAKeyIsSelected() {
    #expect(page(started())?.selection.name == "openrouter")
    #expect(page(configured())?.selection == .demo)
  }

  /// The first server that needs no key is selected when the first search ends, unless the user has
  /// pressed a key or a provider has a key.
  @Test func aFoundServerIsSelected() {
    func begun() -> Script {
      var script = Script(provider: .demo)
      script.state.providers = KnownProviders(
        Provider.builtIn.map { ProviderChoice(provider: $0, lacksKey: $0.keyVariable != nil) })
      script.state.offerStart()
      return script
    }
    var script = begun()
    script.play(
      .localServersFound([
        LocalServer(provider: Script.provider("vllm"), models: [], needsKey: true),
        LocalServer(provider: Script.provider("ollama"), models: ["m"]),
      ]))
    #expect(page(script)?.selection.name == "ollama")
    script.press(.enter)
    #expect(script.state.session.provider.name == "ollama")
    script.restDoesNotMatter()
    for keys in [[Key(.up)], [Key(.down), Key(.up)], [.character("2"), Key(.backspace)]] {
      script = begun()
      for key in keys { script.press(key) }
      script.play(.localServersFound(Self.servers))
      #expect(page(script)?.selection == .demo, "\(keys)")
    }
    // Later searches move nothing.
    script = begun()
    script.play(.localServersFound([]), .localServersFound(Self.servers))
    #expect(page(script)?.selection == .demo)
  }

  // MARK: Choosing

  @Test func numberOfALocalServerConnectsToIt() throws {
    var script = started()
    script.type("3")
    #expect(page(script)?.selected == 2)
    script.press(.enter)
    #expect(script.state.pages.isEmpty)
    #expect(script.state.session.provider.name == "ollama")
    #expect(script.state.session.model == "qwen3:8b")
    #expect(script.state.recent.choice.provider == "ollama")
    script.restDoesNotMatter()
  }

  @Test func hostedProviderAsksForItsKeyAndIsUsed() throws {
    var script = started()
    script.type(try number(of: "groq", script))
    script.press(.enter)
    let asked = try #require(script.keyPage)
    #expect(asked.provider.name == "groq")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("console.groq.com/keys") })
    script.play(.pasted("gsk-1\n"))
    script.press(.enter)
    #expect(script.takeModelOrders() == [.storeKey(TypedKey("gsk-1"), Script.provider("groq"))])
    script.play(.keyChecked(Script.provider("groq"), .stored(in: "the keyring")))
    #expect(script.state.pages.isEmpty)
    #expect(script.state.session.provider.name == "groq")
    #expect(!script.state.session.lacksKey && !script.state.session.model.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func providerWithoutAUsualModelOpensThePicker() throws {
    var script = started()
    script.type(try number(of: "openai", script))
    script.press(.enter)
    script.play(.pasted("sk-1"))
    script.press(.enter)
    script.play(.keyChecked(Script.provider("openai"), .stored(in: "the keyring")))
    #expect(script.picker?.query.text == "openai ")
    #expect(!script.state.pages.contains { $0 is StartPage })
    script.restDoesNotMatter()
  }

  @Test func escapeFromTheKeyReturnsToTheFirstScreen() throws {
    var script = started()
    script.type(try number(of: "groq", script))
    script.press(.enter)
    script.press(.escape)
    #expect(page(script)?.selection.name == "groq")
  }

  @Test func knownKeyIsUsedWithoutAsking() throws {
    var script = started()
    script.type(try number(of: "openrouter", script))
    script.press(.enter)
    #expect(script.state.pages.isEmpty)
    #expect(script.state.session.provider.name == "openrouter")
    script.restDoesNotMatter()
  }

  /// - Parameter name: the entry that is selected.
  @Test(arguments: [
    ("1", "demo"), ("2", "llama.cpp"), ("14", "mistral"), ("1\u{8}3", "ollama"),
    ("14\u{8}", "demo"),
  ])
  func numberSelectsAndEnterChooses(_ typed: String, _ name: String) throws {
    var script = started()
    _ = script.takeEffects()
    for character in typed {
      script.press(character == "\u{8}" ? Key(.backspace) : .character(character))
    }
    #expect(page(script)?.selection.name == name)
    #expect(script.takeEffects().isEmpty)
    script.press(.enter)
    #expect(page(script) == nil)
    #expect(name == "mistral" ? script.keyPage != nil : script.state.session.provider.name == name)
    script.restDoesNotMatter()
  }

  @Test func theNumberIsShownAtThePrompt() {
    var script = started()
    script.type("14")
    let grid = script.draw(width: 80, height: 24)
    #expect(GridText(grid).rows[22].hasPrefix(" › 14 ") && grid.cursor == Point(x: 5, y: 22))
    script.press(Key(.down))
    #expect(script.rows(width: 80, height: 24)[22] == " ›")
  }

  @Test(arguments: ["2 plus 2?", "14, or 15?", "3D printing", "99 bottles", "2026 was", "1/3"])
  func questionMayBeginWithANumber(_ question: String) {
    for servers in [Self.servers, nil] {
      var script = started(servers)
      script.type(question)
      if servers == nil { script.play(.localServersFound(Self.servers)) }
      let isText = script.state.composer.text == question
      // A bare number typed before the servers were known may still select an entry.
      #expect(isText || servers == nil && page(script)?.typed == question)
      #expect(script.state.session.isDemo)
    }
  }

  @Test func numberTypedEarlyCountsOnceTheServersAreKnown() {
    var script = started(nil)
    script.type("2")
    script.press(.enter)
    #expect(page(script) != nil)
    script.play(.localServersFound(Self.servers))
    #expect(script.state.session.provider.name == "llama.cpp")
    script.restDoesNotMatter()
  }

  @Test(arguments: ["99", "0", "00", ":", ":80", "99999"])
  func aNumberOfNoEntrySaysSo(_ number: String) {
    for servers in [Self.servers, nil] {
      var script = started(servers)
      script.type(number)
      script.press(.enter)
      if servers == nil { script.play(.localServersFound(Self.servers)) }
      #expect(page(script)?.typed == "" && script.state.conversation.isEmpty)
      #expect(page(script)?.problem.contains("\(number) is not in the list.") == true)
      #expect(
        script.rows(width: 80, height: 24)[21].hasPrefix(" ! \(number) is not in the list."))
      script.press(Key(.down))
      #expect(page(script)?.problem == "")
    }
  }

  @Test(arguments: ["9123", ":9123"]) func theNumberOfAPortIsAServerHere(_ port: String) {
    var script = started()
    script.type(port)
    #expect(page(script)?.typed == port)
    script.press(.enter)
    script.restDoesNotMatter()
    #expect(page(script) == nil)
    #expect(script.state.session.provider.baseURL == "http://localhost:9123/v1")
    #expect(script.state.recent.choice.addresses.isEmpty)
    let server = script.state.session.provider
    script.list("tiny-1", at: server)
    #expect(script.state.recent.choice.addresses == ["http://localhost:9123/v1"])
  }

  /// Typing an address works as long as the first screen is open.
  @Test func theAddressIsAlwaysMentioned() {
    for servers in [nil, [], Self.servers] {
      var script = started(servers)
      let text = script.rows(width: 80, height: 40).joined()
      #expect(text.contains("type a server's address"), "\(String(describing: servers))")
    }
  }

  /// A model named for this run is not ignored silently.
  @Test func theDemoSaysOnceThatItIgnoresTheModel() {
    let sentence = "The demo does not use some/model. The next provider that you choose will."
    for key in [Key.escape, .character("w")] {
      var script = Script(provider: .demo)
      script.state.options.modelForProvider = "some/model"
      script.state.offerStart()
      script.press(key)
      if key == .escape {
        #expect(script.state.notice?.text == sentence)
        script.type("why?")
        script.press(.enter)
        #expect(script.state.notice?.text != sentence)
      } else {
        #expect(script.state.notice == nil)
        script.press(.enter)
        #expect(script.state.notice?.text == sentence)
      }
      #expect(script.state.options.modelForProvider == "some/model")
      script.restDoesNotMatter()
    }
  }

  /// The prompt is edited with the composer's keys.
  @Test func theNumberIsEditedLikeText() {
    var script = started()
    script.type("9123")
    script.press(.control("u"))
    #expect(page(script)?.typed == "")
    script.press(.control("y"))
    #expect(page(script)?.typed == "9123")
    script.press(.control("w"))
    #expect(page(script)?.typed == "")
    script.type("123")
    script.press(.control("a"), .control("d"), .control("f"), .control("k"))
    #expect(page(script)?.typed == "2")
    #expect(script.draw(width: 80, height: 24).cursor == Point(x: 4, y: 22))
    script.press(.control("_"))
    #expect(page(script)?.typed == "23")
    script.press(.control("c"))
    #expect(page(script)?.typed == "" && script.state.leaving.armedQuit == nil)
    // Text continues at the caret.
    script.type("23")
    script.press(Key(.left))
    script.type("x")
    #expect(script.state.composer.text == "2x3" && page(script) == nil)
  }

  /// Keys that bring back text also bring back the draft that was cut before the page returned.
  @Test func theDraftCanBeBroughtBack() {
    var script = started()
    script.type("why?")
    script.press(.control("u"))
    #expect(page(script) != nil)
    script.press(.control("y"))
    #expect(page(script) == nil && script.state.composer.text == "why?")
  }

  // MARK: Returning

  @Test func anEmptyDraftShowsTheListAgain() {
    var script = started()
    script.type("wx")
    #expect(page(script) == nil)
    script.press(Key(.backspace))
    #expect(page(script) == nil)
    // Servers may be found in the meantime.
    let late = LocalServer(provider: Script.provider("vllm"), models: ["m"])
    script.play(.localServersFound([late]))
    script.press(Key(.backspace))
    #expect(page(script)?.entries.last == .local(late))
  }

  /// Enter on an empty draft must not choose an entry whose number happened to begin the text.
  @Test func aNumberThatBecomesTextDoesNotStaySelected() {
    var script = started()
    let before = page(script)?.selected
    script.type("3")
    #expect(page(script)?.selected == 2)
    script.press(Key(.backspace))
    #expect(page(script)?.selected == before)
    script.type("3 a")
    #expect(page(script) == nil)
    script.press(Key(.backspace), Key(.backspace), Key(.backspace))
    #expect(page(script)?.selected == before)
  }

  @Test func pagesReturnToTheList() {
    for key in [Key(.function(1)), Key(.function(2)), Key(.function(3)), Key(.function(4))] {
      var script = started()
      script.press(key)
      #expect(page(script) == nil, "\(key)")
      script.press(.escape)
      #expect(page(script) != nil, "\(key)")
      script.restDoesNotMatter()
    }
  }

  @Test func theListDoesNotReturnAfterAChoiceOrAQuestion() {
    var script = started()
    script.press(.escape)
    script.type("w")
    script.press(Key(.backspace))
    #expect(page(script) == nil)
    script = started()
    script.type("why?")
    script.press(.enter, .control("n"))
    script.restDoesNotMatter()
    #expect(page(script) == nil)
    script = started()
    script.type("/provider ollama")
    script.press(.enter)
    #expect(page(script) == nil)
    script.play(.catalogLoaded(ModelCatalog()))
    #expect(page(script) == nil && script.state.session.provider.name == "ollama")
    script.restDoesNotMatter()
  }

  /// The status says what Enter does, in narrow windows too.
  @Test func aTypedAddressIsInTheStatus() {
    var script = started()
    script.type("localhost:9123")
    let status = script.rows(width: 80, height: 24).last ?? ""
    #expect(status.contains("localhost:9123") && status.contains("Enter to connect"))
    #expect(!status.contains("demo") && !status.contains("131k"))
    #expect(script.rows(width: 40, height: 10).last == " localhost:9123        Enter to connect")
    script.type("9")
    for size in [(80, 24), (40, 10)] {
      let status = script.rows(width: size.0, height: size.1).last ?? ""
      #expect(status.hasPrefix(" not an address "), "\(status)")
      #expect(status.hasSuffix(" Enter to see why"), "\(status)")
    }
  }

  @Test func conversationsAreMentioned() throws {
    var script = started()
    #expect(!script.rows(width: 80, height: 24).joined().contains("for your conversations"))
    let effects = script.state.lookForConversations()
    guard case .store(.loadSummaries(let request, .current, _))? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    let summary = ConversationSummary(try Script.answered().state.conversation)
    script.play(.summariesLoaded(request, .success(ListPage([summary], hasMore: false))))
    #expect(script.rows(width: 80, height: 24).joined().contains("F2 for your conversations."))
  }

  @Test func escapeCancelsTheNumberFirst() {
    var script = started()
    script.type("14")
    script.press(.escape)
    #expect(page(script)?.typed == "")
    script.press(.escape)
    #expect(script.state.pages.isEmpty && script.state.session.isDemo)
  }

  @Test func clickChooses() throws {
    var script = started()
    let row = try #require(
      script.rows(width: 80, height: 24).firstIndex { $0.contains("llama.cpp") })
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 10, y: row))))
    #expect(script.state.session.provider.name == "llama.cpp")
    script.restDoesNotMatter()
  }

  /// The second press would close the field that the first one opened.
  @Test func doubleClickOpensTheKeyFieldOnly() throws {
    var script = started()
    script.restDoesNotMatter()
    let row = try #require(
      script.rows(width: 80, height: 24).firstIndex { $0.contains("groq") })
    let place = Point(x: 10, y: row)
    func click() {
      script.play(
        .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
      _ = script.draw(width: 80, height: 24)
    }
    click()
    let page = try #require(script.state.pages.last as? KeyPage)
    #expect(!page.box(on: script.state.stage).contains(place))
    click()
    #expect(script.state.pages.last is KeyPage)
    script.advance(by: .seconds(1))
    click()
    #expect(!(script.state.pages.last is KeyPage))
  }

  // MARK: Leaving

  @Test func questionCanBeTypedOrPastedAtOnce() throws {
    var script = started()
    script.type("Why is 1 prime?")
    #expect(script.state.pages.isEmpty)
    #expect(script.state.composer.text == "Why is 1 prime?")
    var other = started()
    other.play(.pasted("12 monkeys"))
    #expect(other.state.composer.text == "12 monkeys")
  }

  @Test func escapeTriesTheDemoAndOtherKeysWork() {
    var script = started()
    script.press(.escape)
    #expect(script.state.pages.isEmpty && script.state.session.isDemo)
    script = started()
    script.press(.control("d"), .control("d"))
    #expect(script.state.leaving.hasQuit)
    script = started()
    script.press(Key(.function(3)))
    #expect(script.picker != nil && script.state.pages.count == 1)
    script.restDoesNotMatter()
  }

  @Test func itIsNotForAConversation() throws {
    var asked = try Script.answered()
    asked.state.offerStart()
    #expect(asked.state.pages.isEmpty)
  }
}

/// Hints for newcomers. Each is shown once, and never after the user has done what it suggests.
@Suite struct NextStepTests {
  private func newcomer() -> Script {
    var script = Script(provider: .demo)
    script.state.offerStart()
    script.press(.escape)
    return script
  }

  private func answer(_ script: inout Script, _ outcome: StreamOutcome = .complete) throws
    -> String?
  {
    let request = try script.ask("hello")
    script.play(
      .streamed(request, .received(AnswerDelta(reasoning: "hm", content: "Hi.", chunks: 2))),
      .streamed(request, .ended(StreamEnd(outcome: outcome, finishReason: .stop))))
    script.restDoesNotMatter()
    return script.state.notice?.text
  }

  @Test func eachIsSaidOnce() throws {
    var script = newcomer()
    var said: [String] = []
    for _ in NextStep.allCases { said.append(try answer(&script) ?? "") }
    #expect(
      said == [
        "That was the demo. F3 to choose a real model.",
        "Ctrl-O to show or hide the thinking, Ctrl-T to turn it off for the next question.",
        "Tab to move to the messages: r regenerate, e edit, y copy.",
        "F2 to list your conversations, Ctrl-N to start another.",
        "Ctrl-P for all commands.",
      ])
    #expect(try answer(&script) == nil)
    #expect(script.state.guidance.nextSteps == [])
    // Showing the first screen again does not start the hints over.
    script.state.beginNextSteps()
    #expect(script.state.guidance.nextSteps == [])
  }

  @Test func whatWasDoneIsNeverSaid() throws {
    var script = newcomer()
    script.press(Key(.function(3)), .escape, .control("o"), .tab, .tab, .control("p"), .escape)
    #expect(try answer(&script) == "F2 to list your conversations, Ctrl-N to start another.")
    #expect(try answer(&script) == nil)
  }

  /// The side bar may be open from the last run, thinking may be off, and a pane may have the focus.
  @Test func whatIsDoneAlreadyIsNotSuggested() throws {
    var script = newcomer()
    script.state.guidance.nextSteps = [.thinking, .messages, .conversations]
    _ = script.rows(width: 160, height: 40)
    script.press(Key(.function(2)))
    try script.answerList([])
    script.press(.tab)
    script.state.focus = .composer
    script.state.guidance.nextSteps = [.thinking, .messages, .conversations]
    #expect(script.state.showsSideBar && !script.state.listHasKeys)
    script.state.front.session.thinking.isOn = false
    let request = try script.ask("hello")
    script.press(.tab)
    script.state.guidance.nextSteps = [.thinking, .messages, .conversations]
    script.play(
      .streamed(request, .received(AnswerDelta(reasoning: "hm", content: "Hi.", chunks: 2))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    script.restDoesNotMatter()
    #expect(script.state.notice == nil && script.state.guidance.nextSteps?.count == 3)
  }

  /// The suggestion disappears once the user has followed it, and the text above it stays.
  @Test func whatIsSuggestedGoesWhenItIsDone() throws {
    var script = newcomer()
    script.state.guidance.nextSteps = [.thinking]
    #expect(try answer(&script)?.hasPrefix("Ctrl-O to show") == true)
    let rows = script.rows(width: 80, height: 12)
    script.press(.control("t"))
    let after = script.rows(width: 80, height: 12)
    #expect(!after.contains { $0.contains("Ctrl-O to show or") })
    #expect(rows.prefix(6) == after.prefix(6))
  }

  @Test func moreImportantNoticesStay() throws {
    var script = newcomer()
    let notice = try answer(&script, .truncated)
    #expect(notice != nil && notice?.hasPrefix("That was") == false)
    #expect(script.state.guidance.nextSteps == NextStep.allCases)
  }

  @Test func somebodyWithAKeyIsNotTold() throws {
    var script = Script()
    #expect(try answer(&script) == nil)
    #expect(script.state.guidance.nextSteps == nil)
  }
}
