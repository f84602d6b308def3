import Chat
import Faults
import Foundation
import Loopback
import Storage
import TestKit
import Testing

/// Several models asked at once, in a real terminal.
@Suite(.serialized) struct ComparisonTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func configure(_ servers: [(name: String, server: LoopbackServer)]) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let sections = servers.map {
      "[providers.\($0.name)]\nbase_url = \"\($0.server.baseURL)\"\ndialect = \"plain\"\n"
    }
    try Data(sections.joined(separator: "\n").utf8)
      .write(to: folder.appending(path: "config.toml"))
  }

  private static func server(saying text: String) throws -> LoopbackServer {
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
  }

  private func start(_ arguments: String, width: Int = 110, height: Int = 40) throws -> TmuxScreen {
    try TmuxScreen("\(AsideProgram.path) \(arguments)", width: width, height: height, home: home)
  }

  /// Returns the messages of each question that a server received.
  private func asked(_ server: LoopbackServer) throws -> [[String]] {
    try server.requests.filter { $0.method == "POST" }.map { request in
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
      let messages = try #require(object["messages"] as? [[String: Any]])
      return messages.compactMap { $0["content"] as? String }
    }
  }

  @Test func sameQuestionGoesToTwoServersAndTheChosenOneIsAskedNext() async throws {
    let red = try Self.server(saying: "said-by-red")
    let blue = try Self.server(saying: "said-by-blue")
    try configure([("red", red), ("blue", blue)])
    let screen = try start("--provider red --model r1")
    try await screen.wait(forText: "Type a question")
    try screen.type("which one?")
    try screen.press("Enter")
    try await screen.wait(forText: "said-by-red")
    try screen.type("/compare blue:b1")
    try screen.press("Enter")
    try await screen.wait(for: "both answers") {
      $0.contains("said-by-red") && $0.contains("said-by-blue") && $0.contains("b1 · ")
    }
    #expect(try asked(red) == [["which one?"]])
    #expect(try asked(blue) == [["which one?"]])
    try screen.press("Enter")
    try await screen.wait(for: "the conversation with the chosen answer") {
      $0.contains("Continuing with b1 at blue") && !$0.contains("said-by-red")
    }
    try screen.type("and next?")
    try screen.press("Enter")
    try await screen.wait(for: "the next answer") {
      $0.components(separatedBy: "said-by-blue").count == 3
    }
    #expect(try asked(blue).last == ["which one?", "said-by-blue", "and next?"])
    #expect(try asked(red).count == 1)
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    for server in [red, blue] { await server.stop() }
  }

  @Test func nothingIsSentIfOneServerDoesNotRun() async throws {
    let red = try Self.server(saying: "said-by-red")
    let gone = try Self.server(saying: "never")
    try configure([("red", red), ("gone", gone)])
    await gone.stop()
    let screen = try start("--provider red --model r1")
    try await screen.wait(forText: "Type a question")
    try screen.type("which one?")
    try screen.press("Enter")
    try await screen.wait(forText: "said-by-red")
    try screen.type("/compare red:r2 gone:g1")
    try screen.press("Enter")
    try await screen.wait(forText: "not running")
    #expect(try asked(red).count == 1)
    await red.stop()
  }

  /// The program is killed while three answers arrive. All three partial answers must be in the
  /// database.
  @Test func killedWhileThreeAnswersCome() async throws {
    let servers = try (0..<3).map { _ in
      try LoopbackServer(
        scenario: NumberedStream.scenario(pace: .milliseconds(5), ends: false))
    }
    try configure(Array(zip(["red", "blue", "green"], servers)).map { ($0, $1) })
    let database = home.appending(path: "chat.sqlite").path
    // Tall enough for whole answers.
    let screen = try start(
      "--provider red --model r1 --database \(database)", width: 200, height: 90)
    try await screen.wait(forText: "Type a question")
    try screen.type("/compare red:r1 blue:b1 green:g1")
    try screen.press("Enter")
    try await screen.wait(forText: "· compare")
    try screen.type("which one?")
    try screen.press("Enter")
    func count(_ word: Int) -> (String) -> Bool {
      { $0.components(separatedBy: NumberedStream.word(word).dropLast()).count == 4 }
    }
    try await screen.wait(for: "300 words of each", until: count(300))
    // By the time the last words are drawn, the next save of each answer has begun.
    try await screen.wait(for: "all words of each", until: count(NumberedStream.words - 1))
    try screen.signal(SIGKILL)
    _ = try await screen.waitForExit()

    let reopened = try start("--continue --database \(database)", width: 200, height: 90)
    try await reopened.wait(forText: "which one?")
    try reopened.press("Tab", "|")
    try await reopened.wait(for: "three answers", until: count(300))
    let store = try ConversationStore(path: database)
    let summary = try #require(try store.summaries(limit: 9, offset: 0).first)
    let conversation = try #require(try store.conversation(summary.id))
    let answers = conversation.allMessages.filter { $0.role == .assistant }
    #expect(Set(answers.compactMap(\.origin?.model)) == ["r1", "b1", "g1"])
    for answer in answers {
      #expect(answer.status == .truncated)
      #expect(NumberedStream.text.hasPrefix(answer.content))
      #expect(answer.content.count >= 300 * NumberedStream.word(0).count)
    }
    for server in servers { await server.stop() }
  }
}
