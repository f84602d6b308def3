import Screen
import TestKit
import Testing

@Suite struct CellGridTests {
  /// Texts of every kind that a row can hold: narrow, wide, and of several scalars.
  private static let texts = [
    "a", "b", " ", "word", "量", "子", "한", "e\u{301}", "x\u{300}\u{301}", "क्षि", "👨‍👩‍👧", "🇩🇪", "❤️", "─",
    "•", "…", "\u{7}", "\r\n", "\u{301}",
  ]

  private static let styles: [Style] = [
    .text, .accent, Style(.code, .bold), Style(.text).own, Style.rule.foreign,
    Style(.quote, [.italic, .strikethrough]).ofTab(isFirst: true),
  ]

  private func draw(on canvas: inout Canvas, times: Int, using random: inout SplitMix64) {
    for _ in 0..<times {
      let texts = (0..<Int.random(in: 1...4, using: &random)).compactMap { _ in
        Self.texts.randomElement(using: &random)
      }
      canvas.draw(
        texts.joined(), Self.styles.randomElement(using: &random) ?? .text,
        x: Int.random(in: 0..<12, using: &random), y: Int.random(in: 0..<2, using: &random),
        width: Int.random(in: 0...14, using: &random))
    }
  }

  @Test func cellsComeBackAsTheyWereDrawn() {
    for style in Self.styles {
      for text in Self.texts where DisplayWidth.of(text) > 0 && text.count == 1 {
        var canvas = Canvas(size: Size(width: 8, height: 1))
        let width = canvas.draw(text, style, x: 0, y: 0)
        let cells = canvas.grid.row(0)
        #expect(cells[0] == Cell(Character(text), style, width: UInt8(width)))
        #expect(cells[1..<width].allSatisfy { $0 == Cell(" ", style, width: 0) })
        #expect(cells[width...].allSatisfy { $0 == .blank })
      }
    }
  }

  /// ASCII is drawn in runs, which must not affect the result.
  @Test func drawsATextLikeItsCharactersOneByOne() {
    var random = SplitMix64(state: 1)
    for _ in 0..<2000 {
      var (whole, parts) = (
        Canvas(size: Size(width: 9, height: 1)), Canvas(size: Size(width: 9, height: 1))
      )
      for _ in 0..<3 {
        let text = (0..<4).compactMap { _ in Self.texts.randomElement(using: &random) }.joined()
        let x = Int.random(in: 0..<9, using: &random)
        let width = Int.random(in: 0...9, using: &random)
        let drawn = whole.draw(text, .text, x: x, y: 0, width: width)
        var column = 0
        for character in text {
          let columns = DisplayWidth.of(character)
          guard column + columns <= min(width, 9 - x) else { break }
          if column < min(width, 9 - x) {
            parts.draw(String(character), .text, x: x + column, y: 0)
          }
          column += columns
        }
        #expect(drawn == column)
        #expect(whole.grid == parts.grid)
      }
    }
  }

  @Test func changedColumnsTurnTheOldRowIntoTheNew() {
    var random = SplitMix64(state: 2)
    for _ in 0..<3000 {
      var canvas = Canvas(size: Size(width: 12, height: 2))
      draw(on: &canvas, times: 4, using: &random)
      let old = canvas.grid
      if Bool.random(using: &random) { canvas = Canvas(size: Size(width: 12, height: 2)) }
      draw(on: &canvas, times: Int.random(in: 0...3, using: &random), using: &random)
      let new = canvas.grid
      for y in 0..<2 {
        let changed = new.changedColumns(ofRow: y, since: old)
        #expect((changed == nil) == (new.row(y) == old.row(y)))
        guard let changed else { continue }
        var row = old.row(y)
        row.replaceSubrange(changed, with: new.row(y)[changed])
        #expect(row == new.row(y))
        // The changed columns never begin or end inside a wide character.
        for grid in [old, new] {
          #expect(grid.row(y)[changed.lowerBound].width > 0)
          #expect(changed.upperBound == 12 || grid.row(y)[changed.upperBound].width > 0)
        }
      }
      #expect((old == new) == (0..<2).allSatisfy { old.row($0) == new.row($0) })
    }
  }

  @Test func oneKeyChangesOneColumn() {
    var canvas = Canvas(size: Size(width: 20, height: 1))
    canvas.draw("量子 hello", x: 0, y: 0)
    let old = canvas.grid
    canvas.draw("!", x: 10, y: 0)
    #expect(canvas.grid.changedColumns(ofRow: 0, since: old) == 10..<11)
    canvas.draw("y", x: 3, y: 0)
    #expect(canvas.grid.changedColumns(ofRow: 0, since: old) == 2..<11)
  }

  /// Cluster numbers differ from grid to grid; only the characters matter.
  @Test func equalClustersAreNoChange() {
    var (first, second) = (
      Canvas(size: Size(width: 6, height: 1)), Canvas(size: Size(width: 6, height: 1))
    )
    first.draw("❤️e\u{301}", x: 0, y: 0)
    second.draw("🇩🇪", x: 0, y: 0)
    second.draw("❤️e\u{301}", x: 0, y: 0)
    #expect(second.grid == first.grid)
    #expect(second.grid.changedColumns(ofRow: 0, since: first.grid) == nil)
    second.draw("❤️x\u{301}", x: 0, y: 0)
    #expect(second.grid.changedColumns(ofRow: 0, since: first.grid) == 2..<3)
  }

  @Test func aGridIsDrawnOnAnotherWhole() {
    var inner = Canvas(size: Size(width: 4, height: 1))
    inner.draw("量e\u{301}x", x: 0, y: 0)
    var outer = Canvas(size: Size(width: 7, height: 2))
    outer.draw("子子子", x: 0, y: 1)
    outer.draw(inner.grid, x: 1, y: 1)
    #expect(GridText(outer.grid).rows == ["       ", " 量e\u{301}x  "])
    outer = Canvas(size: Size(width: 4, height: 1))
    outer.draw(inner.grid, x: 3, y: 0)
    #expect(GridText(outer.grid).rows == ["    "])
  }
}
