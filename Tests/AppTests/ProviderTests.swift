import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The provider of the next question, and the connection to it.
@Suite struct ProviderTests {
  private func script(_ provider: Provider = .demo) -> Script {
    var script = Script(provider: provider)
    script.state.providers = .withoutKeys
    return script
  }

  private var ollama: Provider {
    get throws { try #require(Provider.builtIn.first { $0.name == "ollama" }) }
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func foundServersAreOffered(_ width: Int, _ height: Int) throws {
    var script = script()
    let llama = try #require(Provider.builtIn.first { $0.name == "llama.cpp" })
    script.play(
      .localServersFound([
        LocalServer(provider: llama, models: ["qwen3-0.6b"]),
        LocalServer(provider: try ollama, models: ["qwen3:8b", "gemma3:4b"]),
      ]))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "found-servers-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  private func asking(surface: Surface = .screen) throws -> (script: Script, RequestID) {
    let standin = Provider(
      name: "standin", baseURL: "http://127.0.0.1:9/v1", dialect: .plain, keyVariable: nil,
      defaultModel: "")
    var script = Script(provider: standin, surface: surface)
    script.restDoesNotMatter()
    let request = try script.ask("hello")
    return (script, request)
  }

  @Test func aMissingKeyCanBeAdded() throws {
    var (script, request) = try asking()
    script.advance(by: .milliseconds(42))
    let error = StreamError.refused(
      ServerRefusal(status: 401, message: "No key", cause: .keyMissing))
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(error)))))
    #expect(
      script.state.notice?.text.hasPrefix(
        "The server requires an API key. Ctrl-X K to add one.") == true)
    // The request had no model, so the head has no name.
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.trimmingPrefix(while: \.isWhitespace).hasPrefix("failed") })
  }

  @Test func aNewConversationOffersOnlyWhatIsUseful() throws {
    var script = script()
    script.play(.localServersFound([LocalServer(provider: try ollama, models: ["qwen3:8b"])]))
    func text() -> String {
      var shown = script
      return shown.rows(width: 100, height: 24).joined(separator: "\n")
    }
    #expect(text().contains("ollama is running here (qwen3:8b). Type /provider ollama to use"))
    #expect(text().contains("toggle thinking"))
    script.type("/provider mistral some-model")
    script.press(.enter)
    script.press(.escape)
    #expect(!text().contains("is running here") && !text().contains("toggle thinking"))
    #expect(text().contains("thinking n/a"))
    script.restDoesNotMatter()
  }

  @Test func foundServerIsChosenWithItsFirstModel() throws {
    var script = script()
    script.play(.localServersFound([LocalServer(provider: try ollama, models: ["qwen3:8b"])]))
    script.type("/provider ollama")
    script.press(.enter)
    script.play(.catalogLoaded(ModelCatalog()))
    #expect(script.state.session.provider == (try ollama))
    #expect(script.state.session.model == "qwen3:8b")
    #expect(script.state.composer.isEmpty)
    _ = script.takeEffects()
    let request = try script.ask("hello")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete))))
    #expect(script.state.conversation.lastMessage?.origin?.provider == "ollama")
    script.restDoesNotMatter()
  }

  @Test func modelCanBeNamed() throws {
    var script = script()
    script.type("/provider ollama gemma3:4b")
    script.press(.enter)
    #expect(script.state.session.model == "gemma3:4b")
  }

  @Test(arguments: [
    ("/provider nobody", "Unknown provider")
  ])
  func invalidChoiceReportsWhy(_ text: String, _ words: String) {
    var script = script()
    script.type(text)
    script.press(.enter)
    #expect(script.state.session.provider == .demo)
    #expect(script.state.notice?.text.contains(words) == true)
    // An invalid command stays in the composer for correction.
    #expect(script.state.composer.text == text)
  }

  /// Two commands on one line are a slip, not a question for the model.
  @Test(arguments: ["/provider/model", "/new/list", "/set/unset temperature"])
  func twoCommandsInOneLineAreNeverSent(_ text: String) {
    var script = script()
    script.type(text)
    script.press(.enter)
    #expect(script.state.conversation.isEmpty)
    #expect(script.state.notice?.text.contains("Unknown command") == true)
    #expect(script.state.composer.text == text)
    #expect(Submission("/usr/bin/env is where?") == .question("/usr/bin/env is where?"))
  }

  @Test func providerWithoutAKeyIsChosenWithANotice() {
    var script = script()
    script.type("/provider deepseek")
    script.press(.enter)
    #expect(script.state.session.lacksKey)
    #expect(script.state.notice?.text.contains("DEEPSEEK_API_KEY") == true)
  }

  @Test func connectionIsPreparedOncePerMinute() throws {
    var script = script(.aimlapi)
    script.type("hi")
    #expect(script.takeEffects() == [.stream(.prepareConnection(.aimlapi))])
    script.press(.control("u"))
    script.type("ho")
    #expect(script.takeEffects() == [])
    script.press(.control("u"))
    script.advance(by: .seconds(61))
    script.play(.pasted("long text"))
    #expect(script.takeEffects() == [.stream(.prepareConnection(.aimlapi))])
  }

  @Test func noConnectionIsPreparedForTheDemoOrACommand() {
    var demo = script()
    demo.type("hi")
    #expect(demo.takeEffects() == [])
    var command = script(.aimlapi)
    command.type("/set top_p 0.9")
    #expect(command.takeEffects() == [])
  }
}
