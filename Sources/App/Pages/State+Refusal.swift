internal import Screen
internal import Words

/// Refusal of commands whose effect would be hidden, because a page or the list covers the
/// conversation.
extension State {
  /// Refuses a key binding if its command needs the conversation while a page or the list hides it.
  /// Shows the reason.
  /// - Returns: whether the command was refused.
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

  /// Refuses a command whose effect the list would hide. A list in the side bar hides nothing.
  private mutating func refusesInList(_ command: Command) -> Bool {
    guard command.needsConversation, listHasKeys, !showsSideBar,
      let row = CommandTable.row(of: command)
    else { return false }
    notice = Notice(.information, Words.List.needsConversation(row.title))
    return true
  }

  /// Refuses a key that acts on the conversation while a page or the list hides it, and shows why.
  /// Keys that type text or move the cursor are not commands there.
  mutating func refuses(_ key: Key) -> Bool {
    guard isForCommands(key), let command = preferences.keymap.command(for: key, in: .composer)
    else { return false }
    return refuses(
      KeyBinding(context: .global, keys: [key], action: .command(command), setting: nil))
  }

  /// Returns whether only commands use the key here. This is true of function keys and, where no
  /// text is typed, of keys with Ctrl or Alt.
  private func isForCommands(_ key: Key) -> Bool {
    if let page = pages.last {
      return key.isFunction || (!type(of: page).takesText && (key.control || key.alt))
    }
    return listHasKeys && (key.isFunction || (list?.prompt == nil && (key.control || key.alt)))
  }

  /// Refuses a command that would change the conversation hidden by the list.
  mutating func refusesBehindList(_ command: Command) -> Bool {
    // A new theme is visible everywhere.
    command != .setTheme && refusesInList(command)
  }

  /// Draws the reason why the last key did nothing, in place of the top page's hints.
  func drawRefusal(on canvas: inout Canvas) {
    guard let refusal = input.refusal, !pages.isEmpty, canvas.size.isEnoughForAFrame else { return }
    let y = canvas.size.height - 1
    canvas.fill(" ", .text, x: 0, y: y, width: canvas.size.width)
    if pages.last?.isOverlay == false { canvas.forgetClickAreas() }
    let line = StyledLine(Sanitizer.sanitizeLine(refusal), Style(.accent))
    canvas.draw(line.truncated(to: canvas.size.width - 2), x: 1, y: y)
  }
}

extension Command {
  /// Whether the command's effect can be seen only in the conversation.
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
    case .closeOrStop, .openEditor, .openParameters, .setModel, .chooseProvider, .setKey,
      .setSystemPrompt,
      .choosePreset, .insertPrompt, .openProbabilities, .compare, .newConversation, .startPrivate,
      .openList, .openLast, .openSearch, .renameConversation, .tagConversation, .openPalette,
      .openHelp, .showKeySettings, .toggleVi, .stopOrClear, .openFigures, .redraw, .suspend, .quit:
      false
    }
  }

  /// Returns whether the named page shows what the command changes.
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
