import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// The model picker in a real terminal, against a server.
@Suite struct PickerScreenTests {
  private func start(_ home: TestHome, _ configuration: String) throws -> TmuxScreen {
    let file = home.appending(path: "config.toml")
    try Data(configuration.utf8).write(to: file)
    return try TmuxScreen(
      "\(AsideProgram.path) --demo --config \(file.path)", width: 100, height: 30, home: home)
  }

  @Test func aKeyIsEnteredStoredAndUsed() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-right"))
    let home = try TestHome()
    let screen = try start(
      home,
      """
      [providers.aimlapi]
      base_url = "\(server.baseURL)"
      api_key_variable = "ASIDE_TEST_UNSET_KEY"

      """)
    try await screen.wait(forText: "Type a question")
    try screen.press("F3")
    try await screen.wait(forText: "no key")
    try screen.type("aimlapi")
    try await screen.wait(forText: "› aimlapi")
    try screen.press("Enter")
    try await screen.wait(forText: "API key for aimlapi")
    try screen.paste("  sk-wrong")
    try await screen.wait(forText: "••••••••")
    try screen.press("Enter")
    try await screen.wait(forText: "rejected this key")
    #expect(try !screen.text().contains("sk-"))
    try screen.press("C-u")
    try screen.paste("sk-right ")
    try await screen.wait(forText: "••••••••")
    try screen.press("Enter")
    try await screen.wait(forText: "Now using")
    #expect(try !screen.text().contains("sk-"))
    let keys = home.appending(path: ".local/share/aside/keys.toml")
    #expect(try String(contentsOf: keys, encoding: .utf8).contains("sk-right"))
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(for: "a request with the key") { _ in
      server.requests.contains {
        $0.method == "POST" && $0.headers["authorization"] == "Bearer sk-right"
      }
    }
    await server.stop()
  }

  @Test func listsAndFavouritesAreThereAtTheNextStart() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("models-aimlapi")))
    let home = try TestHome()
    let configuration = "[providers.work]\nbase_url = \"\(server.baseURL)\"\n"
    let first = try start(home, configuration)
    try await first.wait(forText: "Type a question")
    try first.press("F3")
    try first.type("chat-1-1b-0")
    try await first.wait(forText: "acme/chat-1-1b-0")
    try first.press("C-f")
    try await first.wait(forText: "★")
    try first.press("Escape")
    try await first.wait(for: "no picker") { !$0.contains("★") }
    try first.press("C-d", "C-d")
    _ = try await first.waitForExit()
    await server.stop()

    let second = try start(home, configuration)
    try await second.wait(forText: "Type a question")
    try second.press("F3")
    try await second.wait(forText: "favourites")
    try second.type("chat-1-1b-0")
    try await second.wait(forText: "★")
    #expect(try second.text().contains("acme/chat-1-1b-0"))
  }
}
