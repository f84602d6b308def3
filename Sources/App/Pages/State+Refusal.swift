internal import Screen
internal import Words

/// Refusing commands that need the conversation on the screen, so that nothing happens unseen.
extension State {
  /// Says why a key does nothing on the page on top or in the list.
  /// - Returns: whether the key does nothing.
  mutating func refuses(_ rule: KeyBinding) -> Bool {
    guard case .command(let command)? = rule.action, command.needsConversation,
      let row = CommandTable.row(of: command)
    else { return false }
    if let page = pages.last {
      let name = type(of: page).name
      guard PageCatalogue.page(named: name)?.row(named: .command(command)) == nil,
        !command.isVisible(onPage: name)
      else { return false }
      input.refusal = Words.Pages.needsConversation(row.title)
      return true
    }
    return refusesInList(command)
  }

  /// Refuses a command whose effect the list hides. Next to a side bar, the conversation can be seen.
  private mutating func refusesInList(_ command: Command) -> Bool {
    guard command.needsConversation, listHasKeys, !showsSideBar,
      let row = CommandTable.row(of: command)
    else { return false }
    notice = Notice(.information, Words.List.needsConversation(row.title))
    return true
  }

  /// Says why a key that acts on the conversation does nothing on a page or in the list. Keys that type
  /// text or move are not commands there.
  mutating func refuses(_ key: Key) -> Bool {
    guard isForCommands(key), let command = preferences.keymap.command(for: key, in: .composer)
    else { return false }
    return refuses(
      KeyBinding(context: .global, keys: [key], action: .command(command), setting: nil))
  }

  /// Whether only commands use the key here: a function key or, where no text is typed, one with Ctrl
  /// or Alt.
  private func isForCommands(_ key: Key) -> Bool {
    if let page = pages.last {
      return key.isFunction || (!type(of: page).takesText && (key.control || key.alt))
    }
    return listHasKeys && (key.isFunction || (list?.prompt == nil && (key.control || key.alt)))
  }

  /// Refuses what would change the conversation behind the list.
  mutating func refusesBehindList(_ command: Command) -> Bool {
    // A theme can be seen everywhere.
    command != .setTheme && refusesInList(command)
  }

  /// Shows why the last key did nothing, over the hints of the page on top.
  func drawRefusal(on canvas: inout Canvas) {
    guard let refusal = input.refusal, !pages.isEmpty, canvas.size.isEnoughForAFrame else { return }
    let y = canvas.size.height - 1
    canvas.fill(" ", .text, x: 0, y: y, width: canvas.size.width)
    let line = StyledLine(Sanitizer.sanitizeLine(refusal), Style(.accent))
    canvas.draw(line.truncated(to: canvas.size.width - 2), x: 1, y: y)
  }
}

extension Command {
  /// Whether what the command does can only be seen in the conversation.
  fileprivate var needsConversation: Bool {
    switch self {
    case .send, .newLine, .editQueued, .sendQueue, .discardQueue, .undoTyping, .redoTyping,
      .unfoldPaste, .toggleThinking, .answerNow, .regenerate, .continueAnswer, .set, .unset,
      .attach, .detach, .pasteClipboard, .dropOldest, .toggleReasoning, .focusNext, .focusPrevious,
      .pageUp, .pageDown, .nextCode, .previousCode, .toggleAttachments, .select, .find, .openLink,
      .copyText, .copyMarkdown, .nextMessage, .previousMessage, .nextQuestion, .previousQuestion,
      .nextSibling, .previousSibling, .edit, .quote, .delete, .undo, .fork, .pinConversation,
      .archiveConversation, .openListed, .export, .setTheme, .deleteOrQuit:
      true
    case .closeOrStop, .openEditor, .openParameters, .setModel, .chooseProvider, .setSystemPrompt,
      .choosePreset, .insertPrompt, .openProbabilities, .compare, .newConversation, .startPrivate,
      .openList, .openLast, .openSearch, .renameConversation, .tagConversation, .openPalette,
      .openHelp, .showKeySettings, .toggleVi, .stopOrClear, .openFigures, .redraw, .suspend, .quit:
      false
    }
  }

  /// Whether a page shows what the command changes.
  fileprivate func isVisible(onPage name: String) -> Bool {
    switch self {
    case .toggleThinking: name == ParametersPage.name
    case .dropOldest: name == FiguresPage.name
    default: false
    }
  }
}

extension Key {
  fileprivate var isFunction: Bool { if case .function = code { true } else { false } }
}
