import Chat
import Screen
import Testing

@testable import App

/// The first screen in plain mode, which prints the choices line by line.
@Suite struct PlainStartTests {
  private var script: Script
  private var view = PlainView()

  init() {
    script = Script(provider: .demo, surface: .lines)
    script.state.providers = .withoutKeys
    script.state.offerStart()
    script.restDoesNotMatter()
  }

  private mutating func news() -> String { script.state.news(by: &view) }

  private mutating func enter(_ line: String) -> String {
    view.noteTyped()
    script.submit(line: line)
    return news()
  }

  private mutating func find(_ servers: [LocalServer]) -> String {
    script.play(.localServersFound(servers))
    return news()
  }

  private static let ollama = LocalServer(
    provider: Script.provider("ollama"), models: ["qwen3:8b"])

  @Test mutating func choicesArePrintedOnceTheServersAreKnown() {
    #expect(news() == "> ")
    let text = find([Self.ollama])
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("* Welcome to Aside. Type a number"))
    #expect(
      lines[1...5] == [
        "1. demo: scripted answers, no key needed", "On this machine:",
        "2. ollama: running · qwen3:8b", "You can also type a server's address.",
        "With an API key from:",
      ])
    #expect(lines[6] == "3. aimlapi: aimlapi.com/app/keys")
    #expect(lines.last == "> ")
    #expect(news().isEmpty)
  }

  @Test mutating func withoutAServerItSaysSo() {
    #expect(
      find([]).contains(
        "\nNo server was found on this machine. If one is running, type its address.\nWith an "))
  }

  @Test mutating func numberChooses() {
    _ = find([Self.ollama])
    #expect(enter("2").contains("* Now using qwen3:8b (ollama)."))
    #expect(script.state.session.provider.name == "ollama")
    // Once a choice is made, a typed number is a question.
    _ = enter("7")
    #expect(script.state.conversation.messages.first?.content == "7")
  }

  @Test mutating func demoIsChosenByItsNumber() {
    _ = find([])
    #expect(enter("1 ").contains("* Using the demo. Type a question."))
    #expect(script.state.session.isDemo && script.state.guidance.printedStart == nil)
  }

  @Test mutating func hostedProviderSaysWhereToGetAKeyAndTheChoiceStaysOpen() {
    _ = find([])
    let said = enter("2")
    #expect(said.contains("* Get an API key at https://aimlapi.com/app/keys\n"))
    #expect(said.contains("* Quit, run aside login --provider aimlapi, and start again.\n"))
    #expect(enter("99").contains("* 99 is not in the list. Type a number from 1 to"))
    // The earlier mistake is not mentioned again.
    #expect(!enter("3").contains("99"))
    #expect(enter("1").contains("Using the demo"))
  }

  @Test mutating func numberTypedEarlyWaitsForTheServers() {
    #expect(!enter("2").contains("using"))
    #expect(find([Self.ollama]).contains("* Now using qwen3:8b (ollama)."))
  }

  @Test(arguments: ["Why?", " 2", "2 and 3?"])
  mutating func questionEndsTheChoice(_ question: String) {
    _ = find([Self.ollama])
    _ = enter(question)
    #expect(script.state.session.isDemo && script.state.guidance.printedStart == nil)
    #expect(script.state.conversation.messages.first?.content == question)
  }

  @Test mutating func commandLeavesTheChoiceOpen() {
    _ = find([Self.ollama])
    _ = enter("/help")
    #expect(enter("2").contains("* Now using qwen3:8b (ollama)."))
  }

  @Test mutating func questionBeforeTheServersAreKnownEndsTheChoice() {
    _ = enter("Why?")
    #expect(script.state.pages.isEmpty)
    #expect(!find([Self.ollama]).contains("Welcome"))
  }
}
