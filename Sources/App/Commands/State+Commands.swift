internal import Words

extension State {
  /// Carries out a slash command. If it needs correcting, its text stays in the composer.
  mutating func perform(_ command: Command, argument: String) -> [Effect] {
    var argument = argument
    while argument.last == " " { argument.removeLast() }
    switch command {
    case .set:
      let name = argument.prefix { $0 != " " }
      return set(String(name), to: String(argument.dropFirst(name.count).drop { $0 == " " }))
    case .unset: return unset(argument)
    case .setModel where !argument.isEmpty: return set("model", to: argument)
    case .toggleThinking where !argument.isEmpty: return set("think", to: argument)
    case .chooseProvider where !argument.isEmpty:
      let words = argument.split(separator: " ", maxSplits: 1).map(String.init)
      return choose(words.first ?? "", model: words.count > 1 ? words[1] : "")
    case .setSystemPrompt: return setSystemPrompt(argument)
    case .choosePreset where !argument.isEmpty: return choosePreset(named: argument)
    case .insertPrompt where !argument.isEmpty: return insertPrompt(named: argument)
    case .export: return exportConversation(to: argument)
    case .openListed: return openListed(typed: argument)
    case .compare where !argument.isEmpty: return compare(typed: argument)
    case .copyText where !argument.isEmpty: return copy(typed: argument)
    default:
      composer.clear()
      return performCleared(command, argument)
    }
  }

  private mutating func performCleared(_ command: Command, _ argument: String) -> [Effect] {
    guard !argument.isEmpty else { return perform(command) }
    switch command {
    case .openSearch: return openSearch(argument)
    case .find:
      startFind()
      find?.query = argument
      applyFind()
      return []
    default: return perform(command)
    }
  }

  /// `/copy 2`, `/copy markdown`, and the older `/copy raw`.
  private mutating func copy(typed argument: String) -> [Effect] {
    if let number = Int(argument) {
      composer.clear()
      return copyCode(number)
    }
    guard ["raw", "markdown"].contains(argument) else {
      notice = Notice(.trouble, Words.CommandProblem.copyTakesNumber)
      return []
    }
    composer.clear()
    return perform(.copyMarkdown)
  }

  private mutating func openListed(typed argument: String) -> [Effect] {
    guard let number = Int(argument) else {
      notice = Notice(.trouble, Words.CommandProblem.openTakesNumber)
      return []
    }
    composer.clear()
    return openListed(number)
  }

  /// Puts a command that needs an argument into an empty composer, ready for the argument.
  mutating func beginTyping(_ command: Command) {
    guard let row = CommandTable.row(of: command), let name = row.names.first else { return }
    focus = .composer
    guard composer.isEmpty else {
      notice = Notice(.information, Words.CommandProblem.typeIt(usage: row.usage))
      return
    }
    composer.insert("/\(name) ")
  }
}
