import Chat
import Screen
import Testing

@testable import App

/// The fields that filter or search. Wherever they are, they look alike.
@Suite struct FilterFieldTests {
  private static let fields: [(placeholder: String, keys: [Key])] = [
    ("Filter keys", [Key(.function(1))]),
    ("Filter conversations", [Key(.function(2)), .character("/")]),
    ("Filter models", [Key(.function(3))]), ("Filter commands", [.control("p")]),
    ("Search all conversations", [.control("r")]),
    ("Find in conversation", [.tab, .character("/")]),
    ("Find in thinking", [.control("o"), .tab, .tab, .character("/")]),
  ]

  private func opened(_ placeholder: String) throws -> Script {
    var script = try Script.answered()
    script.restDoesNotMatter()
    _ = script.draw(width: 80, height: 24)
    for key in try #require(Self.fields.first { $0.placeholder == placeholder }).keys {
      script.press(key)
      // What Tab reaches depends on what has been drawn.
      _ = script.draw(width: 80, height: 24)
      if key == Key(.function(2)) {
        try script.answerList([])
        script.restDoesNotMatter()
      }
    }
    return script
  }

  @Test(arguments: fields.map(\.placeholder), [60, 80, 120])
  func fieldsLookAlike(_ placeholder: String, _ width: Int) throws {
    var script = try opened(placeholder)
    let empty = script.draw(width: width, height: 24)
    let caret = try #require(empty.cursor)
    let (sign, first) = (empty.row(caret.y)[caret.x - 2], empty.row(caret.y)[caret.x])
    #expect(String(sign.character) == (placeholder.hasPrefix("Find") ? "/" : "›"))
    #expect(sign.style == Style(.accent, .bold))
    #expect(GridText(empty).rows[caret.y].contains(placeholder))
    #expect(first.character == placeholder.first && first.style == .secondary)
    script.type("ab")
    let typed = script.draw(width: width, height: 24)
    #expect(typed.cursor == Point(x: caret.x + 2, y: caret.y))
    #expect(typed.row(caret.y)[caret.x].style == .text)
    #expect(GridText(typed).rows[caret.y].contains("ab "))
  }

  /// The number of matches is at the right end of the field's row.
  @Test(arguments: [
    ("Filter keys", "mess", "entries"), ("Filter conversations", "", "conversations"),
    ("Filter models", "qw", "model"), ("Filter commands", "co", "commands"),
    ("Find in conversation", "2", "/5"),
  ])
  func theCountIsAtTheRight(_ placeholder: String, _ query: String, _ noun: String) throws {
    var script = try opened(placeholder)
    script.type(query)
    let grid = script.draw(width: 80, height: 24)
    let row = GridText(grid).rows[try #require(grid.cursor).y]
    #expect(row.suffix(noun.count + 4).contains(noun), "\(row)")
  }
}
