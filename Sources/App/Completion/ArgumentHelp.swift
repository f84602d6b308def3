internal import Words

/// Help on what to type as the argument of a command.
enum ArgumentHelp {
  /// Returns help on a free-text argument, or the usage of any other command.
  static func sentence(about row: CommandRow) -> String {
    switch row.command {
    case .renameConversation: Words.Completion.titleHelp
    case .tagConversation: Words.Completion.tagsHelp
    case .setSystemPrompt: Words.Completion.systemHelp
    case .openSearch: Words.Completion.searchHelp
    case .find: Words.Completion.findHelp
    default: Words.Completion.usage(row.usage, row.title)
    }
  }
}
