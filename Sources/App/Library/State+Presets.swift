internal import Chat
internal import Words

/// Choosing a preset for this conversation, and saving the conversation's settings as a preset.
extension State {
  mutating func togglePresets() -> [Effect] {
    if closeTop(LibraryPage<PresetShelf>.self) { return [] }
    pages.append(LibraryPage<PresetShelf>(library.presets))
    return [.library(.loadPresets)] + saveDraft()
  }

  /// Performs `/preset NAME` once the files have been read.
  mutating func choosePreset(named name: String) -> [Effect] {
    library.awaited = .preset(name)
    return [.library(.loadPresets)]
  }

  mutating func noteLoaded(_ listing: LibraryListing<Preset>) -> [Effect] {
    let listing = checked(listing)
    library.presets = listing
    updatePages(LibraryPage<PresetShelf>.self) { $0.take(listing) }
    guard case .preset(let name)? = library.awaited else { return [] }
    library.awaited = nil
    return usePreset(name)
  }

  /// Marks presets as broken if they name a provider that does not exist.
  private func checked(_ listing: LibraryListing<Preset>) -> LibraryListing<Preset> {
    var listing = listing
    for (index, file) in listing.files.enumerated() {
      guard let preset = file.reading.content, let name = preset.provider,
        knownProvider(name) == nil
      else { continue }
      let fault = PresetFault(key: Preset.Key.provider, reason: .unknownProvider(name))
      listing.files[index].reading = .broken(PresetText.sentence(fault, preset, providers))
    }
    return listing
  }

  /// Uses a preset from the files that were read. If the preset cannot be used, reports why and
  /// changes nothing.
  mutating func usePreset(_ name: String) -> [Effect] {
    guard let listing = library.presets else { return [] }
    switch listing.file(named: name)?.reading {
    case .read(let preset)?: return use(preset)
    case .broken(let problem)?: sayLibraryProblem(problem)
    case nil:
      sayLibraryProblem(listing.problem ?? Words.Presets.unknown(name, folder: listing.folder))
    }
    return []
  }

  private mutating func use(_ preset: Preset) -> [Effect] {
    let changed: (session: Session, settings: RequestSettings)
    do throws(PresetFault) {
      changed = try preset.applied(to: session, front.requestSettings, in: self)
    } catch {
      sayLibraryProblem(PresetText.sentence(error, preset, providers))
      return []
    }
    guard changed.session.isAt(session.provider) || stream == nil else {
      sayLibraryProblem(Words.Picker.stillAnswering)
      return []
    }
    pages.removeAll { $0 is LibraryPage<PresetShelf> }
    if Submission(composer.text).isCommand(.choosePreset) { composer.clear() }
    let before = (target: RequestTarget(session), settings: front.requestSettings)
    let effects = adjust(changed.settings, RequestTarget(changed.session))
    let changes = PresetText.changes(
      from: before.target, before.settings, to: RequestTarget(session), front.requestSettings)
    notice = noticeOfUse(preset, changes)
    return effects
  }

  /// Returns a notice that lists what the preset changed, or names the key or model that is now
  /// missing.
  private func noticeOfUse(_ preset: Preset, _ changes: [String]) -> Notice {
    let used = Words.Presets.used(preset.name)
    if session.lacksKey {
      return Notice(
        .trouble, Words.sentences(used, ErrorText.missingKey(session.provider)),
        advice: say(.addKey))
    }
    if session.lacksModel {
      return Notice(
        .trouble, Words.sentences(used, Words.Picker.noModelChosen), advice: say(.chooseModel))
    }
    let undo = ActionName(of: ParametersPage.Action.undo)
    let advice = Words.Presets.undoAdvice(
      form: preferences.keymap.name(of: .openParameters),
      undo: preferences.keymap.name(of: undo, in: .page(ParametersPage.name)))
    return Notice(
      .information, Words.Presets.used(preset.name, changes: changes),
      advice: changes.isEmpty ? "" : advice)
  }

  /// The session that new conversations start with: the last choices, with the default preset
  /// applied.
  var startingSession: Session {
    guard let preset = preferences.preset else { return newSession }
    let settings = RequestSettings(
      parameters: newSession.parameters, thinking: newSession.thinking,
      sources: newSession.sources)
    // The preset was checked at startup. If its provider has since turned out to be a server that
    // refuses one of the preset's settings, new conversations do without the preset.
    guard var session = (try? preset.applied(to: newSession, settings, in: self)) else {
      return newSession
    }
    session.session.parameters = session.settings.parameters
    session.session.thinking = session.settings.thinking
    session.session.sources = session.settings.sources
    return session.session
  }

  // MARK: Saving

  /// Returns the settings of the next request, as a preset.
  func currentPreset(named name: String) -> Preset {
    var preset = Preset(name: name)
    // Presets contain no addresses. The name alone would request this model from another server.
    if !session.provider.isNamedByAddress {
      preset.provider = session.provider.name
      preset.model = session.model.isEmpty ? nil : session.model
    }
    preset.systemPrompt = systemPrompt
    preset.parameters = session.parameters
    // Leave out settings that this server does not support, because they would make the preset
    // unusable.
    let forms = session.provider.thinkingForms
    let isEffortOff = session.parameters.reasoningEffort == RequestSettings.noEffort
    if forms.contains(thinking.isOn ? .on : .off), !isEffortOff { preset.thinking = thinking.isOn }
    if forms.contains(.budget) { preset.thinkingBudget = thinking.budget }
    return preset
  }

  mutating func savePreset(_ name: String, replaces: Bool) -> [Effect] {
    [.library(.savePreset(currentPreset(named: name), replaces: replaces))]
  }

  /// Handles the outcome of saving. The page that asked for the name closes, or asks again.
  mutating func noteSaved(_ preset: Preset, _ outcome: PresetSaving) -> [Effect] {
    if var page = pages.last as? PresetNamePage, page.isSaving(preset.name) {
      page.take(outcome)
      pages[pages.count - 1] = page
      guard case .saved = outcome else { return [] }
      pages.removeLast()
    }
    switch outcome {
    case .saved(let path):
      let isElsewhere = providers.settings(of: session).baseURL != nil
      let said = Words.Presets.saved(preset.name, path: path, isElsewhere: isElsewhere)
      sayInForm(said)
      notice = Notice(.information, said)
      guard currentPreset(named: preset.name) == preset else { return [] }
      session.preset = preset.name
      return noteSettings()
    case .exists: notice = Notice(.trouble, Words.Presets.notReplaced(preset.name))
    case .failed(let reason): notice = Notice(.trouble, reason)
    }
    return []
  }
}
