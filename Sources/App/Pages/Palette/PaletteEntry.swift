internal import Chat
internal import Words

/// A row of the palette: a command, with or without an argument, or a conversation to open.
struct PaletteEntry: Equatable {
  enum Action: Equatable {
    case perform(Command)
    /// Asks for the argument in the palette's field.
    case ask(Command)
    /// A slash command with its argument.
    case typed(String)
    case open(ConversationID)
  }

  /// An identifier that stays the same across runs.
  let id: String
  let title: String
  /// The text in the second column.
  let detail: String
  /// Other names, which are searched like the title but not shown.
  var names: [String] = []
  /// The single key that runs the command; empty if there is none.
  var key = ""
  /// The key sequence that runs the command, such as `Ctrl-X l`; empty if there is none.
  var sequence = ""
  let section: String
  let action: Action
  /// Why the entry is currently unavailable; `nil` if it can be used.
  var obstacle: String?
  /// The initial text of the argument field.
  var proposal = ""

  /// The command that the entry runs, or whose argument it asks for; `nil` for other entries.
  var command: Command? {
    switch action {
    case .perform(let command), .ask(let command): command
    case .typed, .open: nil
    }
  }

  /// Returns a copy of the entry in another section.
  func under(_ section: String) -> PaletteEntry {
    PaletteEntry(
      id: id, title: title, detail: detail, names: names, key: key, sequence: sequence,
      section: section,
      action: action, obstacle: obstacle, proposal: proposal)
  }
}

extension PaletteEntry {
  /// - Parameter title: the entry's title, if it differs from the command's.
  init(
    _ row: CommandRow, _ keymap: Keymap, title: String? = nil, obstacle: String?,
    proposal: String = ""
  ) {
    let names = row.typingNames(keymap)
    let asks = row.argument?.isRequired == true || row.command == .export
    self.init(
      id: row.names.first ?? "", title: title ?? row.title, detail: row.usage, names: row.names,
      key: names.keys.first ?? "", sequence: names.sequences.first ?? "",
      section: row.section.title,
      action: asks ? .ask(row.command) : .perform(row.command), obstacle: obstacle,
      proposal: proposal)
  }
}
