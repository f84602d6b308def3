internal import Chat
internal import Screen
internal import Words

extension State {
  /// Applies an event and returns the effects to perform. Performs no I/O and reads no clock; the
  /// caller must first set `now` to the time of the event.
  mutating func update(_ event: Event) -> [Effect] {
    let isKey = if case .keyPressed = event { true } else { false }
    var effects = removingReadNotice(isKey: isKey) { $0.handle(event) }
    if !input.typeAhead.isEmpty { effects += applyTypeAhead() }
    returnToStart()
    countTokens()
    effects += refreshTally(after: event)
    effects += refreshCompletion(isForced: event.bringsCandidates) + refreshAttachments()
    effects += previewTheme(along: effects) + loadPreview() + loadOutdated()
    effects = withoutPrivate(effects)
    if isUnsaved { noteUnwritten(effects) }
    return effects
  }

  private mutating func handle(_ event: Event) -> [Effect] {
    switch event {
    case .keyPressed(let key):
      input.lastClick = nil
      return receive(.key(key))
    case .pasted(let text): return receive(.pasted(text))
    case .lineEntered(let line): return receive(.line(line))
    case .mouseMoved(let mouse): return handle(mouse)
    case .resized(let size): return resize(to: size)
    case .timerFired(let timer): return fire(timer)
    case .focusChanged(let isFocused):
      terminal.isFocused = isFocused
      return isFocused ? checkForChanges : []
    case .alertFailed(let status): noteAlertFailed(status: status)
    case .resumed:
      terminal.isFocused = true
      return [.terminal(.redraw)] + checkForChanges
    case .editorStopped: return editor == nil ? [] : [.terminal(.suspend)]
    case .editorClosed(let outcome): return noteClosed(outcome)
    // A signal ends the program. The answer counts as truncated, since the user did not stop it.
    case .terminated: return quit(ending: .truncated)
    case .streamed(let request, let event): return receive(event, for: request)
    case .copied(let what, let outcome, let removed):
      noteCopied(what, outcome, removed: removed)
    case .linkNotOpened(let address, let program): return noteUnopened(address, by: program)
    case .localServersFound, .serverRecognized, .serverUnreachable, .serverWantsKey:
      return noteServer(event)
    case .catalogLoaded(let catalog): return noteLoaded(catalog)
    case .modelsListed(let provider, let result): return noteListed(result, by: provider)
    case .keyChecked(let provider, let outcome): return noteChecked(outcome, at: provider)
    case .keyFound(let provider, let standing): note(standing, of: provider)
    case .keyRemoved(let provider, let removal): noteRemoved(removal, at: provider)
    case .presetsLoaded(let listing): return noteLoaded(listing)
    case .promptsLoaded(let listing): return noteLoaded(listing)
    case .presetSaved(let preset, let outcome): return noteSaved(preset, outcome)
    case .questionSaved(let request, let error): return questionSaved(request, error)
    case .saved(let error): return noteSaved(error)
    case .deletionUndone(let id, let title, let undone):
      return noteUndoneDeletion(undone, of: id, title)
    case .changedElsewhere: return noteChangedElsewhere()
    case .conversationsDeleted(let count, let days): sayDeleted(count, unusedForDays: days)
    case .summariesLoaded(let request, let result): return noteLoaded(result, for: request)
    case .previewLoaded(let request, let result): note(preview: result, for: request)
    case .folderListed(let path, let listing): noteListed(path, listing)
    case .projectListed(let paths): noteProject(paths)
    case .attachmentsRead(let request, let readings): return noteRead(request, readings)
    case .clipboardRead(let request, let reading):
      noteClipboard(request, reading)
      return noteDraft()
    case .standardInputRead(let reading): noteStandardInput(reading)
    case .themeChosen(let name, let outcome): return noteTheme(name, outcome)
    case .found(let request, let result): show(result, for: request)
    case .indexed: return noteIndexed()
    case .exporting(let path, let count): noteExporting(path, done: count)
    case .exported(let path, let outcome): noteExported(path, outcome)
    case .conversationLoaded(let request, let result): return open(result, for: request)
    case .marksLoaded(let request, let result): return noteMarks(result, for: request)
    case .deletionRestored(let request, let result): return restored(result, for: request)
    case .spendingLoaded(let request, let id, let result): note(result, on: id, for: request)
    }
    return []
  }

  private mutating func noteServer(_ event: Event) -> [Effect] {
    if case .localServersFound(let servers) = event { note(found: servers) }
    if case .serverRecognized(let provider) = event { return note(recognized: provider) }
    if case .serverUnreachable(let provider) = event { note(unreachable: provider) }
    if case .serverWantsKey(let provider, let hasKey) = event {
      note(wantsKey: provider, hasKey: hasKey)
    }
    return []
  }

  private mutating func sayDeleted(_ count: Int, unusedForDays days: Int) {
    notice = Notice(.information, ErrorText.deleted(count, unusedForDays: days))
  }

