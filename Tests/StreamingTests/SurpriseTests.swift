import Chat
import Foundation
import Testing

@testable import Streaming

/// Unusual responses reported from real servers, stored in the folder `Surprises`.
@Suite struct SurpriseTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Surprises")

  /// Plays a complete response, including its head. The body arrives in pieces of `size` bytes,
  /// or in one piece if `size` is 0.
  private func answer(_ name: String, size: Int) throws -> Answer {
    let text = try String(
      contentsOf: Self.folder.appending(path: name + ".raw"), encoding: .utf8)
    let (head, body) = try #require(Self.parts(of: text))
    var response = ResponseHead(
      status: try #require(Int(head[0].split(separator: " ")[1])))
    for line in head.dropFirst() { response.take(line: line) }
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(response)
    for piece in Cuts.pieces(of: Array(body.utf8), size: size == 0 ? body.utf8.count : size) {
      events += transfer.receive(piece, at: .seconds(1))
    }
    return Answer(events + transfer.close(nil, at: .seconds(2)))
  }

  private static func parts(of text: String) -> (head: [String], body: String)? {
    let text = text.replacing("\r\n", with: "\n")
    guard let end = text.firstRange(of: "\n\n") else { return nil }
    let head = text[..<end.lowerBound].split(separator: "\n").map(String.init)
    return (head, String(text[end.upperBound...]))
  }

  @Test(
    "Answers",
    arguments: [
      ("content-parts-thinking", "Two and two make four.", "It is **four**."),
      ("reasoning-details", "Only in details.", "Out."),
      ("event-stream-bare-completion", "", "A whole reply."),
    ], [0, 1, 7])
  func answers(_ row: (name: String, reasoning: String, content: String), _ size: Int) throws {
    let answer = try answer(row.name, size: size)
    #expect(answer.reasoning == row.reasoning)
    #expect(answer.content == row.content)
    #expect(answer.end?.outcome == .complete)
  }

  private struct Refused: Sendable {
    let name: String
    let message: String
    let cause: RefusalCause
    var upstream: String?
    var content = ""
  }

  private static let refused: [Refused] = [
    Refused(
      name: "event-stream-bare-error", message: "Resource has been exhausted (e.g. check quota).",
      cause: .rateLimited),
    Refused(
      name: "error-text-in-data", message: "kv cache is full", cause: .temporary,
      content: "Half an ans"),
    Refused(
      name: "error-code-in-200",
      message: "the request exceeds the available context size, try increasing it",
      cause: .contextExceeded(needed: 14429, window: 8192)),
    Refused(
      name: "openrouter-upstream-error",
      message: "some/model is temporarily rate-limited upstream. Please retry shortly, or add your "
        + "own key.",
      cause: .rateLimited, upstream: "HostX"),
    Refused(
      name: "error-detail", message: "The model thing-9 does not exist on this host.",
      cause: .unknownModel),
    Refused(
      name: "error-in-array",
      message:
        "Invalid JSON payload received. Unknown name \"enable_thinking\": Cannot find field.",
      cause: .invalidRequest),
  ]

  @Test("Errors", arguments: refused.indices, [0, 1, 7])
  func errors(_ index: Int, _ size: Int) throws {
    let row = Self.refused[index]
    let answer = try answer(row.name, size: size)
    guard case .failed(.refused(let refusal)) = answer.end?.outcome else {
      Issue.record("\(row.name): \(String(describing: answer.end?.outcome))")
      return
    }
    #expect(refusal.message == row.message)
    #expect(refusal.cause == row.cause)
    #expect(refusal.upstream == row.upstream)
    #expect(answer.content == row.content)
  }
}
