import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Undo, cut text, word commands, folded pastes and the history in the composer.
@Suite struct ComposerEditingTests {
  private static func alt(_ character: Character) -> Key { Key(.character(character), alt: true) }

  private func edited(_ composer: Composer, _ keys: [Key]) -> Composer {
    var composer = composer
    for key in keys { composer.edit(key) }
    return composer
  }

  private func typed(_ text: String) -> Composer {
    edited(Composer(), text.map { Key(.character($0)) })
  }

  // MARK: Undo

  @Test func typingIsUndoneByWords() {
    var composer = typed("one two  three")
    for expected in ["one two  ", "one ", "", ""] {
      composer.edit(.control("_"))
      #expect(composer.text == expected)
    }
    for expected in ["one ", "one two  ", "one two  three", "one two  three"] {
      composer.edit(Self.alt("/"))
      #expect(composer.text == expected)
    }
  }

  @Test func aMoveEndsTheWord() {
    var composer = edited(typed("ab"), [Key(.left), Key(.right)])
    composer.edit(.character("c"))
    composer.edit(.control("_"))
    #expect(composer.text == "ab")
    #expect(composer.after.isEmpty)
  }

  @Test func deletingIsUndoneByWords() {
    var composer = edited(Composer("one two"), Array(repeating: Key(.backspace), count: 5))
    #expect(composer.text == "on")
    composer.edit(.control("_"))
    #expect(composer.text == "one ")
    composer.edit(.control("_"))
    #expect(composer.text == "one two")
  }

  @Test func aDiscardedDraftIsUndone() {
    var script = Script()
    script.type("draft")
    script.press(.control("c"), .control("_"))
    #expect(script.state.composer.text == "draft")
    script.press(Self.alt("/"))
    #expect(script.state.composer.isEmpty)
  }

  @Test func anotherEditForgetsWhatWasUndone() {
    var composer = edited(typed("one two"), [.control("_"), .character("x"), Self.alt("/")])
    #expect(composer.text == "one x")
    composer.edit(.control("_"))
    #expect(composer.text == "one ")
  }

  @Test("Undoing everything restores the start, redoing the end", arguments: 0..<30)
  func undoIsExact(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let keys: [Key] = [
      .character("a"), .character(" "), .character("é"), .character("🍓"), Key(.backspace),
      Key(.delete), Key(.left), Key(.right), .control("a"), .control("e"), .control("k"),
      .control("u"), .control("w"), .control("y"), Self.alt("y"), Self.alt("b"), Self.alt("d"),
      Self.alt("t"), Self.alt("c"), .control("_"), Self.alt("/"),
    ]
    var composer = Composer("Start 量子\nsecond line")
    for _ in 0..<200 { composer.edit(keys.randomElement(using: &random) ?? .character("a")) }
    for _ in 0..<300 { composer.edit(Self.alt("/")) }
    let end = composer.text
    for _ in 0..<300 { composer.edit(.control("_")) }
    #expect(composer.text == "Start 量子\nsecond line")
    for _ in 0..<300 { composer.edit(Self.alt("/")) }
    #expect(composer.text == end)
  }

  // MARK: Cut texts

  @Test func olderCutsFollowTheLastOne() {
    var composer = Composer("one two three")
    composer.edit(.control("w"))
    composer.edit(.control("e"))
    composer.edit(.control("w"))
    #expect(composer.text == "one ")
    composer.edit(.control("y"))
    #expect(composer.text == "one two ")
    composer.edit(Self.alt("y"))
    #expect(composer.text == "one three")
    composer.edit(Self.alt("y"))
    #expect(composer.text == "one two ")
    composer.edit(Key(.left))
    composer.edit(Self.alt("y"))
    #expect(composer.text == "one two ")
  }

  @Test func cutTextIsKnownInOtherConversations() throws {
    var script = try Script.answered()
    script.type("cut me")
    script.press(.control("u"), .control("n"), .control("y"))
    #expect(script.state.composer.text == "cut me")
    script.restDoesNotMatter()
  }

  // MARK: Words and places

  @Test(arguments: [
    ("one two", [alt("<"), alt("u")], "ONE two"),
    ("ONE two", [alt("<"), alt("l"), alt("c")], "one Two"),
    ("one two", [alt("t")], "two one"),
    ("one two three", [alt("<"), alt("f"), alt("t")], "two one three"),
    ("one", [alt("t")], "one"),
    ("path/to", [Key(.backspace, alt: true)], "path/"),
    ("path/to", [.control("w")], ""),
    ("one two", [alt("<"), alt("d"), alt("d")], ""),
    ("a\nb", [alt("<"), .character("x"), alt(">"), .character("y")], "xa\nby"),
    ("a\r\nb", [alt("<"), .control("e"), .character("x"), .control("k")], "axb"),
  ])
  func keysOfAShell(_ text: String, _ keys: [Key], _ expected: String) {
    #expect(edited(Composer(text), keys).text == expected)
  }

