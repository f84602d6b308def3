import Screen
import Testing

@Suite struct CanvasTests {
  private func rows(_ canvas: Canvas) -> [String] { GridText(canvas.grid).rows }

  @Test func clipsAtEveryEdge() {
    var canvas = Canvas(size: Size(width: 4, height: 2))
    canvas.draw("abcdef", x: 2, y: 0)
    canvas.draw("x", x: 0, y: 2)
    canvas.draw("x", x: 0, y: -1)
    canvas.draw("x", x: 9, y: 1)
    canvas.fill("-", .rule, x: -2, y: 1, width: 4)
    #expect(rows(canvas) == ["  ab", "--  "])
  }

  @Test func wideCharacterIsNeverSplit() {
    var canvas = Canvas(size: Size(width: 4, height: 1))
    canvas.draw("量子纠", x: 0, y: 0)
    #expect(rows(canvas) == ["量子"])
    canvas.draw("x", x: 1, y: 0)
    #expect(rows(canvas) == [" x子"])
    canvas.draw("y", x: 2, y: 0)
    #expect(rows(canvas) == [" xy "])
    canvas.draw("量", x: 3, y: 0)
    #expect(rows(canvas) == [" xy "])
  }

  @Test func wideClusterIsDrawnWholeOrNotAtAll() {
    var canvas = Canvas(size: Size(width: 5, height: 1))
    canvas.draw("aक्षिb", x: 0, y: 0)
    #expect(rows(canvas) == ["aक्षिb"])
    canvas.draw("x", x: 2, y: 0)
    #expect(rows(canvas) == ["a x b"])
    canvas.draw("bक्षि", x: 1, y: 0)
    canvas.draw("y", x: 4, y: 0)
    #expect(rows(canvas) == ["ab  y"])
  }

  @Test func drawsRightAligned() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.drawRight(StyledLine("量a"), right: 6, y: 0)
    #expect(rows(canvas) == ["   量a"])
  }
}

@Suite struct ThemeTests {
  @Test(arguments: [
    ("#ff8000", Color.rgb(RGB(255, 128, 0))), ("red", .terminal(1)),
    ("bright-white", .terminal(15)), ("#ff80", nil), ("ff8000", nil), ("#gg0000", nil),
    ("#+f8000", nil), ("", nil),
  ])
  func readsColors(_ text: String, _ color: Color?) {
    #expect(Color(text) == color)
  }

  @Test func styleAddsItsEmphasisToItsRole() {
    let theme = Theme(name: "t", looks: [.heading: Look(emphasis: .bold)])
    #expect(theme.look(of: Style(.heading, .underline)).emphasis == [.bold, .underline])
    #expect(theme.look(of: .text) == Look())
  }
}
