import Faults
import Foundation
import Loopback
import Screen
import TestKit
import Testing

/// A real terminal's cells match the layout: text after hard-to-measure characters starts in the
/// column that ``DisplayWidth`` computes.
@Suite struct ColumnsTests {
  private static let mark = "ZQ"

  /// Starts a server that sends its answer in one delta.
  private func server(_ content: String) throws -> LoopbackServer {
    let delta: [String: Any] = ["index": 0, "delta": ["content": content], "finish_reason": "stop"]
    let chunk = try JSONSerialization.data(withJSONObject: ["choices": [delta]])
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: "
      + String(decoding: chunk, as: UTF8.self) + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
  }

  /// Returns the expected columns of the marks, given the column of the first mark, which follows
  /// an empty string.
  private func expectedColumns(_ texts: [String], first: Int) -> [Int] {
    texts.map { text in
      let cells = Wrapping.wrap(StyledLine(Sanitizer.sanitize("<" + text)), width: 200)
      return first - 1 + cells.reduce(0) { $0 + $1.width }
    }
  }

  private func compare(_ columns: [Int], with texts: [String], _ place: Comment) throws {
    #expect(columns.count == texts.count, place)
    let expected = expectedColumns(texts, first: try #require(columns.first))
    for (text, (actual, wanted)) in zip(texts, zip(columns, expected)) where actual != wanted {
      let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }
      Issue.record("\(place) \(text) \(scalars): column \(actual), not \(wanted)")
    }
  }

  /// The strings of the corpus without a line feed, which would end a row.
  private var texts: [String] { TextCorpus.texts.filter { !$0.contains("\n") } }

  /// The strings without NUL, Escape and Delete, which cannot be typed as text.
  private var typable: [String] {
    texts.filter { $0.unicodeScalars.allSatisfy { ![0, 0x1B, 0x7F].contains($0.value) } }
  }

  @Test func theTerminalPlacesCodeAsLayoutDoes() async throws {
    let code = texts.map { "<" + $0 + Self.mark }.joined(separator: "\n")
    let server = try server("```\n\(code)\n```\n\nthe-end")
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --no-think --base-url \(server.baseURL)", width: 100,
      height: texts.count + 30)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "the-end")
    try compare(try screen.columns(of: Self.mark), with: texts, "code")
    await server.stop()
  }

  @Test func theTerminalPlacesQuestionsAsLayoutDoes() async throws {
    let server = try server("the-end")
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --no-think --base-url \(server.baseURL)", width: 100,
      height: texts.count + 30)
    try await screen.wait(forText: "Type a question")
    let hard = typable
    let lines = hard.map { "<" + $0 + Self.mark }
    // The first line becomes the conversation's title. Marks in it would appear on the screen
    // twice.
    try screen.paste("title\n" + lines.joined(separator: "\n"))
    try screen.press("Enter")
    try await screen.wait(forText: "the-end")
    try compare(try screen.columns(of: Self.mark), with: hard, "question")
    await server.stop()
  }

  @Test func theTerminalPlacesTheComposerAsLayoutDoes() async throws {
    let home = try TestHome()
    let file = home.appending(path: "config.toml")
    try Data("[composer]\nfold_pastes = 0\n".utf8).write(to: file)
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo --config \(file.path)", width: 60, height: 60, home: home)
    try await screen.wait(forText: "Type a question")
    // Characters from U+10F000 on represent folded pastes, so a paste that contains one is always
    // folded.
    let hard = typable.filter { text in
      !text.contains("\t") && !text.unicodeScalars.contains { $0.value >= 0x10F000 }
    }
    for start in stride(from: 0, to: hard.count, by: 9) {
      let some = [""] + hard[start..<min(start + 9, hard.count)]
      try screen.paste(some.map { "<" + $0 + Self.mark }.joined(separator: "\n"))
      try await screen.wait(for: "the paste") {
        $0.split(separator: "\n").count { $0.contains(Self.mark) } == some.count
      }
      try compare(try screen.columns(of: Self.mark), with: some, "composer")
      try screen.press("C-c")
      try await screen.wait(for: "no text") { !$0.contains(Self.mark) }
    }
  }

  @Test func tableKeepsItsColumns() async throws {
    let cells = texts.filter { !$0.contains("|") && !$0.contains("\t") && !$0.contains("\r") }
    let rows = cells.map { "| <\($0)> | \(Self.mark) |" }.joined(separator: "\n")
    let server = try server("| a | b |\n|---|---|\n\(rows)\n\nthe-end")
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --no-think --base-url \(server.baseURL)", width: 100,
      height: cells.count + 30)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "the-end")
    let columns = try screen.columns(of: Self.mark)
    #expect(columns.count == cells.count)
    #expect(Set(columns).count == 1, "\(zip(columns, cells).filter { $0.0 != columns[0] })")
    await server.stop()
  }
}
