import Screen
import Testing

@Suite struct DrawnRowsTests {
  private static let texts = [
    "", "plain", "量子纠缠", "a👩‍👩‍👧b", "क्षि and more than fits in the pane", "x", "plain",
  ]

  private func row(_ random: inout SystemRandomNumberGenerator) -> StyledLine {
    var line = StyledLine(Self.texts.randomElement(using: &random) ?? "", .text)
    line.append(Self.texts.randomElement(using: &random) ?? "", .secondary)
    if Int.random(in: 0..<4, using: &random) == 0 { line.surface = Style(.code) }
    if Int.random(in: 0..<4, using: &random) == 0 { line.note = [StyledSpan("1/2", .secondary)] }
    return line
  }

  /// Rows appear, disappear, and move up and down, and the pane changes its size and position.
  @Test func drawingRowsAgainNeverShows() {
    var random = SystemRandomNumberGenerator()
    var drawn = DrawnRows()
    var text = (0..<30).map { _ in row(&random) }
    var area = Rect(x: 1, y: 1, width: 12, height: 6)
    var top = 0
    for step in 0..<400 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: top = Int.random(in: 0..<30, using: &random)
      case 1: text[Int.random(in: 0..<30, using: &random)] = row(&random)
      case 2: top = max(0, top - 1)
      case 3 where step % 7 == 0:
        area = Rect(
          x: Int.random(in: 0..<4, using: &random), y: Int.random(in: 0..<4, using: &random),
          width: Int.random(in: 1..<16, using: &random),
          height: Int.random(in: 1..<9, using: &random))
      default: break
      }
      let rows = Array(text.dropFirst(top).prefix(area.height))
      var canvas = Canvas(size: Size(width: 20, height: 12))
      canvas.drawRows(rows, in: area, reusing: &drawn)
      var expected = Canvas(size: Size(width: 20, height: 12))
      for (offset, row) in rows.enumerated() {
        expected.drawRow(row, x: area.x, y: area.y + offset, width: area.width)
      }
      let isSame = canvas.grid == expected.grid
      #expect(isSame, "\(rows.map(\.text)) in \(area)")
    }
  }
}
