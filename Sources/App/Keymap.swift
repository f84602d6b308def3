internal import Screen

/// Which key orders what, where.
struct Keymap {
  /// Keys that mean the same everywhere.
  private static let global: [Key: Command] = [
    .escape: .closeOrStop,
    .control("c"): .stopOrClear,
    .control("t"): .toggleThinking,
    .control("o"): .toggleReasoning,
    .control("n"): .newConversation,
    .control("r"): .openSearch,
    Key(.function(2)): .openBrowser,
    Key(.function(1)): .openHelp,
    Key(.function(4)): .openParameters,
    .tab: .focusNext,
    Key(.backTab): .focusPrevious,
    Key(.pageUp): .pageUp,
    Key(.pageDown): .pageDown,
    .control("l"): .redraw,
    .control("z"): .suspend,
  ]

  private static let composer: [Key: Command] = [
    .enter: .send,
    .control("j"): .newLine,
    Key(.enter, alt: true): .newLine,
    .control("d"): .deleteOrQuit,
  ]

  private static let transcript: [Key: Command] = [
    .character("r"): .regenerate,
    .character("c"): .continueAnswer,
    .character("}"): .nextMessage,
    .character("{"): .previousMessage,
    .character(")"): .nextQuestion,
    .character("("): .previousQuestion,
    .character("]"): .nextSibling,
    .character("["): .previousSibling,
    .character("e"): .edit,
    .character(">"): .quote,
    .character("d"): .delete,
    .character("u"): .undo,
    .character("F"): .fork,
    .character("|"): .compare,
    .character("b"): .nextCode,
    .character("B"): .previousCode,
    .character("v"): .select,
    .character("/"): .find,
    .character("y"): .copyText,
    .character("Y"): .copyMarkdown,
    .control("d"): .deleteOrQuit,
    .character("?"): .openHelp,
  ]

  /// After Ctrl-X: a twin of every action, for terminals that swallow keys.
  private static let twins: [Character: Command] = [
    "s": .send, "j": .newLine, "t": .toggleThinking, "o": .toggleReasoning,
    "n": .newConversation, "l": .openBrowser, "h": .openHelp, "p": .openParameters,
    "r": .regenerate, "g": .continueAnswer, "y": .copyText, "v": .select, "b": .nextCode,
    "f": .find, "/": .openSearch,
    "e": .edit, ">": .quote, "d": .delete, "u": .undo, "k": .fork, "|": .compare,
    "[": .previousSibling,
    "]": .nextSibling, "c": .stopOrClear, "z": .suspend, "q": .quit,
  ]

  static func command(for key: Key, focus: Focus) -> Command? {
    if let command = global[key] { return command }
    return focus == .composer ? composer[key] : transcript[key]
  }

  static func twin(of key: Key) -> Command? {
    guard case .character(let letter) = key.code else { return nil }
    return twins[Character(letter.lowercased())]
  }
}
