internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// Listing and running the palette's entries.
extension State {
  mutating func togglePalette() -> [Effect] {
    if pages.last is PalettePage {
      pages.removeLast()
      return []
    }
    let entries = paletteEntries()
    pages.append(PalettePage(entries, recent: recent.actions))
    guard surface == .screen else { return [] }
    return loadCatalog() + [.library(.loadPresets)] + loadConversationTitles()
  }

  /// Asks for a command's argument in the palette, without touching the draft.
  /// - Parameter argument: the initial text of the argument field, instead of the command's
  ///   default.
  mutating func askForArgument(_ command: Command, argument: String? = nil) -> [Effect] {
    if let obstacle = obstacle(to: command), let row = CommandTable.row(of: command) {
      notice = Notice(.information, Words.Palette.notNow(row.title, obstacle))
      return []
    }
    guard surface == .screen else {
      beginTyping(command)
      return []
    }
    let effects = togglePalette()
    updatePages(PalettePage.self) { $0.askDirectly(for: command, argument: argument) }
    return effects
  }

  /// Updates the palette with newly loaded content and with completions of the typed argument.
  /// - Parameter isForced: whether to update even if nothing was typed, because more has been
  ///   loaded.
  mutating func refreshPalette(isForced: Bool) -> [Effect] {
    guard let index = pages.indices.last, var page = pages[index] as? PalettePage else { return [] }
    if isForced { page.take(paletteEntries()) }
    var effects: [Effect] = []
    if let composer = page.askedText, isForced || !page.isCompleted {
      if let slot = CompletionSlot(composer) {
        effects = loadCandidates(for: slot)
        let (candidates, note) = candidates(for: slot)
        let isBlank = note.isEmpty && candidates.isEmpty
        page.offer(
          candidates, note: isBlank ? help(with: page.asked, slot) : note, for: slot)
      } else {
        page.offer([], note: "", for: nil)
      }
    }
    pages[index] = page
    return effects
  }

  /// Returns what to show in place of completions: that the typed text matches none, or else help on
  /// the argument.
  private func help(with asked: PalettePage.Asked?, _ slot: CompletionSlot) -> String {
    guard let row = asked?.row else { return "" }
    guard !slot.typed.isEmpty, row.argument?.source.isList == true,
      completion.conversations != .failed
    else { return ArgumentHelp.sentence(about: row) }
    return FilterField.noMatches(preferences.keymap)
  }

  mutating func follow(_ request: PaletteRequest) -> [Effect] {
    switch request {
    case .perform(let command, let id):
      pages = []
      if refusesBehindList(command) { return [] }
      note(recentAction: id)
      input.way = .chosen
      return perform(command)
    case .submit(let text, let id):
      let palette = pages
      pages = []
      if case .command(let command, _) = Submission(text), refusesBehindList(command) { return [] }
      pages = palette
      return submitFromPalette(text, id)
    case .open(let conversation):
      pages = []
      return open(conversation)
    }
  }

  /// Runs a slash command without touching the draft. If the command needs correcting, the palette
  /// stays open and shows why.
  private mutating func submitFromPalette(_ text: String, _ id: String) -> [Effect] {
    let stack = pages
    var draft = composer
    composer = Composer(text)
    attachments = draft.attachments
    pages = []
    let effects = submit()
    draft.attachments = attachments
    draft.attachments.revision = nil
    let isRefused = composer.text == text && notice?.kind == .trouble
    if composer.isEmpty || composer.text == text {
      composer = draft
    } else {
      // The command put other text into the composer, such as a prompt. Keep the draft for yanking.
      composer.cuts = draft.cuts
      composer.keepForYank(draft.text)
    }
    guard isRefused, var page = stack.last as? PalettePage else {
      note(recentAction: id)
      return effects
    }
    page.problem = notice?.text ?? ""
    notice = nil
    pages = stack.dropLast() + [page]
    return effects
  }

