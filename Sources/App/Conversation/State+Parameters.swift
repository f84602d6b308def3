internal import Chat
internal import Words

extension State {
  /// Performs `/set NAME VALUE`. On failure, a notice says why, and the text stays in the
  /// composer.
  mutating func set(_ name: String, to value: String) -> [Effect] {
    if name == "think" { return setThinking(to: value) }
    guard name != "model" || !value.isEmpty else {
      notice = Notice(
        .trouble,
        Words.Parameter.notInRange(name, value, expected: Words.Parameter.modelExpected))
      return []
    }
    if name == "model" { return useModel(value) }
    do throws(ParameterError) {
      if let field = FormField(named: name),
        let choice = try parameterForm.thinkingChoice(field, value)
      {
        return set(choice)
      }
      let effects = try apply(name, value)
      composer.clear()
      notice = said(name, value)
      return effects
    } catch {
      refuse(error)
      return []
    }
  }

  private func said(_ name: String, _ value: String) -> Notice {
    let isGreedy = front.requestSettings.isGreedyThinking(at: session.provider)
    return Notice(
      .information, Words.Parameter.set(name, value),
      advice: name == "temperature" && isGreedy ? Words.Parameter.greedyThinking : "")
  }

  /// Tells the user why a value cannot be set.
  mutating func refuse(_ error: ParameterError) {
    let words = Words.Parameter.problem(error)
    // The message already says what the server accepts.
    if case .thinking = error {
      notice = Notice(.trouble, words)
    } else {
      notice = Notice(.trouble, words, advice: say(.listParameters))
    }
  }

  private mutating func apply(_ name: String, _ value: String) throws(ParameterError) -> [Effect] {
    guard let field = FormField(named: name) else { throw .unknown(name) }
    return adjust(try parameterForm.setting(field, to: value))
  }

  var parameterForm: ParameterForm {
    ParameterForm(front.requestSettings, provider: session.provider, model: session.model)
  }

  /// Performs `/unset NAME`, which removes the field from future requests.
  mutating func unset(_ name: String) -> [Effect] {
    guard let field = FormField(named: name) else {
      notice = Notice(
        .trouble, Words.Parameter.problem(.unknown(name)), advice: say(.listParameters))
      return []
    }
    composer.clear()
    notice = Notice(.information, Words.Parameter.unset(name))
    return adjust(parameterForm.unsetting(field))
  }
}
