internal import Chat
internal import Markdown
internal import Screen
internal import Words

/// The completions for each kind of word.
extension State {
  /// Returns the completions that match, and a note about the word.
  mutating func candidates(for slot: CompletionSlot) -> (candidates: [Candidate], note: String) {
    switch slot.place {
    case .name: return commandNames(slot)
    case .mention: return mentions(slot.typed)
    case .argument(let command, let earlier):
      guard let row = CommandTable.row(of: command), let argument = row.argument else {
        return ([], "")
      }
      let help = slot.typed.isEmpty ? ArgumentHelp.sentence(about: row) : ""
      switch argument.source {
      case .paths: return paths(slot, for: command)
      case .parameters:
        if let name = earlier.first {
          return command == .set ? values(of: name, typed: slot.typed) : ([], "")
        }
        return (Candidate.matching(slot.typed, parameterNames(for: command)), "")
      case .providers:
        let all = earlier.first.map { models(of: $0) } ?? providerNames
        return listed(all, slot)
      case .models:
        return listed(modelsHereFirst, slot)
      case .comparedModels: return listed(comparable, slot)
      case .presets:
        return named(library.presets?.names, slot) { name in
          library.presets?.file(named: name)?.reading.content.map {
            PresetText.contents($0).joined(separator: " · ")
          } ?? ""
        }
      case .prompts: return named(library.prompts?.names, slot) { _ in "" }
      case .listedConversations: return conversationTitles(slot, help: help)
      case .thinking: return choices(thinkingChoices, slot, help: help)
      case .copyForms: return choices(copyForms(), slot, help: help)
      case .links: return choices(linkCandidates(), slot, help: help)
      case .themes: return themes(slot)
      case .attachments: return choices(attachmentNames, slot, help: help)
      case .words, .text: return ([], help)
      }
    }
  }

  /// - Parameter help: shown only if there are no candidates.
  private func choices(
    _ all: [Candidate], _ slot: CompletionSlot, help: String
  ) -> ([Candidate], String) {
    (Candidate.matching(slot.typed, all), all.isEmpty ? help : "")
  }

  private func commandNames(_ slot: CompletionSlot) -> ([Candidate], String) {
    let command = CommandTable.row(named: slot.typed.lowercased())?.command
    // A path may follow the name.
    let isUsual = command == .export && slot.isLast
    return (CommandCandidates.matching(slot.typed), isUsual ? exportNote : "")
  }

  private func paths(_ slot: CompletionSlot, for command: Command) -> ([Candidate], String) {
    let (found, note) = paths(slot.typed)
    let isUsual = command == .export && slot.typed.isEmpty && slot.isLast
    return (found, note.isEmpty && isUsual ? exportNote : note)
  }

  private var acceptKey: String {
    preferences.keymap.name(of: .own("accept"), in: .completion)
  }

  /// A note that shows where `/export` writes if no path is given; empty if the conversation cannot
  /// be exported.
  private var exportNote: String {
    obstacle(to: .export) == nil
      ? Words.Completion.exports(to: exportPath(for: [conversation.title]), acceptKey) : ""
  }

  private mutating func linkCandidates() -> [Candidate] {
    linksInView().links.map {
      Candidate(String($0.number), help: Sanitizer.sanitizeLine($0.address))
    }
  }

  private func themes(_ slot: CompletionSlot) -> ([Candidate], String) {
    let themes = Candidate.matching(slot.typed, themeCandidates)
    return (themes, themes.isEmpty ? "" : Words.Theme.note)
  }

  private var themeCandidates: [Candidate] {
    preferences.themes.map { name in
      let notes = [
        name == theme ? Words.Completion.current : nil,
        preferences.themeBackgrounds[name].map { Words.Theme.needs(isDark: $0 == .dark) },
        preferences.ownThemes.contains(name) ? nil : Words.Theme.character(of: name),
      ]
      var candidate = Candidate(name, help: notes.compactMap(\.self).joined(separator: " · "))
      candidate.isCurrent = name == theme
      return candidate
    }
  }

  private var attachmentNames: [Candidate] { attachments.rows.map { Candidate($0.name) } }

  private func named(
    _ names: [String]?, _ slot: CompletionSlot, help: (String) -> String
  ) -> ([Candidate], String) {
    guard let names else { return ([], Words.Completion.loading) }
    let all = names.map { Candidate($0, help: help($0)) }
    return (Candidate.matching(slot.typed, all), all.isEmpty ? Words.Completion.noFiles : "")
  }

  // MARK: Models

  private func listed(_ all: [Candidate], _ slot: CompletionSlot) -> ([Candidate], String) {
    (Candidate.matching(slot.typed, all), models.isAsking ? Words.Completion.loading : "")
  }