  private mutating func note(recentAction id: String) {
    recent.actions.removeAll { $0 == id }
    recent.actions.insert(id, at: 0)
    recent.actions.removeLast(max(0, recent.actions.count - PalettePage.mostRemembered))
  }

  // MARK: Entries

  mutating func paletteEntries() -> [PaletteEntry] {
    let editing = CommandTable.rows.filter { Self.draftCommands.contains($0.command) }
    return commandEntries + modelEntries + parameterEntries + themeEntries + presetEntries
      + exportEntries + codeEntries() + conversationEntries
      + editing.map { entry($0).under(Words.Keys.editing) }
  }

  /// The sections, most needed first.
  private static let sections: [CommandRow.Section] = [
    .conversations, .ask, .read, .branches, .program,
  ]

  /// Commands that only edit the draft. They come last, because people use their keys.
  static let draftCommands: Set<Command> = [
    .newLine, .undoTyping, .redoTyping, .unfoldPaste, .deleteOrQuit,
  ]

  private var commandEntries: [PaletteEntry] {
    Self.sections.flatMap { section in
      CommandTable.rows.filter {
        $0.section == section && $0.command != .openPalette
          && !Self.draftCommands.contains($0.command)
      }.map(entry)
    }
  }

  private func entry(_ row: CommandRow) -> PaletteEntry {
    PaletteEntry(
      row, preferences.keymap, title: row.command == .copyText ? copyTitle : nil,
      obstacle: obstacle(to: row.command), proposal: proposal(for: row.command))
  }

  /// Returns the initial text of the palette's argument field.
  private func proposal(for command: Command) -> String {
    switch command {
    case .renameConversation: conversation.title
    case .export: exportPath(for: [conversation.title])
    default: ""
    }
  }

  /// Returns why a command is currently unavailable; `nil` if it can be run.
  func obstacle(to command: Command) -> String? {
    let isEmpty = conversation.isEmpty
    switch command {
    case .send: return composer.isEmpty ? Words.Palette.emptyDraft : nil
    case .answerNow: return front.canAnswerNow ? nil : Words.Palette.notThinking
    case .regenerate, .continueAnswer, .dropOldest:
      return isEmpty
        ? Words.Palette.noMessages : stream == nil ? nil : Words.Palette.stillAnswering
    case .openLink, .toggleAttachments, .copyText, .copyMarkdown, .find, .select, .nextMessage,
      .previousMessage,
      .nextQuestion,
      .previousQuestion, .nextSibling, .previousSibling, .nextCode, .previousCode, .edit, .quote,
      .delete, .fork, .openProbabilities:
      return isEmpty ? Words.Palette.noMessages : nil
    case .renameConversation: return isEmpty ? Words.Palette.noMessages : nil
    case .export, .pinConversation, .tagConversation, .archiveConversation:
      return isEmpty ? Words.Palette.noMessages : isPrivate ? Words.Palette.isPrivate : nil
    case .openListed, .openSearch: return preferences.isStored ? nil : Words.Palette.historyOff
    case .editQueued, .sendQueue, .discardQueue:
      return queue.isEmpty ? Words.Palette.noQueue : nil
    case .unset: return parameterForm.setCount == 0 ? Words.Palette.nothingSet : nil
    case .detach: return attachments.isEmpty ? Words.Palette.noAttachments : nil
    case .setKey: return session.isDemo ? Words.Palette.demoNeedsNoKey : nil
    case .attach, .pasteClipboard, .newLine, .closeOrStop, .stopOrClear, .deleteOrQuit, .openEditor,
      .undoTyping,
      .redoTyping, .unfoldPaste, .toggleVi, .toggleThinking, .toggleReasoning,
      .newConversation, .startPrivate, .openList, .openLast, .openHelp, .showKeySettings,
      .openParameters,
      .openPalette,
      .openFigures,
      .setTheme, .set, .setModel, .chooseProvider, .setSystemPrompt, .choosePreset, .insertPrompt,
      .focusNext, .focusPrevious, .pageUp, .pageDown, .undo, .compare, .redraw, .suspend, .quit:
      return nil
    }
  }

