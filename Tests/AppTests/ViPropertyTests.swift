import Screen
import TestKit
import Testing

@testable import App

/// Properties that hold for any keys typed in any text.
@Suite struct ViPropertyTests {
  private static let letters = Array(
    "hjklwWbBeEg0^$GfFtT;,%{}()|+-_iIaAoOsSCDxXrR~JpPuUydc><.vVm'`\"q123459 éw🎉[]Bpsz:")
  private static let others: [Key] = [
    .escape, .escape, .escape, .escape, .enter, .control("r"), Key(.backspace), .control("w"),
    .control("u"), .control("y"), .control("_"), Key(.left), Key(.up), Key(.home),
    Key(.character("j"), control: true),
  ]
  private static let texts = [
    "", "one two", "a\r\nb\r\n\r\nc", "🎉e\u{301} x\n👨‍👩‍👧 (a [b] c)\n\n\tz", "\n\n\n",
    "é\u{302}\r\n\"q\" x. Y! z",
  ]

  @Test(arguments: 0..<8 as Range<UInt64>)
  func anyKeysLeaveTheCaretOnACharacterAndCanBeUndone(_ seed: UInt64) {
    var random = SplitMix64(state: seed)
    for _ in 0..<40 {
      let text = Self.texts.randomElement(using: &random) ?? ""
      var composer = Composer(text)
      var vi = ViMode()
      vi.follow(&composer)
      var log: [Key] = []
      for _ in 0..<Int.random(in: 1...80, using: &random) where composer.buffer.count < 50_000 {
        let key =
          Int.random(in: 0..<6, using: &random) == 0
          ? Self.others.randomElement(using: &random) ?? .escape
          : .character(Self.letters.randomElement(using: &random) ?? "h")
        log.append(key)
        if vi.press(key, in: &composer, .standard) == .ignored {
          if key == .enter { composer.insert("\n") } else { composer.edit(key) }
          vi.follow(&composer)
        }
        #expect(isAtCharacter(composer), "\(text.debugDescription) \(log.name)")
      }
      for _ in 0..<3 { _ = vi.press(.escape, in: &composer, .standard) }
      while composer.undoGroup() != nil {}
      #expect(composer.text == text, "\(text.debugDescription) \(log.name)")
    }
  }

  /// After the change, the caret's old byte offset lies inside the `é`.
  @Test func redoingLeavesTheCaretOnACharacter() {
    var composer = Composer("")
    var vi = ViMode()
    vi.follow(&composer)
    var keys: [Key] = "DI'E".map { .character($0) } + [.escape, .character("b"), .character("O")]
    keys += [Key(.up), .control("r"), .control("j"), .control("_"), .control("u")]
    keys += ";é}{".map { .character($0) } + [.escape] + "ym1".map { .character($0) }
    keys += [.control("j"), .escape, .character("u"), .control("r")]
    for key in keys {
      if vi.press(key, in: &composer, .standard) == .ignored {
        composer.edit(key)
        vi.follow(&composer)
      }
      #expect(isAtCharacter(composer), "\(key.name)")
    }
  }

  @Test func theStartOfACharacterIsFoundFromItsMiddle() {
    for text in ["ab", "é", ";é}", "e\u{301}x", "a\r\nb", "👨‍👩‍👧 x", "🎉🎉"] {
      var buffer = GapBuffer()
      buffer.insert(Array(text.utf8))
      var start = 0
      for character in text {
        let end = start + character.utf8.count
        for place in start..<end { #expect(buffer.characterStart(at: place) == start, "\(text)") }
        start = end
      }
      #expect(buffer.characterStart(at: start) == start)
    }
  }

  private func isAtCharacter(_ composer: Composer) -> Bool {
    var place = 0
    for character in composer.buffer.text {
      if place >= composer.buffer.caret { break }
      place += character.utf8.count
    }
    return place == composer.buffer.caret
  }

  @Test func countsOfAnyLengthEnd() {
    var script = Script.vi("|ab\ncd")
    script.restDoesNotMatter()
    for keys in ["99999999999999999999j", "99999999999999l", "99999999999dd", "u"] {
      script.vi(keys)
    }
    script.vi("99999999999ix<Esc>")
    #expect(script.state.composer.text.utf8.count < 5 << 20)
    script.vi("u")
    #expect(script.state.composer.text == "ab\ncd")
  }
}
