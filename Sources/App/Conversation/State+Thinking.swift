internal import Chat
internal import Screen
internal import Words

/// Setting how much the model thinks in the next request: `/think`, Ctrl-T and the parameters.
extension State {
  /// Performs `/think VALUE`. On failure, a notice says why, and the text stays in the composer.
  mutating func setThinking(to value: String) -> [Effect] {
    guard let choice = ThinkingChoice(value) else {
      notice = Notice(
        .trouble,
        Words.Parameter.notInRange("think", value, expected: Words.Parameter.thinkExpected),
        advice: say(.listParameters))
      return []
    }
    return set(choice)
  }

  /// Applies a choice typed in the composer.
  mutating func set(_ choice: ThinkingChoice) -> [Effect] {
    do throws(ParameterError) {
      let effects = try choose(choice)
      composer.clear()
      notice = Notice(.information, words(for: choice))
      sayDialectOnce()
      return effects
    } catch {
      refuse(error)
      return []
    }
  }

  mutating func toggleThinking() -> [Effect] {
    do throws(ParameterError) {
      let choice = thinking.isOn ? ThinkingChoice.off : .on
      let effects = try choose(choice)
      // The status line shows the choice only while the composer has the focus.
      if focus != .composer { notice = Notice(.information, words(for: choice)) }
      sayDialectOnce()
      return effects
    } catch {
      refuse(error)
      return []
    }
  }

  private mutating func choose(_ choice: ThinkingChoice) throws(ParameterError) -> [Effect] {
    let effects = adjust(try parameterForm.choosing(choice))
    // Even if this conversation already uses this setting, new ones may not.
    newSession.thinking = thinking
    recent.choice.thinking = thinking
    return effects
  }

  /// Returns the notice about a choice that was just applied.
  private func words(for choice: ThinkingChoice) -> String {
    switch choice {
    case .off: Words.Parameter.thinkingOff
    case .on: wordsForThinkingOn
    case .budget(let tokens): Words.Parameter.thinkingOn(budget: String(tokens))
    case .effort(RequestSettings.noEffort):
      Words.Parameter.set(RequestSettings.effortName, RequestSettings.noEffort)
    case .effort(let effort): Words.Parameter.thinkingOn(effort: effort)
    }
  }

  /// Says that thinking is on, with the budget or effort that applies again.
  private var wordsForThinkingOn: String {
    let forms = session.provider.thinkingForms
    if let budget = thinking.budget, forms.contains(.budget) {
      return Words.Parameter.thinkingOn(budget: String(budget))
    }
    if let effort = session.parameters.reasoningEffort, forms.contains(.effort) {
      return Words.Parameter.thinkingOn(effort: Sanitizer.sanitizeLine(effort))
    }
    return Words.Parameter.thinkingOn
  }
}