  // MARK: History

  @Test func historyIsSearchedByItsBeginning() {
    let history = ["why a", "how b", "why c"]
    var composer = typed("why")
    composer.searchOlder(history)
    #expect(composer.text == "why c")
    composer.searchOlder(history)
    composer.searchOlder(history)
    #expect(composer.text == "why a")
    composer.searchNewer(history)
    #expect(composer.text == "why c")
    composer.searchNewer(history)
    #expect(composer.text == "why")
  }

  // MARK: Folded pastes

  private static let lines = (1...120).map { "line \($0)" }.joined(separator: "\n")

  @Test func aLongPasteIsFoldedAndSentWhole() throws {
    var script = Script()
    script.type("Look: ")
    script.play(.pasted(Self.lines))
    script.type("!")
    #expect(script.state.composer.text == "Look: " + Self.lines + "!")
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("› Look: [pasted 120 lines]!") })
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == "Look: " + Self.lines + "!")
    script.restDoesNotMatter()
  }

  @Test func aFoldedPasteMovesAndIsDeletedAsOne() {
    var composer = Composer("ab")
    composer.moveLeft()
    composer.paste(Self.lines, foldedFrom: 10)
    composer.edit(Key(.left))
    #expect(composer.before == "a")
    composer.edit(Key(.delete))
    #expect(composer.text == "ab")
    composer.edit(.control("_"))
    #expect(composer.text == "a" + Self.lines + "b")
    composer.edit(.control("k"))
    composer.edit(.control("y"))
    #expect(composer.text == "a" + Self.lines + "b")
  }

  /// Whether there is a folded paste is known without reading the text.
  @Test func foldedPastesAreCountedAsTheTextChanges() {
    var composer = Composer("before ")
    let keymap = Keymap.standard
    func expect(_ count: Int) {
      let marks = composer.buffer.text.unicodeScalars.count { $0.value >= 0x10F000 }
      #expect(marks == count && composer.buffer.foldMarks == count)
      #expect(composer.hasFold == (count > 0))
    }
    expect(0)
    for count in 1...2 {
      composer.paste(Self.lines, foldedFrom: 10)
      expect(count)
    }
    composer.edit(Key(.backspace), by: keymap)
    expect(1)
    composer.undo()
    expect(2)
    composer.redo()
    expect(1)
    composer.moveCaret(to: 0)
    composer.insert("\u{1F600} \u{10E000}")
    expect(1)
    let isUnfolded = composer.unfold()
    #expect(isUnfolded)
    expect(0)
    composer.undo()
    expect(1)
    composer.discard()
    expect(0)
  }

  /// The caret stays where it is in the text.
  @Test(arguments: [(0, ""), (5, "see: "), (6, "see: \(lines)"), (9, "see: \(lines) so")])
  func unfoldingKeepsTheCaret(_ place: Int, _ before: String) {
    var composer = Composer()
    composer.insert("see: ")
    composer.paste(Self.lines, foldedFrom: 10)
    composer.insert(" so what?")
    composer.moveToStart()
    for _ in 0..<place { composer.moveRight() }
    _ = composer.unfold()
    #expect(composer.before == before)
  }

  @Test func aFoldedPasteIsUnfolded() {
    var script = Script()
    script.play(.pasted(Self.lines))
    script.press(Self.alt("e"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("line 120") })
    #expect(script.state.composer.text == Self.lines)
    script.press(.control("_"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("[pasted 120 lines]") })
    script.press(Self.alt("e"), Self.alt("e"))
    #expect(script.state.notice?.text == "No folded paste in the draft.")
  }

  @Test(arguments: [
    (String(repeating: "x", count: 1999), false), (String(repeating: "x", count: 2000), true),
    ((1...9).map { "\($0)\n" }.joined(), false), ((1...10).map { "\($0)\n" }.joined(), true),
  ])
  func onlyLongPastesAreFolded(_ text: String, _ isFolded: Bool) {
    var composer = Composer()
    composer.paste(text, foldedFrom: 10)
    #expect((composer.before != text) == isFolded)
    #expect(composer.text == text)
    var plain = Composer()
    plain.paste(text, foldedFrom: nil)
    #expect(plain.before == text)
  }

  /// Characters that stand for pastes may also occur in ordinary text.
  @Test func noCharacterStandsForAPasteByChance() {
    var composer = Composer("\u{10F000} and \u{10F001}")
    #expect(composer.text == "\u{10F000} and \u{10F001}")
    composer.paste(Self.lines, foldedFrom: 10)
    composer.insert("\u{10F001}")
    #expect(composer.text == "\u{10F000} and \u{10F001}" + Self.lines + "\u{10F001}")
  }

  // MARK: Clicks

  @Test(arguments: [
    ("hello", Point(x: 2, y: 0), "he"), ("hello", Point(x: 9, y: 0), "hello"),
    ("hello", Point(x: 9, y: 5), "hello"), ("量子", Point(x: 2, y: 0), "量"),
    ("量子", Point(x: 1, y: 0), "量"), ("量子", Point(x: 0, y: 0), ""),
    ("ab\ncd", Point(x: 1, y: 1), "ab\nc"), ("ab\ncd", Point(x: 7, y: 0), "ab"),
    ("one two three", Point(x: 1, y: 1), "one two t"),
    ("one two three", Point(x: 9, y: 0), "one two"), ("", Point(x: 3, y: 0), ""),
    ("a\tb", Point(x: 4, y: 0), "a\t"),
  ])
  func aClickPlacesTheCaret(_ text: String, _ cell: Point, _ before: String) throws {
    var composer = Composer(text)
    for isAtStart in [false, true] {
      if isAtStart { composer.moveToStart() }
      let rows = ComposerRows(composer, width: 10)
      composer.move(to: try #require(rows.place(at: cell, in: composer.buffer)))
      #expect(composer.before == before)
    }
  }

  @Test func aClickOnTheScreenPlacesTheCaret() {
    var script = Script()
    script.type("one two")
    let rows = script.rows(width: 80, height: 24)
    guard let y = rows.firstIndex(where: { $0.contains("› one two") }) else {
      Issue.record("no composer")
      return
    }
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 6, y: y))))
    script.type("-")
    #expect(script.state.composer.text == "one- two")
  }

  // MARK: Long texts

  /// A long draft is counted again only after its length has changed by at least a sixteenth.
  @Test func aLongDraftIsNotCountedForEveryKey() {
    var script = Script()
    script.state.preferences.foldedPasteLines = nil
    script.play(.pasted(String(repeating: "word ", count: 20_000)))
    let tokens = script.state.front.counts.draftTokens
    #expect(tokens > 10_000)
    script.type("one more ")
    #expect(script.state.front.counts.draftTokens == tokens)
    script.play(.pasted(String(repeating: "word ", count: 20_000)))
    #expect(script.state.front.counts.draftTokens > tokens * 19 / 10)
    script.restDoesNotMatter()
  }

  @Test func removedPastesAreNotCounted() throws {
    var script = Script()
    let lines = String(repeating: "one more line of text\n", count: 4_000)
    script.play(.pasted(lines))
    script.type("and ")
    script.play(.pasted(String(lines.dropLast())))
    let both = script.state.front.counts.draftTokens
    script.press(Key(.backspace))
    #expect(script.state.front.counts.draftTokens < both * 6 / 10)
    script.press(.control("u"))
    script.type("short")
    #expect(script.state.front.counts.draftTokens < 20)
    script.press(.control("u"))
    script.type("/thi")
    #expect(script.state.completion.menu != nil)
  }

  @Test("Edits like an editor on an array", arguments: 0..<20)
  func theBufferIsTheText(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var buffer = GapBuffer()
    var model: [UInt8] = []
    for _ in 0..<300 {
      let place = Int.random(in: 0...model.count, using: &random)
      if Bool.random(using: &random) {
        buffer.move(to: place)
        let new = (0..<Int.random(in: 0..<9, using: &random)).map { _ in
          [UInt8](arrayLiteral: 0x0A, 0x61, 0x40).randomElement(using: &random) ?? 0x61
        }
        buffer.insert(new)
        model.insert(contentsOf: new, at: place)
        #expect(buffer.caret == place + new.count)
      } else {
        let end = min(model.count, place + Int.random(in: 0..<7, using: &random))
        #expect(buffer.remove(place..<end) == Array(model[place..<end]))
        model.removeSubrange(place..<end)
        #expect(buffer.caret == place)
      }
      #expect(Array(buffer.before) + buffer.after == model)
      #expect(buffer.signs == model.count { $0 == 0x40 })
      #expect(buffer.lineStart == (model[..<buffer.caret].lastIndex(of: 0x0A) ?? -1) + 1)
      let other = Int.random(in: 0...model.count, using: &random)
      #expect(buffer.lineStart(at: other) == (model[..<other].lastIndex(of: 0x0A) ?? -1) + 1)
      #expect(buffer.lineFeed(from: other) == model[other...].firstIndex(of: 0x0A))
    }
  }

  @Test func aLongDraftIsSavedLessOften() throws {
    let intervals = [10, 1_000_000].map { length in
      var script = Script()
      script.state.composer.insert(String(repeating: "word ", count: length / 5))
      script.type("x")
      return script.pending.compactMap {
        if case .timer(.set(.saveDraft, let interval)) = $0 { interval } else { nil }
      }
    }
    #expect(intervals == [[.milliseconds(250)], [.milliseconds(4_000)]])
  }
}
