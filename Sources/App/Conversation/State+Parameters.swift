internal import Chat
internal import Words

extension State {
  /// Performs `/set NAME VALUE`. On failure a notice says why, and the text stays in the composer.
  mutating func set(_ name: String, to value: String) -> [Effect] {
    if let obstacle = thinkingObstacle(name) {
      notice = obstacle
      return []
    }
    do throws(ParameterError) {
      let effects = try apply(name, value)
      composer.clear()
      notice = said(name, value)
      if ["enable_thinking", "thinking_budget", "think"].contains(name) { sayDialectOnce() }
      return effects
    } catch {
      notice = Notice(.trouble, error.description, advice: say(.listParameters))
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
    default: Notice(.information, Words.Parameter.set(name, value))
    }
  }

  private mutating func apply(_ name: String, _ value: String) throws(ParameterError) -> [Effect] {
    if let field = ParameterField.named(name) {
      var parameters = session.parameters
      // Setting a list replaces it.
      field.unset(in: &parameters)
      try field.set(value, in: &parameters)
      session.parameters = parameters
      session.sources[name] = .command
      return noteSettings()
    }
    switch name {
    case "model":
      guard !value.isEmpty else {
        throw ParameterError(field: name, value: value, expected: Words.Parameter.modelExpected)
      }
      session.model = value
      if session.isConfigured { chooseForNew() }
      return noteSettings()
    case "enable_thinking":
      guard let isOn = Bool(value) else {
        throw ParameterError(field: name, value: value, expected: Words.Parameter.switchExpected)
      }
      return think(ThinkingMode(isOn: isOn, budget: thinking.budget))
    case "thinking_budget", "think":
      guard let budget = Int(value), ThinkingMode.budgetRange.contains(budget) else {
        let expected =
          name == "think" ? Words.Parameter.thinkExpected : Words.Parameter.budgetExpected
        throw ParameterError(field: name, value: value, expected: expected)
      }
      return think(ThinkingMode(isOn: name == "think" || thinking.isOn, budget: budget))
    default: throw ParameterError(field: name)
    }
  }

  /// Performs `/unset NAME`: requests no longer contain the field.
  mutating func unset(_ name: String) -> [Effect] {
    if let field = ParameterField.named(name) {
      field.unset(in: &session.parameters)
      session.sources[name] = nil
    } else if name == "thinking_budget" {
      composer.clear()
      notice = Notice(.information, Words.Parameter.unset(name))
      return think(ThinkingMode(isOn: thinking.isOn))
    } else {
      notice = Notice(
        .trouble, Words.Parameter.unknown(name), advice: say(.listParameters))
      return []
    }
    composer.clear()
    notice = Notice(.information, Words.Parameter.unset(name))
    return noteSettings()
  }

  /// Sets the thinking mode of this conversation and of new ones.
  mutating func think(_ mode: ThinkingMode) -> [Effect] {
    conversation.thinking = mode
    newSession.thinking = mode
    lastChoice.thinking = mode
    return conversation.isEmpty ? [] : [.store(.saveHeader(conversation))]
  }
}
