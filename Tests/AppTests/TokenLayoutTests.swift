import Chat
import Screen
import Testing

@testable import App

@Suite struct TokenLayoutTests {
  private func text(_ pieces: [[UInt8]]) -> TokenText {
    var text = TokenText()
    for (index, piece) in pieces.enumerated() { text.append(token: index, piece) }
    return text
  }

  private func text(_ pieces: String...) -> TokenText { text(pieces.map { Array($0.utf8) }) }

  private func layout(_ text: TokenText, width: Int) -> TokenLayout {
    var layout = TokenLayout()
    layout.update(text, width: width)
    return layout
  }

  private func rows(_ layout: TokenLayout) -> [String] {
    layout.rows.indices.map { String(layout.glyphs(ofRow: $0).map(\.character)) }
  }

  @Test func rowsBreakLikeOtherText() {
    let layout = layout(text("The quick", " brown fox", "\njumps", " 量子纠缠很好"), width: 10)
    #expect(rows(layout) == ["The quick ", "brown fox⏎", "jumps 量子", "纠缠很好"])
  }

  @Test func spaceAndLineFeedHangAtTheEnd() {
    let layout = layout(text("0123456789", " ", "0123456789", "\n", "x"), width: 10)
    #expect(rows(layout) == ["0123456789 ", "0123456789⏎", "x"])
    #expect(
      (0..<5).map { layout.place(ofToken: $0) } == [
        Point(x: 0, y: 0), Point(x: 10, y: 0), Point(x: 0, y: 1), Point(x: 10, y: 1),
        Point(x: 0, y: 2),
      ])
  }

  @Test func characterOfSeveralTokensIsShownOnceWithTheirNumber() {
    let layout = layout(text([[0xE9], [0x87], [0x8F], Array("!".utf8)]), width: 20)
    #expect(rows(layout) == ["量₃!"])
    #expect((0..<4).map { layout.place(ofToken: $0).x } == [0, 0, 0, 3])
    #expect(
      layout.share(ofToken: 1).map { [$0.character, TokenSign.byte($0.bytes[0])] }
        == ["量", "\\x87"])
    #expect(layout.share(ofToken: 3) == nil)
  }

  @Test func joinedEmojiIsOneCharacter() {
    let layout = layout(text(" 👩", "\u{200D}", "💻", " ok"), width: 20)
    #expect(rows(layout) == [" 👩‍💻₃ ok"])
    #expect((0..<4).map { layout.place(ofToken: $0).x } == [0, 1, 1, 4])
  }

  @Test func whatCannotBeShownIsASign() {
    let layout = layout(
      text([[0xFF, 0x1B], Array("[2J\u{202E}".utf8), Array("\r\n".utf8), [], [9], [0xE9, 0x87]]),
      width: 60)
    #expect(rows(layout) == ["\\xFF␛[2J‹U+202E›␍⏎", "‹›⇥   \\xE9\\x87"])
    #expect(layout.tokens.count == 6)
  }

  @Test func everyTokenHasAPlaceAndIsFoundThere() {
    let pieces = ["Four", " of", " them", ":\n\n", "- 2", "\n- ", "3", " 量", "子", "\n"]
    for width in 3...24 {
      let layout = layout(text(pieces.map { Array($0.utf8) }), width: width)
      for token in pieces.indices {
        #expect(layout.token(at: layout.place(ofToken: token)) == token, "\(width)")
      }
      for row in rows(layout) { #expect(DisplayWidth.of(row) <= width + 1, "\(width)") }
    }
  }

  /// However the tokens arrive, the layout is the same as one made from scratch.
  @Test func growingIsTheSameAsLayingOutAtOnce() {
    let source =
      "Four of\nthem: 2, 量 and 👩‍💻\n\n```\nx\ty\n```\n" + String(repeating: "ab ", count: 30)
    let bytes = Array(source.utf8)
    for size in [1, 2, 5, 13] {
      var grown = TokenLayout()
      var pieces: [[UInt8]] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces.append(Array(bytes[start..<min(start + size, bytes.count)]))
        if pieces.count.isMultiple(of: 4) { pieces.append([]) }
        let text = text(pieces)
        grown.update(text, width: 12)
        let whole = layout(text, width: 12)
        #expect(grown.glyphs == whole.glyphs && grown.rows == whole.rows)
        #expect(
          pieces.indices.allSatisfy { grown.place(ofToken: $0) == whole.place(ofToken: $0) })
      }
    }
  }

  @Test func changedTextIsLaidOutAgain() {
    var layout = layout(text("one\n", "two\n", "three"), width: 20)
    let other = text("one\n", "twa\n", "thr", "ee!")
    layout.update(other, width: 20)
    #expect(rows(layout) == ["one⏎", "twa⏎", "three!"])
    layout.update(text("one\n"), width: 20)
    #expect(rows(layout) == ["one⏎"])
    layout.update(TokenText(), width: 20)
    #expect(rows(layout) == [])
  }
}
