import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Faulty and slow servers in a real terminal.
@Suite(.serialized) struct WeatherScreenTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func screen(_ arguments: String...) throws -> TmuxScreen {
    try TmuxScreen(
      ([AsideProgram.path] + arguments).joined(separator: " "), width: 110, height: 30, home: home)
  }

  private func configure(_ text: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  private func server(_ name: String) throws -> LoopbackServer {
    try LoopbackServer(scenario: try #require(Scenario.named(name)))
  }

  @Test func localServerIsFoundAndChosen() async throws {
    let server = try server("ollama")
    try configure("[providers.ollama]\nbase_url = \"\(server.baseURL)\"\n")
    let screen = try screen()
    let text = try await screen.wait(for: "the server") { $0.contains(/[0-9] +ollama +running/) }
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
    let number = try #require(text.firstMatch(of: /([0-9]+) +ollama/)?.1)
    try screen.type(String(number))
    try screen.press("Enter")
    try await screen.wait(forText: "Now using")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "How can I help?")
    let question = server.requests.last(where: { $0.method == "POST" })
    let body = String(decoding: question?.body ?? [], as: UTF8.self)
    #expect(body.contains("reasoning_effort"))
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    await server.stop()
  }

  @Test func temporaryRefusalIsRetriedVisibly() async throws {
    let server = try server("429-date-then-answer")
    // Use a pseudo-terminal, because its bytes include text that the screen showed only briefly.
    let terminal = try PseudoTerminal(
      ["--base-url", server.baseURL], width: 110, height: 30, home: home)
    try await terminal.wait(forText: "Type a question")
    try terminal.write("hello")
    try await terminal.wait(for: "the prepared connection") { _ in
      server.requests.contains { $0.method == "HEAD" }
    }
    try terminal.write("\r")
    try await terminal.wait(forText: "Too Many Requests")
    try await terminal.wait(forText: "help?")
    // Apart from queries about the server and its models, everything went over the connection
    // opened while typing.
    let methods = server.requests.map(\.method)
    let inquiries = methods.count { $0 == "GET" }
    #expect(server.connectionCount <= 1 + inquiries)
    #expect(methods.filter { $0 != "GET" } == ["HEAD", "POST", "POST"])
    await server.stop()
  }

  @Test func brokenAnswerIsContinued() async throws {
    let server = try server("cut-then-answer")
    let screen = try screen("--base-url", server.baseURL)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "Ctrl-X g to continue")
    try screen.press("C-x", "g")
    try await screen.wait(forText: "HelHello! How can I help?")
    let body = String(decoding: server.requests.last?.body ?? [], as: UTF8.self)
    #expect(body.contains("Go on exactly where it ended"))
    await server.stop()
  }
}
