internal import Screen
internal import Words

/// Keys that are not commands. The help page and docs/keys.md list them.
enum OtherKeys {
  /// Keys in the conversation and the thinking pane.
  static let reading = [
    KeyHelp(
      "j k", Words.Keys.scrollLine, .character("j"), Key(.down), .character("k"), Key(.up)),
    KeyHelp(
      "g G", Words.Keys.topOrBottom, .character("g"), Key(.home), .character("G"), Key(.end)),
    KeyHelp("Space", Words.Command.pageDown),
    KeyHelp("n N", Words.Keys.nextOrPreviousMatch),
    KeyHelp("2 y", Words.Keys.countBeforeKey),
  ]

  /// Keys in normal and visual mode, when the composer uses vi keys.
  static let vi = [
    KeyHelp("Esc", Words.Vi.normalMode),
    KeyHelp("i a I A", Words.Vi.insert),
    KeyHelp("o O", Words.Vi.newLine),
    KeyHelp("R r", Words.Vi.replace),
    KeyHelp("v V gv", Words.Vi.visual),
    KeyHelp("h j k l", Words.Vi.move),
    KeyHelp("w b e ge", Words.Vi.words),
    KeyHelp("0 ^ $ |", Words.Vi.line),
    KeyHelp("gg G", Words.Vi.lines),
    KeyHelp("f t F T", Words.Vi.find),
    KeyHelp("; ,", Words.Vi.findAgain),
    KeyHelp("%", Words.Vi.bracket),
    KeyHelp("{ } ( )", Words.Vi.blocks),
    KeyHelp("m '", Words.Vi.marks),
    KeyHelp("d c y", Words.Vi.operators),
    KeyHelp("> < g~", Words.Vi.shapes),
    KeyHelp("iw a\" ip", Words.Vi.objects),
    KeyHelp("x s D C", Words.Vi.short),
    KeyHelp("S Y J ~", Words.Vi.shortLines),
    KeyHelp("p P gp gP", Words.Vi.put),
    KeyHelp("\"a \"+ \"_", Words.Vi.registers),
    KeyHelp("u Ctrl-R", Words.Vi.undo),
    KeyHelp(".", Words.Vi.again),
    KeyHelp("3dw", Words.Vi.count),
    KeyHelp(":", Words.Command.openPalette),
  ]

  /// Keys in the composer and in every field that takes text.
  static let editing = [
    KeyHelp(
      "Ctrl-A/E", Words.Keys.lineStartOrEnd, .control("a"), Key(.home), .control("e"), Key(.end)),
    KeyHelp("End", Words.Keys.newestLine),
    KeyHelp(
      "Ctrl-B/F", Words.Keys.leftOrRight, .control("b"), Key(.left), .control("f"), Key(.right)),
    KeyHelp(
      "Alt-B/F", Words.Keys.wordLeftOrRight, .alt("b"), Key(.left, control: true),
      Key(.left, alt: true), .alt("f"), Key(.right, control: true), Key(.right, alt: true)),
    KeyHelp(
      "Ctrl-W", Words.Keys.deleteWord, .control("w"), Key(.backspace, alt: true)),
    KeyHelp("Alt-D", Words.Keys.deleteNextWord, .alt("d"), Key(.delete, alt: true)),
    KeyHelp("Ctrl-U/K", Words.Keys.cutToStartOrEnd, .control("u"), .control("k")),
    KeyHelp("Ctrl-Y", Words.Keys.insertCut),
    KeyHelp("Alt-Y", Words.Keys.insertOlderCut),
    KeyHelp(
      "Alt-< Alt->", Words.Keys.textStartOrEnd, .alt("<"), Key(.home, control: true), .alt(">"),
      Key(.end, control: true)),
    KeyHelp("Alt-U/L/C", Words.Keys.changeCase, .alt("u"), .alt("l"), .alt("c")),
    KeyHelp("Alt-T", Words.Keys.transposeWords),
    KeyHelp("↑ ↓", Words.Keys.history, Key(.up), Key(.down)),
    KeyHelp("Alt-P/N", Words.Keys.prefixHistory, .alt("p"), .alt("n")),
  ]
}
