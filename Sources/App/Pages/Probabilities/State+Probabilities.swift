internal import Chat
internal import Words

extension State {
  /// Opens or closes the probabilities of the answer at the cursor or in view.
  mutating func openProbabilities() -> [Effect] {
    if closeTop(ProbabilitiesPage.self) { return [] }
    guard let answer = reasoningMessage() else {
      notice = Notice(.information, Words.Probabilities.noAnswer)
      return []
    }
    guard !answer.logprobs.isEmpty else {
      notice = withoutProbabilities(answer)
      return []
    }
    pages.append(ProbabilitiesPage(answer))
    return []
  }

  private func withoutProbabilities(_ answer: Message) -> Notice {
    if answer.origin?.parameters.logprobs == true {
      return Notice(
        .information,
        answer.status == .streaming ? Words.Probabilities.notYet : Words.Probabilities.noneSent)
    }
    if front.requestSettings.parameters.logprobs == true {
      return Notice(
        .information, Words.Probabilities.none, advice: Words.Probabilities.requestedNext)
    }
    return adviceToRequestProbabilities
  }

  private var adviceToRequestProbabilities: Notice {
    Notice(
      .information, Words.Probabilities.none,
      advice: surface == .lines
        ? Words.Probabilities.askForThemInPlainMode
        : Words.Probabilities.askForThem(preferences.keymap.name(of: .openParameters)))
  }

  /// Opens or closes the parameter form. A reader who was advised to request token probabilities
  /// there finds their row selected.
  mutating func openParameters() {
    guard notice == adviceToRequestProbabilities else { return toggle(ParametersPage()) }
    removeNoticeInPlace()
    toggle(ParametersPage(at: .parameter(.logprobs)))
  }
}