  private func entry(
    _ text: String, _ title: String, _ detail: String, in section: String, obstacle: String? = nil
  ) -> PaletteEntry {
    PaletteEntry(
      id: text, title: title, detail: detail, section: section, action: .typed(text),
      obstacle: obstacle)
  }

  /// Entries for the recently used models, the favourites and the providers.
  private var modelEntries: [PaletteEntry] {
    let content = pickerContent
    let busy = stream == nil ? nil : Words.Palette.stillAnswering
    var seen: Set<ModelChoice> = []
    let choices = (content.recent + content.favorites).filter {
      $0 != content.current && seen.insert($0).inserted
    }
    return choices.map { choice in
      entry(
        CommandTable.text(
          .chooseProvider, KnownProviders.typedName(choice.provider), choice.model),
        Words.Palette.model(Sanitizer.sanitizeLine(choice.model)),
        Sanitizer.sanitizeLine(Provider.shownName(ofID: choice.provider)),
        in: Words.Palette.models, obstacle: busy)
    }
      + providers.listed.filter { $0.provider.id != session.provider.id }.map { choice in
        entry(
          CommandTable.text(.chooseProvider, KnownProviders.typedName(choice.provider.id)),
          Words.Palette.provider(choice.provider.listedName),
          choice.lacksKey ? Words.Completion.noKey : "", in: Words.Palette.models, obstacle: busy)
      }
  }

  /// Entries for the parameters, for people who search for a name such as `temperature`.
  private var parameterEntries: [PaletteEntry] {
    let form = parameterForm
    return FormField.all.map { field in
      PaletteEntry(
        id: CommandTable.text(.set, field.name), title: Words.Palette.setParameter(field.name),
        detail: form.value(of: field) ?? "", section: Words.Palette.parameters,
        action: .ask(.set), proposal: field.name + " ")
    }
  }

  private var themeEntries: [PaletteEntry] {
    preferences.themes.filter { $0 != theme }.map { name in
      let text = CommandTable.text(.setTheme, name)
      return entry(text, Words.Palette.theme(name), text, in: Words.Palette.themes)
    }
  }

  private var presetEntries: [PaletteEntry] {
    (library.presets?.files ?? []).map { file in
      entry(
        CommandTable.text(.choosePreset, ArgumentText.quoted(file.name)),
        Words.Palette.preset(file.name),
        file.reading.content.map { PresetText.contents($0).joined(separator: " · ") } ?? "",
        in: Words.Palette.presets)
    }
  }

  private var exportEntries: [PaletteEntry] {
    let path = exportPath(for: [conversation.title])
    return [("md", "Markdown"), ("html", "HTML"), ("txt", "text"), ("json", "JSON")].map {
      ending, name in
      let file = path.dropLast("md".count) + ending
      return PaletteEntry(
        id: CommandTable.text(.export, ending), title: Words.Palette.export(name),
        detail: String(file),
        section: Words.Palette.exports, action: .typed(CommandTable.text(.export, String(file))),
        obstacle: obstacle(to: .export))
    }
  }

  private mutating func codeEntries() -> [PaletteEntry] {
    codeBlocksInView().map { code in
      entry(
        CommandTable.text(.copyText, String(code.number)), Words.Palette.copyCode(code.number),
        CodeText.summary(code.language, code.source), in: Words.Palette.code)
    }
  }

  private var conversationEntries: [PaletteEntry] {
    completion.conversations.summaries.lazy
      .filter { $0.id != conversation.id && !$0.title.isEmpty }.prefix(10).map {
        PaletteEntry(
          id: CommandTable.text(.openListed, String(describing: $0.id)),
          title: Words.Palette.open(Sanitizer.sanitizeLine($0.title)),
          detail: Words.messages($0.messageCount), section: Words.Palette.conversations,
          action: .open($0.id))
      }
  }
}
