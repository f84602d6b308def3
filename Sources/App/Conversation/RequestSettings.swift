internal import Chat
internal import Words

/// The user's settings for requests, apart from provider and model.
struct RequestSettings: Equatable {
  var parameters: Parameters
  var thinking: ThinkingMode
  /// The source of each value that was set, by name.
  var sources: [String: ParameterSource]
  /// The reasoning effort to restore when thinking is turned back on.
  var restingEffort: String?

  /// Returns whether the next request would combine thinking with greedy decoding, which makes
  /// models repeat themselves (wire.md 2, "no greedy decoding").
  func isGreedyThinking(at provider: Provider) -> Bool {
    thinking.isOn && provider.dialect.hasThinking && parameters.temperature == 0
  }
}

/// The names of the thinking settings, as users type them.
enum ThinkingName {
  static let isOn = "enable_thinking"
  static let budget = "thinking_budget"
  static let all = [isOn, budget]
}

extension OpenConversation {
  var requestSettings: RequestSettings {
    RequestSettings(
      parameters: session.parameters, thinking: thinking, sources: session.sources,
      restingEffort: restingEffort)
  }
}

extension State {
  /// Changes the settings of the next request and, with a target, its provider, model and system
  /// prompt. ``undoSettings()`` undoes these changes in one step.
  ///
  /// Without a target, a changed thinking mode also applies to new conversations. With a target,
  /// the change affects this conversation only.
  mutating func adjust(_ settings: RequestSettings, _ target: RequestTarget? = nil) -> [Effect] {
    let before = SettingsStep(
      settings: front.requestSettings,
      target: target.map { SettingsStep.Change(before: RequestTarget(session), after: $0) })
    guard settings != before.settings || target != before.target?.before else { return [] }
    front.settingsSteps = front.settingsSteps.suffix(99) + [before]
    return apply(settings, target)
  }

  /// Changes the settings as part of a drag, which is undone as a whole.
  /// - Parameter start: the settings before the drag.
  mutating func slide(to settings: RequestSettings, since start: RequestSettings) -> [Effect] {
    let steps = front.settingsSteps
    let effects = adjust(settings)
    if steps.last?.settings == start { front.settingsSteps = steps }
    return effects
  }

  mutating func undoSettings() -> [Effect] {
    guard let step = front.settingsSteps.last else { return [] }
    let current = RequestTarget(session)
    let target = step.target.map { $0.before.restored(over: current, since: $0.after) }
    // The server cannot change while an answer is running.
    guard stream == nil || target.map({ session.isAt($0.provider) }) != false else {
      sayInForm(Words.Picker.stillAnswering)
      return []
    }
    front.settingsSteps.removeLast()
    // Replace the notice about the change, which no longer applies.
    notice = Notice(.information, Words.ParameterForm.undone)
    return apply(step.settings, target)
  }

  private mutating func apply(_ settings: RequestSettings, _ target: RequestTarget?) -> [Effect] {
    let before = front.requestSettings
    session.parameters = settings.parameters
    session.sources = settings.sources
    front.restingEffort = settings.restingEffort
    let isChosen = ThinkingName.all.contains { settings.sources[$0] != before.sources[$0] }
    if let target {
      if settings.thinking != before.thinking { conversation.thinking = settings.thinking }
      return move(to: target)
    }
    var effects: [Effect] = []
    if isChosen || settings.thinking != before.thinking { effects = think(settings.thinking) }
    return settings.parameters == before.parameters ? effects : noteSettings()
  }

  private mutating func move(to target: RequestTarget) -> [Effect] {
    let known = session.provider
    session.take(target)
    guard !session.isAt(known) else {
      // Keep what has been detected about the server since then.
      session.provider = known
      return noteSettings()
    }
    for server in providers.recognized { session.adopt(server) }
    models.connectedAt = nil
    return noteSettings() + recognizeServer()
  }

  /// Shows a message in the parameter form if it is open.
  mutating func sayInForm(_ message: String) {
    guard var form = pages.last as? ParametersPage else { return }
    form.say(message)
    pages[pages.count - 1] = form
  }

  /// Sets the thinking mode of this conversation, of new ones, and of later runs.
  private mutating func think(_ mode: ThinkingMode) -> [Effect] {
    conversation.thinking = mode
    newSession.thinking = mode
    for name in ThinkingName.all {
      let source = session.sources[name]
      newSession.sources[name] = source == .conversation ? .lastChoice : source
    }
    let isUnset = session.sources[ThinkingName.isOn] == nil && mode == ThinkingMode(isOn: true)
    recent.choice.thinking = isUnset ? nil : mode
    return conversation.isEmpty ? [] : [.store(.saveHeader(conversation))]
  }
}
