internal import Chat
internal import Words

extension State {
  /// Performs `/set NAME VALUE`. On failure a notice says why, and the text stays in the composer.
  mutating func set(_ name: String, to value: String) -> [Effect] {
    if let obstacle = thinkingObstacle(name) {
      notice = obstacle
      return []
    }
    guard name != "model" || !value.isEmpty else {
      notice = Notice(
        .trouble,
        Words.Parameter.notInRange(name, value, expected: Words.Parameter.modelExpected))
      return []
    }
    do throws(ParameterError) {
      let effects = try apply(name, value)
      composer.clear()
      notice = said(name, value)
      if [ThinkingName.isOn, ThinkingName.budget, "think"].contains(name) { sayDialectOnce() }
      return effects
    } catch {
      let problem =
        name == "think"
        ? Words.Parameter.notInRange(name, value, expected: Words.Parameter.thinkExpected)
        : Words.Parameter.problem(error)
      notice = Notice(.trouble, problem, advice: say(.listParameters))
      return []
    }
  }

  private func said(_ name: String, _ value: String) -> Notice {
    switch name {
    case "think": Notice(.information, Words.Parameter.thinkingOn(budget: value))
    case "thinking_budget" where !thinking.isOn:
      Notice(
        .information, Words.Parameter.budgetSetButOff(value),
        advice: Words.Parameter.turnThinkingOn)
    case "temperature" where front.requestSettings.isGreedyThinking(at: session.provider):
      Notice(
        .information, Words.Parameter.set(name, value), advice: Words.Parameter.greedyThinking)
    default: Notice(.information, Words.Parameter.set(name, value))
    }
  }

  private mutating func apply(_ name: String, _ value: String) throws(ParameterError) -> [Effect] {
    switch name {
    case "model":
      session.model = value
      if session.isConfigured { chooseForNew() }
      return noteSettings()
    case "think":
      var settings = try parameterForm.setting(.budget, to: value)
      settings.thinking.isOn = true
      return adjust(settings)
    default:
      guard let field = FormField(named: name) else { throw .unknown(name) }
      return adjust(try parameterForm.setting(field, to: value))
    }
  }

  private var parameterForm: ParameterForm {
    ParameterForm(front.requestSettings, provider: session.provider, model: session.model)
  }

  /// Performs `/unset NAME`: requests no longer contain the field.
  mutating func unset(_ name: String) -> [Effect] {
    guard let field = FormField(named: name), field != .thinking else {
      notice = Notice(
        .trouble, Words.Parameter.problem(.unknown(name)), advice: say(.listParameters))
      return []
    }
    composer.clear()
    notice = Notice(.information, Words.Parameter.unset(name))
    return adjust(parameterForm.unsetting(field))
  }

  /// Sets the thinking mode of this conversation and of new ones.
  mutating func think(_ mode: ThinkingMode) -> [Effect] {
    let before = thinking
    if mode.isOn != before.isOn { noteChoice(of: ThinkingName.isOn) }
    if mode.budget != before.budget { noteChoice(of: ThinkingName.budget) }
    conversation.thinking = mode
    newSession.thinking = mode
    lastChoice.thinking = mode
    return conversation.isEmpty ? [] : [.store(.saveHeader(conversation))]
  }

  private mutating func noteChoice(of name: String) {
    session.sources[name] = .conversation
    newSession.sources[name] = .conversation
  }
}