  private var providerNames: [Candidate] {
    PickerContent.providers(session, providers).map { choice in
      let isCurrent = session.isConfigured && choice.provider.id == session.provider.id
      var candidate = Candidate(
        KnownProviders.typedName(choice.provider.id),
        help: isCurrent
          ? Words.Completion.current : choice.lacksKey ? Words.Completion.noKey : "",
        use: .mayGoOn)
      candidate.aliases = [choice.provider.brand].compactMap(\.self)
      return candidate
    }
  }

  /// Returns the models of a provider, the most recently used ones first.
  private func models(of name: String) -> [Candidate] {
    let id = knownProvider(name)?.provider.id ?? name
    return modelChoices.filter { $0.provider == id }.map { Candidate($0.model) }
  }

  private var modelChoices: [ModelChoice] {
    let content = pickerContent
    let ranked = content.everyChoice.enumerated().map { order, choice in
      (content.ranks[choice] ?? .max, order, choice)
    }
    return ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  /// The models of the current provider, then those of other providers. Choosing one of the
  /// latter also changes the provider.
  private var modelsHereFirst: [Candidate] {
    let here = session.provider.id
    let choices = modelChoices
    let others = choices.filter { $0.provider != here && knownProvider($0.provider) != nil }
    return choices.filter { $0.provider == here }.map {
      Candidate($0.model, help: $0.model == session.model ? Words.Completion.current : "")
    }
      + others.map { choice in
        Candidate(
          choice.model, help: Provider.shownName(ofID: choice.provider),
          use: .draft(
            CommandTable.text(
              .chooseProvider, KnownProviders.typedName(choice.provider), choice.model)))
      }
  }

  /// The models that `/compare` accepts.
  private var comparable: [Candidate] {
    let here = session.provider.id
    return modelChoices.filter { knownProvider($0.provider)?.lacksKey == false }.map { choice in
      let place = choice.provider == here ? "" : KnownProviders.typedName(choice.provider) + ":"
      return Candidate(place + choice.model, use: .goOn)
    }
  }

  // MARK: Settings

  private func parameterNames(for command: Command) -> [Candidate] {
    let form = parameterForm
    return FormField.all.filter { command == .set || form.value(of: $0) != nil }.map { field in
      Candidate(
        field.name, help: form.value(of: field) ?? field.explanation,
        use: command == .set ? .goOn : .finish)
    }
  }

  private func values(of name: String, typed: String) -> ([Candidate], String) {
    guard let field = FormField(named: name) else {
      return name == "think" ? (Candidate.matching(typed, thinkingChoices), "") : ([], "")
    }
    let form = parameterForm
    let range = form.range(of: field)
    var values: [Candidate] = []
    if let value = form.value(of: field) {
      values.append(Candidate(value, help: Words.Completion.current))
    }
    if let value = form.recommendation(for: field) {
      values.append(Candidate(value, help: Words.Completion.recommended))
    }
    let words: [String] =
      switch range {
      case .flag: ["true", "false"]
      case .word(let words): words
      case .json(let shape): shape.words
      case .integer, .number, .texts: []
      }
    values += words.map { Candidate($0) }
    var seen: Set<String> = []
    values = values.filter { seen.insert($0.text).inserted }
    return (
      Candidate.matching(typed, values),
      Words.Completion.value(name, Words.Parameter.range(range), field.explanation)
    )
  }

  private var thinkingChoices: [Candidate] {
    let forms = session.provider.thinkingForms
    var choices: [Candidate] = []
    if forms.contains(.on) { choices.append(Candidate("on")) }
    if forms.contains(.off) { choices.append(Candidate("off")) }
    if forms.contains(.effort) {
      choices += ThinkingEffort.allCases.map { Candidate($0.rawValue) }
    }
    if forms.contains(.budget) {
      choices += ["1024", "4096", "16384"].map { Candidate($0, help: Words.Completion.tokens) }
    }
    return choices
  }

  private mutating func copyForms() -> [Candidate] {
    [Candidate("markdown", help: Words.Command.copyMarkdown)]
      + codeBlocksInView().map { code in
        Candidate(String(code.number), help: CodeText.summary(code.language, code.source))
      }
  }

  // MARK: Conversations and files

  private func conversationTitles(
    _ slot: CompletionSlot, help: String
  ) -> ([Candidate], String) {
    switch completion.conversations {
    case .unknown, .asked: return ([], Words.Completion.loading)
    case .failed: return ([], help)
    case .known(let summaries):
      let all = summaries.filter { $0.id != conversation.id && !$0.title.isEmpty }.map {
        Candidate(
          Sanitizer.sanitizeLine($0.title), help: Words.messages($0.messageCount),
          use: .open($0.id))
      }
      return choices(all, slot, help: help)
    }
  }

  func paths(_ typed: String) -> ([Candidate], String) {
    let file = TypedFile(typed)
    guard let folder = completion.folder, folder.path == file.folder,
      let listing = folder.listing
    else { return ([], Words.Completion.loading) }
    return switch listing {
    case .files(let entries): (file.candidates(entries), "")
    case .failed(let reason): ([], reason)
    }
  }

  // MARK: Loading

  /// Requests the data that a word's completions need, unless it is already loaded.
  mutating func loadCandidates(for slot: CompletionSlot) -> [Effect] {
    if slot.place == .mention { return loadFiles(for: slot) }
    guard case .argument(let command, let earlier) = slot.place,
      let source = CommandTable.row(of: command)?.argument?.source
    else { return [] }
    let isNew = completion.loadedFor != slot.place
    completion.loadedFor = slot.place
    switch source {
    case .models, .comparedModels:
      return loadModels(of: session.provider, lacksKey: session.lacksKey)
    case .providers:
      guard let name = earlier.first, let choice = knownProvider(name) else { return [] }
      return loadModels(of: choice.provider, lacksKey: choice.lacksKey)
    case .presets: return isNew ? [.library(.loadPresets)] : []
    case .prompts: return isNew ? [.library(.loadPrompts)] : []
    case .listedConversations: return loadConversationTitles()
    case .paths:
      return loadFolder(of: slot)
    case .parameters, .thinking, .copyForms, .links, .themes, .attachments, .words, .text:
      return []
    }
  }

  mutating func loadFolder(of slot: CompletionSlot) -> [Effect] {
    let path = TypedFile(slot.typed).folder
    guard completion.folder?.path != path else { return [] }
    completion.folder = Completion.ListedFolder(path: path)
    return [.files(.listFolder(path))]
  }

  private mutating func loadModels(of provider: Provider, lacksKey: Bool) -> [Effect] {
    let loading = loadCatalog()
    guard models.loading == .loaded, models.listing(of: provider) == nil,
      models.request(to: provider) == nil, !lacksKey || provider.listsModelsWithoutKey,
      provider.name != Provider.demo.name
    else { return loading }
    return loading + list([provider])
  }

  mutating func loadConversationTitles() -> [Effect] {
    guard completion.conversations == .unknown else { return [] }
    guard preferences.isStored else {
      completion.conversations = .failed
      return []
    }
    let request = ids.request()
    completion.conversations = .asked(request)
    return [.store(.loadSummaries(request, .current, after: nil))]
  }

  // MARK: Loaded data

  /// Handles conversations that were loaded for completions, for the list, or to open the last
  /// one.
  mutating func noteLoaded(
    _ result: Result<ListPage, StoreError>, for request: RequestID
  ) -> [Effect] {
    openLast(of: result, for: request) ?? noteTitles(result, for: request)
      ?? show(result, for: request)
  }

  /// Notes the conversations for completions.
  /// - Returns: `nil` if the conversations were not requested for completions.
  private mutating func noteTitles(
    _ result: Result<ListPage, StoreError>, for request: RequestID
  ) -> [Effect]? {
    guard completion.conversations == .asked(request) else { return nil }
    switch result {
    case .success(let page): completion.conversations = .known(page.listed.map(\.summary))
    case .failure: completion.conversations = .failed
    }
    noteConversationsOnStart()
    guard let title = completion.awaitedTitle else { return [] }
    completion.awaitedTitle = nil
    return openTitled(title)
  }

  mutating func noteListed(_ path: String, _ listing: FolderListing) {
    guard completion.folder?.path == path else { return }
    completion.folder?.listing = listing
  }

  /// Opens the newest conversation with this title, or the only one whose title begins with it.
  mutating func openTitled(_ title: String) -> [Effect] {
    let loading = loadConversationTitles()
    if case .asked = completion.conversations {
      completion.awaitedTitle = title
      return loading
    }
    let all = completion.conversations.summaries
    let start = title.lowercased()
    let begun = all.filter { $0.title.lowercased().hasPrefix(start) }
    let found =
      all.first { Sanitizer.sanitizeLine($0.title) == title } ?? (begun.count == 1 ? begun[0] : nil)
    guard let found else {
      notice = Notice(
        .trouble, Words.CommandProblem.noTitle(title), advice: say(.listConversations))
      moveCaretToArgument()
      return []
    }
    composer.clear()
    return open(found.id)
  }
}
