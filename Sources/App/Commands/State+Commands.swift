internal import Chat
internal import Words

extension State {
  /// Carries out a slash command that was typed into the composer. If the command needs
  /// correcting, the caret goes to the end of its argument.
  mutating func performTyped(_ command: Command, _ argument: String) -> [Effect] {
    let (text, caret) = (composer.text, composer.before.count)
    input.way = .typed("/" + (SlashText(text).map { String($0.word) } ?? ""))
    // Leave Esc to `perform`, because Esc does nothing else if it cancels a confirmation.
    if command != .closeOrStop { _ = disarm(before: command) }
    let effects = perform(command, argument: argument)
    let isRefused =
      notice?.kind == .trouble || [.copyText, .openListed, .openLink].contains(command)
    guard composer.text == text else { return effects }
    if isRefused, effects.isEmpty {
      notice?.isAboutDraft = true
      // The command may already have put the caret after the wrong word.
      if composer.before.count == caret { moveCaretToArgument() }
    } else if completion.menu != nil {
      // Close the menu: Esc must be able to cancel what the command is waiting for.
      (completion.menu, completion.closedFor) = (nil, text)
    }
    return effects
  }

  /// Reports what is wrong with a slash command that cannot be carried out. Its text stays in the
  /// composer, with the caret after the mistake.
  mutating func refuse(_ submission: Submission) {
    let text = composer.text
    switch submission {
    case .nothing, .question, .command: return
    case .unknownCommand(let word):
      let nearest = SlashText(text)?.nearestName
      notice = Notice(
        .trouble, Words.CommandProblem.unknown(word),
        advice: nearest.map { Words.CommandProblem.didYouMean($0) } ?? say(.listCommands))
    case .unexpectedArgument(let word):
      notice = Notice(
        .trouble, Words.CommandProblem.unexpectedArgument(word), advice: say(.sendAsText))
    case .unexpectedLines(let word):
      notice = Notice(
        .trouble, Words.CommandProblem.unexpectedLines(word), advice: say(.sendAsText))
    case .missingArgument(let usage):
      notice = Notice(.trouble, Words.CommandProblem.missingArgument(usage: usage))
    }
    notice?.isAboutDraft = true
    if let fault = submission.fault(in: text) { composer.moveCaret(to: fault) }
  }

  /// Puts the caret after the argument of the slash command in the composer, or after a word of the
  /// argument, so that Ctrl-W removes the mistake.
  /// - Parameter word: the wrong word; if `nil`, the argument's first word if that is an unknown
  ///   name, or else the whole argument.
  mutating func moveCaretToArgument(_ word: String? = nil) {
    let text = composer.text
    guard case .command(let command, let argument) = Submission(text), !argument.isEmpty,
      let slash = SlashText(text)
    else { return }
    var place = slash.rest.lastWordEnd
    if let word, let found = slash.rest.end(ofWord: word) {
      place = found
    } else {
      let name = slash.rest.prefix { !$0.isWhitespace }
      if !isKnown(String(name), to: command) { place = name.endIndex }
    }
    composer.moveCaret(to: text.distance(from: text.startIndex, to: place))
  }

  /// Returns whether `command` accepts `name` as the first word of its argument.
  private func isKnown(_ name: String, to command: Command) -> Bool {
    switch command {
    case .set: FormField(named: name) != nil || ["think", "model"].contains(name)
    case .chooseProvider: knownProvider(name) != nil
    default: true
    }
  }

  /// Carries out a slash command. If the command needs correcting, its text stays in the
  /// composer.
  mutating func perform(_ command: Command, argument: String) -> [Effect] {
    switch command {
    case .set:
      let name = argument.prefix { $0 != " " }
      let value = argument.dropFirst(name.count).drop { $0 == " " }
      if value.isEmpty, surface == .screen, isKnown(String(name), to: .set) {
        composer.clear()
        return askForArgument(.set, argument: name + " ")
      }
      return set(String(name), to: String(value))
    case .unset: return unset(argument)
    case .setModel where !argument.isEmpty: return set("model", to: argument)
    case .toggleThinking where !argument.isEmpty: return set("think", to: argument)
    case .chooseProvider where !argument.isEmpty:
      let (name, model) = providers.nameAndModel(typed: argument)
      return choose(name, model: model)
    case .setSystemPrompt: return setSystemPrompt(argument)
    case .choosePreset where !argument.isEmpty: return choosePreset(named: argument)
    case .insertPrompt where !argument.isEmpty: return insertPrompt(named: argument)
    case .renameConversation: return renameConversation(argument)
    case .tagConversation: return tagConversation(argument)
    case .export: return exportConversation(to: argument)
    case .attach: return attach(argument)
    case .openListed: return openListed(typed: argument)
    case .setTheme: return useTheme(argument)
    case .compare where !argument.isEmpty: return compare(typed: argument)
    case .openLink where !argument.isEmpty: return openLink(typed: argument)
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
    case .detach: return detach(argument)
    case .find:
      startFind()
      find?.field = Composer(argument)
      applyFind()
      return []
    default: return perform(command)
    }
  }

  /// Carries out `/copy 2`, `/copy markdown`, or the older `/copy raw`.
  private mutating func copy(typed argument: String) -> [Effect] {
    if let number = Int(argument) {
      let effects = copyCode(number)
      if !effects.isEmpty { composer.clear() }
      return effects
    }
    guard ["raw", "markdown"].contains(argument) else {
      notice = Notice(.trouble, Words.CommandProblem.copyTakesNumber)
      return []
    }
    composer.clear()
    return perform(.copyMarkdown)
  }

  private mutating func openListed(typed argument: String) -> [Effect] {
    let isNumber = argument.allSatisfy { $0.isASCII && $0.isNumber }
    guard let number = Int(argument) ?? (isNumber ? .max : nil) else { return openTitled(argument) }
    guard lists.lastShown.indices.contains(number.subtractingClamped(1)) else {
      return openListed(number)
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

extension Substring {
  /// Returns where the first occurrence of a whole word ends.
  fileprivate func end(ofWord word: String) -> Index? {
    split(whereSeparator: \.isWhitespace).first { $0 == word }?.endIndex
  }
}
