internal import App
internal import Chat
internal import Words

extension ChatOptions {
  /// Refuses thinking together with the effort that turns it off.
  /// - Parameter effort: the option `--reasoning-effort`.
  func refuseThinking(withEffort effort: String?) throws(UsageProblem) {
    guard effort == Parameters.noEffort else { return }
    if thinkingBudget != nil {
      throw UsageProblem(Words.effortWithThinkingBudget(Parameters.noEffort))
    }
    if think == true {
      throw UsageProblem(Words.effort(Parameters.noEffort, withThinking: true))
    }
  }
}

extension ChatSetup {
  /// Makes thinking and the reasoning effort agree, as on the screen, where the last choice
  /// prevails. Here, options prevail over the preset, the conversation and the configuration.
  ///
  /// Called once the server's dialect is known. In a dialect without efforts, an effort is a
  /// parameter like any other, unless it turns thinking off.
  /// - Parameters:
  ///   - options: the options as given, without those of a preset.
  ///   - effort: the option `--reasoning-effort`.
  mutating func settleThinking(
    _ options: ChatOptions, effort: String?
  ) throws(UsageProblem) {
    let forms = session.provider.thinkingForms
    guard let effort else { return settleEffort(options, forms) }
    if effort == Parameters.noEffort {
      if forms.contains(.off) { session.thinking.isOn = false }
      return
    }
    guard forms.contains(.effort) else { return }
    if options.think == false { throw UsageProblem(Words.effort(effort, withThinking: false)) }
    session.thinking.isOn = true
    if options.thinkingBudget == nil { session.thinking.budget = nil }
  }

  /// Removes an effort that contradicts the thinking options.
  private mutating func settleEffort(_ options: ChatOptions, _ forms: Set<ThinkingForm>) {
    let isOff = session.parameters.isEffortOff
    let isReplaced =
      switch options.thinkingChoice?.choice {
      case .on: isOff
      case .off: !isOff && forms.contains(.effort)
      case .budget: isOff || forms.contains(.effort)
      case .effort, nil: false
      }
    if isReplaced { session.parameters.reasoningEffort = nil }
  }
}
