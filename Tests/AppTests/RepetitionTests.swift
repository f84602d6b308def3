import Chat
import Screen
import Testing

@testable import App

/// Commands that act only when given twice, by any mix of key, Ctrl-X equivalent, typed command and
/// palette.
@Suite struct RepetitionTests {
  enum Way: CaseIterable {
    case key
    case twin
    case typed
    case palette
  }

  static let ways = Way.allCases.flatMap { first in Way.allCases.map { (first, $0) } }

  private func give(_ command: Command, _ way: Way, to script: inout Script) throws {
    let row = try #require(CommandTable.row(of: command))
    switch way {
    case .key:
      let key = try #require(row.keys.first)
      if case .transcript = key.context { try focus(.transcript, in: &script) }
      script.press(key.key)
    case .twin: script.press(DefaultKeys.prefix, .character(try #require(row.twin)))
    case .typed:
      try focus(.composer, in: &script)
      script.type("/\(try #require(row.names.first))")
      script.press(.enter)
    case .palette:
      script.press(.control("p"))
      script.type(row.title)
      script.press(.enter)
    }
  }

  private func focus(_ focus: Focus, in script: inout Script) throws {
    for _ in 0..<3 where script.state.focus != focus { script.press(.tab) }
    try #require(script.state.focus == focus)
  }

  @Test(arguments: ways)
  func deletingTakesTwo(_ first: Way, _ second: Way) throws {
    var script = try Script.answered()
    let count = script.state.conversation.path.count
    try give(.delete, first, to: &script)
    #expect(script.state.conversation.path.count == count)
    #expect(script.state.notice?.text == "Delete this answer?")
    try give(.delete, second, to: &script)
    #expect(script.state.conversation.path.count == count - 1)
    script.restDoesNotMatter()
  }

  @Test(arguments: ways)
  func cancellingTwiceQuits(_ first: Way, _ second: Way) throws {
    for command in [Command.stopOrClear, .deleteOrQuit] {
      var script = try Script.answered()
      try give(command, first, to: &script)
      #expect(!script.state.leaving.hasQuit && script.state.leaving.armedQuit?.command == command)
      try give(command, second, to: &script)
      #expect(script.state.leaving.hasQuit, "\(command)")
      script.restDoesNotMatter()
    }
  }

  @Test(arguments: ways.filter { $0.0 != .key && $0.1 != .key })
  func answeringNowTakesTwo(_ first: Way, _ second: Way) throws {
    var script = Script()
    let request = try script.ask("question")
    script.play(
      .streamed(request, .opened),
      .streamed(request, .received(AnswerDelta(reasoning: "A long thought.", chunks: 3))))
    try give(.answerNow, first, to: &script)
    #expect(script.state.stream?.request == request)
    try give(.answerNow, second, to: &script)
    #expect(script.state.stream != nil && script.state.stream?.request != request)
    script.restDoesNotMatter()
  }

  @Test(
    arguments: [
      (.key, "Press d again to delete; Esc to keep."),
      (.twin, "Press Ctrl-X d again to delete; Esc to keep."),
      (.typed, "Type /delete again to delete; Esc to keep."),
      (.palette, "Press Ctrl-X d again to delete; Esc to keep."),
    ] as [(Way, String)])
  func theQuestionNamesTheWay(_ way: Way, _ advice: String) throws {
    var script = try Script.answered()
    try give(.delete, way, to: &script)
    #expect(script.state.notice?.advice == advice)
  }

  @Test(
    arguments: [
      (.key, "press Ctrl-D again to quit"), (.twin, "press Ctrl-X , again to quit"),
      (.typed, "type /end again to quit"), (.palette, "press Ctrl-D again to quit"),
    ] as [(Way, String)])
  func theStatusLineNamesTheWay(_ way: Way, _ text: String) throws {
    var script = try Script.answered()
    try give(.deleteOrQuit, way, to: &script)
    #expect(script.rows(width: 120, height: 24).last?.contains(text) == true)
  }

  /// In a narrow window, the question takes the place of the state instead of running into it.
  @Test(arguments: [24, 36, 40, 44, 80])
  func theStatusLineOfANarrowWindowAsksToo(_ width: Int) throws {
    var script = try Script.answered()
    script.press(.control("c"))
    let status = try #require(script.rows(width: width, height: 10).last)
    let words = "press Ctrl-C again to quit"
    #expect(width < 28 ? status.hasPrefix(" press Ctrl-C again") : status.contains(words))
    #expect(width >= 44 || !status.contains("done"))
  }

  @Test func anUnboundKeyIsNotNamed() throws {
    var script = try Script.answered()
    script.state.preferences.keymap = Keymap(changes: [
      KeyBinding(context: .composer, keys: [.control("d")], action: nil, setting: 0),
      KeyBinding(
        context: .global, keys: [.control("x"), .character(",")], action: nil, setting: 1),
    ])
    try give(.deleteOrQuit, .palette, to: &script)
    #expect(script.rows(width: 120, height: 24).last?.contains("type /end again to quit") == true)
  }

  @Test func somethingElseDisarms() throws {
    for (command, other) in [
      (Command.delete, "/help"), (.deleteOrQuit, "/help"), (.stopOrClear, "/set temperature 1"),
      (.delete, "text"),
    ] {
      var script = try Script.answered()
      try give(command, .typed, to: &script)
      script.type(other)
      if other.hasPrefix("/") { script.press(.enter) }
      #expect(
        script.state.armedDeletion == nil && script.state.leaving.armedQuit == nil, "\(other)")
    }
  }

  @Test func aCostlyCommandIsConfirmedByTypingItAgain() throws {
    var script = try Script.answered()
    script.state.preferences.limits = SpendingLimits(conversation: 0.001)
    script.type("/regenerate")
    script.press(.enter)
    #expect(script.state.stream == nil && script.state.front.confirmation != nil)
    script.type("/regenerate")
    script.press(.enter)
    #expect(script.state.stream != nil)
    script.restDoesNotMatter()
  }

  // MARK: Behind a page

  @Test(
    arguments: [
      Key(.function(1)), Key(.function(2)), Key(.function(4)), Key(.function(5)), .control("r"),
    ])
  func nothingHappensBehindAPage(_ page: Key) throws {
    for letter in ["r", "e", "d", "^", "&", "y", "]"] as [Character] {
      var script = try Script.answered()
      script.press(page)
      _ = script.takeEffects()
      let before = script.state.conversation
      script.press(.control("x"), .character(letter))
      #expect(script.takeEffects() == [], "\(letter)")
      #expect(script.state.conversation == before && script.state.armedDeletion == nil)
      let rows = script.rows(width: 80, height: 24).joined(separator: "\n")
      #expect(rows.contains("works only in the conversation."), "\(letter)")
      script.press(.escape)
      #expect(script.state.composer.isEmpty && script.state.input.refusal == nil)
      script.restDoesNotMatter()
    }
  }

  @Test func theParameterFormShowsThinkingSoItSwitches() {
    var script = Script()
    script.press(Key(.function(4)))
    let before = script.state.thinking
    script.press(.control("x"), .character("t"))
    #expect(script.state.thinking != before && script.state.input.refusal == nil)
    script.restDoesNotMatter()
  }
}
