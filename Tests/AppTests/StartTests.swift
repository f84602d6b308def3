import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The first screen of somebody without a key: the demo, local servers and hosted providers.
@Suite struct StartTests {
  private static let servers = [
    LocalServer(provider: Script.provider("llama.cpp"), models: ["qwen3-0.6b"]),
    LocalServer(provider: Script.provider("ollama"), models: ["qwen3:8b", "gemma3"]),
  ]

  /// - Parameter servers: those found on this machine; `nil` while they are looked for.
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

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func keyPage(_ width: Int, _ height: Int) throws {
    var script = started()
    script.type(try number(of: "groq", script))
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

  @Test func everyEntryIsInViewWhenItIsSelected() throws {
    var script = started()
    for entry in try #require(page(script)).entries {
      let rows = script.rows(width: 40, height: 10)
      #expect(rows.contains { $0.hasPrefix("▌") && $0.contains(entry.name) }, "\(entry.name)")
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

  // MARK: Choosing

  @Test func numberOfALocalServerConnectsToIt() throws {
    var script = started()
    script.type("3")
    #expect(script.state.pages.isEmpty)
    #expect(script.state.session.provider.name == "ollama")
    #expect(script.state.session.model == "qwen3:8b")
    #expect(script.state.recent.choice.provider == "ollama")
    script.restDoesNotMatter()
  }

  @Test func hostedProviderAsksForItsKeyAndIsUsed() throws {
    var script = started()
    script.type(try number(of: "groq", script))
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
    script.press(.escape)
    #expect(page(script)?.selection.name == "groq")
  }

  @Test func knownKeyIsUsedWithoutAsking() throws {
    var script = started()
    script.type(try number(of: "openrouter", script))
    #expect(script.state.pages.isEmpty)
    #expect(script.state.session.provider.name == "openrouter")
    script.restDoesNotMatter()
  }

  @Test func numberThatMayContinueWaitsForADigitEnterOrTheTimer() throws {
    var script = started()
    _ = script.takeEffects()
    script.type("1")
    #expect(page(script) != nil)
    #expect(script.takeEffects() == [.timer(.set(.numberTyped, .milliseconds(800)))])
    #expect(script.rows(width: 80, height: 24).last?.hasSuffix("1…") == true)
    var second = script
    second.type("2")
    #expect(second.keyPage?.provider.name == page(script)?.entries[11].name)
    var third = script
    third.press(.enter)
    #expect(third.state.pages.isEmpty && third.state.session.isDemo)
    script.play(.timerFired(.numberTyped))
    #expect(script.state.pages.isEmpty && script.state.session.isDemo)
  }

  @Test func timerAfterAnotherKeyChoosesNothing() {
    var script = started()
    script.type("1")
    script.press(Key(.down))
    script.play(.timerFired(.numberTyped))
    #expect(page(script)?.selected == 1)
    script.type("0")
    #expect(page(script) != nil)
  }

  @Test func clickChooses() throws {
    var script = started()
    let row = try #require(
      script.rows(width: 80, height: 24).firstIndex { $0.contains("llama.cpp") })
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 10, y: row))))
    #expect(script.state.session.provider.name == "llama.cpp")
    script.restDoesNotMatter()
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

/// Each hint for a newcomer is shown once, and never after its step has been done.
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
        "Ctrl-P to find every command.",
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
