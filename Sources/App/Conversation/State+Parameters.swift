internal import Chat

extension State {
  /// What `/set NAME VALUE` does; what cannot be set says why, and stays in the composer.
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
    case "think": Notice(.information, "Thinking is on, with thinking_budget \(value).")
    case "thinking_budget" where !thinking.isOn:
      Notice(
        .information, "thinking_budget is \(value), and is sent once thinking is on.",
        advice: "/think on")
    default: Notice(.information, "\(name) is \(value) from the next request on.")
    }
  }

  private mutating func apply(_ name: String, _ value: String) throws(ParameterError) -> [Effect] {
    if let field = ParameterField.named(name) {
      var parameters = session.parameters
      // A list is set anew, as any other field is.
      field.unset(in: &parameters)
      try field.set(value, in: &parameters)
      session.parameters = parameters
      session.sources[name] = .command
      return noteSettings()
    }
    switch name {
    case "model":
      guard !value.isEmpty else {
        throw ParameterError(field: name, value: value, expected: "the id of a model")
      }
      session.model = value
      if session.isConfigured { chooseForNew() }
      return noteSettings()
    case "enable_thinking":
      guard let isOn = Bool(value) else {
        throw ParameterError(field: name, value: value, expected: "true or false")
      }
      return think(ThinkingMode(isOn: isOn, budget: thinking.budget))
    case "thinking_budget", "think":
      guard let budget = Int(value), ThinkingMode.budgetRange.contains(budget) else {
        let expected =
          name == "think" ? "on, off or a whole number from 1" : "a whole number from 1"
        throw ParameterError(field: name, value: value, expected: expected)
      }
      return think(ThinkingMode(isOn: name == "think" || thinking.isOn, budget: budget))
    default: throw ParameterError(field: name)
    }
  }

  /// What `/unset NAME` does: the field is not sent any more.
  mutating func unset(_ name: String) -> [Effect] {
    if let field = ParameterField.named(name) {
      field.unset(in: &session.parameters)
      session.sources[name] = nil
    } else if name == "thinking_budget" {
      composer.clear()
      notice = Notice(.information, "thinking_budget is not sent any more.")
      return think(ThinkingMode(isOn: thinking.isOn))
    } else {
      notice = Notice(
        .trouble, "There is no parameter “\(name)” to unset.", advice: say(.listParameters))
      return []
    }
    composer.clear()
    notice = Notice(.information, "\(name) is not sent any more.")
    return noteSettings()
  }

  /// Takes a mode for the next request, keeps it with the conversation, and begins new ones with it.
  mutating func think(_ mode: ThinkingMode) -> [Effect] {
    conversation.thinking = mode
    newSession.thinking = mode
    return conversation.isEmpty ? [] : [.store(.saveHeader(conversation))]
  }
}