  private mutating func fire(_ timer: TimerName) -> [Effect] {
    switch timer {
    case .saveText: return saveText()
    case .saveDraft: return saveDraft()
    case .readAttachments: return readAttachments()
    case .saveAgain: return saveAgain()
    case .reload: return reload()
    case .storeIsSlow: return []
    case .serversChecked: return compareChecked()
    // The matches are counted after the event, by `refreshTally(after:)`.
    case .countMatches: return []
    case .exportIsSlow:
      saySlowExport()
      return []
    case .searchIsSlow:
      saySlowSearch()
      return []
    case .second: return front.isAnswering ? countSeconds : []
    case .quitDisarmed:
      disarmQuit()
      return []
    case .scrollDrag: return scrollHeldDrag()
    }
  }

  mutating func perform(_ command: Command) -> [Effect] {
    if disarm(before: command) { return [] }
    noteDone(command)
    if !command.keepsCodeMark { codeCursor = nil }
    if command.actsOnMessage, !prepareMessage(for: command) { return [] }
    switch command {
    case .send: return submit()
    case .newLine:
      composer.insert("\n")
      return []
    case .closeOrStop: return closeOrStop()
    case .stopOrClear: return stopOrClear()
    case .deleteOrQuit: return deleteOrQuit()
    case .editQueued: return editQueued()
    case .sendQueue: return sendQueue(notice)
    case .discardQueue: return discardQueue()
    case .attach: beginTyping(command)
    case .pasteClipboard: return pasteClipboard()
    case .detach: return detach("")
    case .openEditor: return openEditor()
    case .undoTyping: if !composer.undo() { notice = Notice.nothingToUndo.aboutDraft }
    case .redoTyping: if !composer.redo() { notice = Notice.nothingToRedo.aboutDraft }
    case .unfoldPaste: return unfoldPaste()
    case .toggleVi: toggleVi()
    case .toggleThinking: return toggleThinking()
    case .answerNow: return answerNow()
    case .toggleReasoning: toggleReasoning()
    case .newConversation: return startConversation()
    case .startPrivate: return startPrivate()
    case .openList: return openList()
    case .openSearch: return openSearch()
    case .openLast: return openLast()
    case .setModel, .chooseProvider: return togglePicker()
    case .setKey: return toggleKeyPage()
    case .choosePreset: return togglePresets()
    case .insertPrompt: return togglePrompts()
    case .setSystemPrompt: return openSystemPrompt()
    case .set, .unset, .openListed, .export, .setTheme: beginTyping(command)
    case .renameConversation, .tagConversation: return askForArgument(command)
    case .pinConversation: return markConversation(.togglePin)
    case .archiveConversation: return markConversation(.toggleArchive)
    case .openHelp: toggle(HelpPage(at: helpSection))
    case .showKeySettings: pages.append(HelpPage(atKeySettings: true))
    case .openParameters: openParameters()
    case .openPalette: return togglePalette()
    case .focusNext: return moveFocus(by: 1)
    case .focusPrevious: return moveFocus(by: -1)
    case .pageUp: scrollPage(-1)
    case .pageDown: scrollPage(1)
    case .regenerate: return regenerate()
    case .continueAnswer: return continueAnswer()
    case .nextMessage: jump(1) { _ in true }
    case .previousMessage: jump(-1) { _ in true }
    case .nextQuestion: jump(1) { $0.role == .user }
    case .previousQuestion: jump(-1) { $0.role == .user }
    case .nextSibling: return selectSibling(1)
    case .previousSibling: return selectSibling(-1)
    case .edit: return editQuestion()
    case .quote: return quote()
    case .delete: return deleteMessage()
    case .undo: return undoDeletion()
    case .fork: return fork()
    case .compare: return compare()
    case .openProbabilities: return openProbabilities()
    case .nextCode: jumpToCode(1)
    case .previousCode: jumpToCode(-1)
    case .select: startSelection()
    case .toggleAttachments: toggleAttachments()
    case .find: startFind()
    case .openLink: return openLink()
    case .copyText: return copy(asMarkdown: false)
    case .copyMarkdown: return copy(asMarkdown: true)
    case .openFigures: return toggleFigures()
    case .dropOldest: return toggleDroppingOldest()
    case .redraw: return [.terminal(.redraw)]
    case .suspend: return [.terminal(.suspend)]
    case .quit: return quitUnlessLosing()
    }
    return []
  }

  // MARK: Focus and scrolling

  private mutating func moveFocus(by step: Int) -> [Effect] {
    let order: [Focus] =
      panes.areas.reasoning != nil
      ? [.composer, .transcript, .reasoning] : [.composer, .transcript]
    let index = order.firstIndex(of: focus) ?? 0
    if showsSideBar, !order.indices.contains(index + step) { return moveFocusToList() }
    focus = order[(index + step + order.count) % order.count]
    return []
  }

  mutating func scrollPage(_ pages: Int) {
    if focus == .reasoning {
      reasoning.scrollPage(pages)
    } else {
      transcript.scrollPage(pages, conversation)
      forgetUnseenMark()
    }
  }
}
