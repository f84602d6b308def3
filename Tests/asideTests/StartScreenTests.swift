import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// The first screen that a user without a key sees, in the real program.
@Suite struct StartScreenTests {
  private func reply(_ body: String, type: String) -> Scenario {
    let reply =
      "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nConnection: close\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    return .script([.write(Array(reply.utf8)), .close])
  }

  @Test func demoIsTriedAndTheNextStepIsSaidOnce() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await screen.wait(forText: "Welcome to Aside")
    try screen.press("Escape")
    try await screen.wait(forText: "Demo mode")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "That was the demo. F3")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    let state = try String(
      contentsOf: home.appending(path: ".local/state/aside/state.toml"), encoding: .utf8)
    #expect(state.contains("next_steps = [\"thinking\", "))

    // The welcome screen appears again, because nothing is configured, but hints already shown are
    // not repeated.
    let again = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await again.wait(forText: "Welcome to Aside")
    try again.type("hello again")
    try again.press("Enter")
    try await again.wait(forText: "Ctrl-O to show or hide the thinking")
  }

  @Test func typedAddressIsConnectedAndRemembered() async throws {
    let home = try TestHome()
    let server = try LoopbackServer(
      scenario: reply(#"{"object":"list","data":[{"id":"tiny-1"}]}"#, type: "application/json"))
    let address = server.baseURL.replacing("http://", with: "").replacing("/v1", with: "")
    let screen = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await screen.wait(forText: "Welcome to Aside")
    try screen.paste(address)
    try await screen.wait(forText: address)
    try screen.press("Enter")
    try await screen.wait(forText: "Now using tiny-1 (\(address)).")
    let state = home.appending(path: ".local/state/aside/state.toml")
    try await screen.wait(for: "the choice in the file") { _ in
      // The file does not exist until the choice is saved.
      (try? String(contentsOf: state, encoding: .utf8))?.contains("address = ") == true
    }

    // A second window opens while the first is still open.
    let again = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await again.wait(for: "the model") { $0.contains("tiny-1") && $0.contains(address) }
    #expect(try !again.text().contains("Welcome to Aside"))
    await server.stop()
  }

  /// A mistyped address is not remembered. It stays in the composer, and the first screen opens again
  /// once it is deleted.
  @Test func aMistypedAddressLeadsBack() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await screen.wait(forText: "Welcome to Aside")
    // Port 9 is reserved for discarding, so nothing listens there.
    try screen.paste("127.0.0.1:9")
    try await screen.wait(forText: "Enter to connect")
    try screen.press("Enter")
    try await screen.wait(for: "the failure and the address") {
      $0.contains("Nothing is listening at 127.0.0.1:9.") && $0.contains("› 127.0.0.1:9")
    }
    try screen.press("C-u")
    try await screen.wait(for: "the first screen and the problem") {
      $0.contains("Welcome to Aside")
        && $0.contains("Nothing is listening at 127.0.0.1:9. Type another address")
    }
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    let again = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await again.wait(forText: "Welcome to Aside")
  }

  /// The user's server is never replaced by a hosted provider that has a key.
  @Test func theAddressStaysAfterTheDemo() async throws {
    let home = try TestHome()
    let server = try LoopbackServer(
      scenario: reply(#"{"object":"list","data":[{"id":"tiny-1"}]}"#, type: "application/json"))
    let address = server.baseURL.replacing("http://", with: "").replacing("/v1", with: "")
    let keyed = ["AIMLAPI_API_KEY": "sk-test"]
    let screen = try TmuxScreen(
      AsideProgram.path, width: 100, height: 30, environment: keyed, home: home)
    try await screen.wait(forText: "ready")
    try screen.paste("/provider \(address)")
    try screen.press("Enter")
    try await screen.wait(forText: "Now using tiny-1 (\(address)).")
    try screen.paste("/provider demo")
    try screen.press("Enter")
    try await screen.wait(forText: "Demo mode")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let again = try TmuxScreen(
      AsideProgram.path, width: 100, height: 30, environment: keyed, home: home)
    try await again.wait(for: "the server") { $0.contains("tiny-1") && $0.contains(address) }
    try again.press("F3")
    // The hosted provider is listed next to the server.
    try await again.wait(for: "both") { $0.contains("aimlapi") && $0.contains(address) }
    await server.stop()
  }

  /// The demo has its own model. The one given is kept for a provider.
  @Test func theModelGivenIsNotForTheDemo() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --model some/model", width: 100, height: 30, home: home)
    try await screen.wait(forText: "The provider that you choose will use some/model.")
    try screen.type("hello")
    try screen.press("Enter")
    let text = try await screen.wait(for: "the answer and the notice") {
      $0.contains("The demo does not use some/model.") && $0.contains("done")
    }
    #expect(!text.contains("400"))
  }

  @Test func localServerIsChosenByItsNumberAndRemembered() async throws {
    let home = try TestHome()
    let server = try LoopbackServer(
      scenario: reply(#"{"object":"list","data":[{"id":"tiny-1"}]}"#, type: "application/json"))
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let setting = "[providers.vllm]\nbase_url = \"\(server.baseURL)\"\n"
    try Data(setting.utf8).write(to: folder.appending(path: "config.toml"))
    let screen = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    let text = try await screen.wait(forText: "tiny-1")
    let row = try #require(text.split(separator: "\n").first { $0.contains("tiny-1") })
    let number = try #require(row.split(separator: " ").first { Int($0) != nil })
    try screen.type(String(number))
    try screen.press("Enter")
    try await screen.wait(forText: "Now using tiny-1 (vllm).")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let again = try TmuxScreen(AsideProgram.path, width: 100, height: 30, home: home)
    try await again.wait(for: "the model") { $0.contains(" tiny-1 · ") && $0.contains(" · vllm") }
    #expect(try !again.text().contains("Welcome to Aside"))
    await server.stop()
  }
}
