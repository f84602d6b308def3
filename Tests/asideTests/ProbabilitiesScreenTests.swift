import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Token probabilities on their way from a server to the screen, the database and an export.
@Suite(.serialized) struct ProbabilitiesScreenTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(_ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"])
  }

  @Test func probabilitiesOfAStoredAnswer() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let command = "\(AsideProgram.path) --base-url \(server.baseURL) --model alibaba/qwen3-32b"
    var screen = try TmuxScreen(command, width: 100, height: 30, environment: [:], home: home)
    try await screen.wait(forText: "Type a question")
    try screen.press("F4")
    try await screen.wait(forText: "Request parameters")
    try screen.press("p")
    try await screen.wait(forText: "logprobs on, with 5 alternatives per token.")
    try screen.press("Escape")
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "done · F1 help", within: .seconds(120))
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    screen = try TmuxScreen(
      command + " --continue", width: 100, height: 30, environment: [:], home: home)
    try await screen.wait(forText: "done · F1 help")
    try screen.press("Tab", "p")
    try await screen.wait(forText: "token 1 of")
    #expect(try screen.text().contains("perplexity"))
    try screen.press("Right")
    try await screen.wait(forText: "token 2 of")
    try screen.press("p")
    try await screen.wait(for: "the conversation") { !$0.contains("token 2 of") }
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    await server.stop()
  }

  @Test func exportAndImportKeepEveryProbability() throws {
    let tokens =
      #"[{"token":"\#u{FFFD}","logprob":-0.25,"bytes":[233,135],"top":[{"token":"x","logprob":-9999}]},"#
      + #"{"token":"y","logprob":-1.0000000000000002,"top":[]}]"#
    let question = "018bcfe5-6800-7000-8000-000000000001"
    let answer = "018bcfe5-6800-7000-8000-000000000002"
    let file = home.appending(path: "in.json")
    try Data(
      """
      {"id":"018bcfe5-6800-7000-8000-000000000000","title":"t","created_ms":1,"updated_ms":1,\
      "selected":"\(answer)","messages":[\
      {"id":"\(question)","role":"user","status":"complete","created_ms":1,"content":"Why?"},\
      {"id":"\(answer)","parent":"\(question)","role":"assistant","status":"complete",\
      "created_ms":1,"content":"Why","provider":"p","model":"m","logprobs":\(tokens)}]}
      """.utf8
    ).write(to: file)
    #expect(try run(["import", file.path]).status == 0)
    let first = try run(["export", "--all", "--format", "json"])
    let values = try #require(
      try JSONSerialization.jsonObject(with: Data(tokens.utf8)) as? NSArray)
    let exported = try #require(exportedTokens(first.output))
    #expect(exported == values)

    let copy = home.appending(path: "copy.json")
    try Data(first.output.utf8).write(to: copy)
    let other = ["--database", home.appending(path: "other.sqlite").path]
    #expect(try run(["import", copy.path] + other).status == 0)
    #expect(try run(["export", "--all", "--format", "json"] + other).output == first.output)
  }

  /// Returns the tokens of the only answer in an export.
  private func exportedTokens(_ text: String) -> NSArray? {
    // If the tokens cannot be read, the result is `nil`, and the test's comparison fails.
    let root = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let conversation = (root?["conversations"] as? [[String: Any]])?.first
    let messages = conversation?["messages"] as? [[String: Any]]
    return messages?.last?["logprobs"] as? NSArray
  }
}
