internal import App
internal import Chat

extension Configuration {
  /// The file's provider, model and thinking settings as one string. A choice made on the screen
  /// applies until this string changes.
  var whom: String {
    let thinking = thinking.map { "\($0)" } ?? ""
    let budget = thinkingBudget.map { "\($0)" } ?? ""
    return [provider ?? "", model ?? "", thinking, budget].joined(separator: " | ")
  }

  /// Returns the configuration with the last choices made on the screen, unless the options
  /// override them; `nil` if no choice applies.
  func choosing(_ remembered: RememberedState, under options: ChatOptions) -> Configuration? {
    guard remembered.configured == whom else { return nil }
    var (configuration, changes) = (self, false)
    let choice = remembered.choice
    let isOpen = !options.namesProvider && options.model == nil
    let isKnown = providers.contains { $0.provider.name == choice.provider }
    if isOpen, choice.address != nil || isKnown {
      configuration.address = choice.address
      if choice.address == nil { configuration.provider = choice.provider }
      configuration.model = choice.model.flatMap { $0.isEmpty ? nil : $0 }
      changes = true
    }
    if options.think == nil, options.thinkingBudget == nil, let thinking = choice.thinking {
      configuration.thinking = thinking.isOn
      configuration.thinkingBudget = thinking.budget
      configuration.isThinkingRemembered = true
      changes = true
    }
    return changes ? configuration : nil
  }
}
