import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Where a search hit leads in the conversation, and what is marked there.
@Suite struct LandingTests {
  private static let filler = (1...60).map { "line \($0), concatenated" }.joined(separator: "\n\n")

  private func script(_ content: String, reasoning: String = "") throws -> Script {
    var script = try Script.answered(content: content, reasoning: reasoning)
    _ = script.rows(width: 80, height: 24)
    return script
  }

  private func search(
    _ script: inout Script, _ query: String, isInReasoning: Bool = false, inTitle: Bool = false
  ) throws {
    script.press(.control("r"))
    script.type(query)
    let request = try #require(
      script.takeEffects().reversed().compactMap {
        if case .store(.search(let request, _, _, _, _)) = $0 { request } else { nil }
      }.first)
    let conversation = script.state.conversation
    let answer = inTitle ? nil : conversation.lastMessage
    let hit = SearchHit(
      conversation: conversation.id, title: conversation.title, message: answer?.id,
      role: answer?.role, createdAt: script.state.now, isInReasoning: isInReasoning,
      snippet: SearchSnippet([]), wanted: SearchQuery(query).wanted)
    script.play(.found(request, .success(SearchResult(hits: [hit], hasMore: false))))
    script.press(.enter)
  }

  /// Returns the marked text on the screen, row by row.
  private func marks(_ script: inout Script, width: Int = 80, height: Int = 24) -> [String] {
    let grid = script.draw(width: width, height: height)
    return (0..<height).compactMap { y in
      let cells = grid.row(y).filter { $0.style.isMatch && $0.width > 0 }
      return cells.isEmpty ? nil : String(cells.map(\.character))
    }
  }

  @Test(arguments: [
    (
      String(repeating: "가", count: 37) + "귤나무숲" + String(repeating: "나", count: 20), "귤나무숲",
      ["귤나", "무숲"]
    ),
    (
      "http://example.com/" + String(repeating: "a/", count: 20)
        + "urldeepneedleinthemiddleofit/" + String(repeating: "b/", count: 30),
      "urldeepneedleinthemiddleofit", ["urldeepneedleinthem", "iddleofit"]
    ),
    (
      String(repeating: "word ", count: 14) + "purple cat sofa end", "\"purple cat\"",
      ["purple", "cat"]
    ),
  ])
  func wrappedHitIsShownAndMarked(
    _ line: String, _ query: String, _ marked: [String]
  ) throws {
    let text = [Self.filler, line, Self.filler].joined(separator: "\n\n")
    var script = try script(text)
    try search(&script, query)
    #expect(marks(&script) == marked)
    script = try self.script("Short.", reasoning: text)
    try search(&script, query, isInReasoning: true)
    #expect(marks(&script).joined() == marked.joined())
  }

  /// The hint says `Esc back`. A mark out of view must not require another Esc.
  @Test func escapeClosesTheSearchAndThenReturnsToTheComposer() throws {
    var script = try script([Self.filler, "a kitten", Self.filler].joined(separator: "\n\n"))
    try search(&script, "kitten")
    script.press(.escape)
    #expect(script.state.find == nil && script.state.focus == .transcript)
    script.press(.escape)
    #expect(script.state.focus == .composer && script.state.cursor == nil)
  }

  @Test func wordsAreMarkedIndividually() throws {
    var script = try script(
      [Self.filler, "a kitten, Ca end, cat", Self.filler, "CÁ"].joined(separator: "\n\n"))
    try search(&script, "ca kit")
    #expect(marks(&script) == ["kittenCa"])
    #expect(script.state.find?.query == "ca kit")
    for _ in 0..<3 { script.press(.character("n")) }
    #expect(marks(&script) == ["CÁ"])
  }

  @Test func adjacentWordsAreShown() throws {
    var script = try script(
      ["alpha", Self.filler, "alpha beta", Self.filler, "beta"].joined(separator: "\n\n"))
    try search(&script, "alpha beta")
    #expect(marks(&script) == ["alphabeta"])
  }

  @Test func phraseIsMarkedAsAWhole() throws {
    var script = try script("3 words. A **reply** _3_ times, reply. 3.")
    try search(&script, "\"reply 3\"")
    #expect(marks(&script) == ["reply 3reply. 3"])
  }

  @Test func phraseInACellIsShown() throws {
    let cells = "| one | two |\n|---|---|\n| \(String(repeating: "text ", count: 20)) purple cats "
    let other = String(repeating: "other ", count: 20)
    var script = try script(
      [Self.filler, cells + "| \(other) |", Self.filler].joined(separator: "\n\n"))
    try search(&script, "\"purple cats\"")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("purple") })
  }

  @Test func marksOfAnEarlierSearchAreCleared() throws {
    var script = try script("Die Straße.")
    try search(&script, "strasse")
    #expect(marks(&script) == ["Straße"])
    try search(&script, "zurich", inTitle: true)
    #expect(script.state.find == nil && marks(&script) == [])
  }
}
