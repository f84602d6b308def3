internal import Chat
internal import Words

/// Requesting token probabilities.
extension ParameterForm {
  var requestsLogprobs: Bool { settings.parameters.logprobs == true }

  /// How many alternatives to request: enough to compare, and few enough for any server.
  var usualTopLogprobs: Int {
    guard case .integer(let bounds) = limits.range(of: .topLogprobs) else { return 5 }
    return min(max(5, bounds.lowerBound), bounds.upperBound)
  }

  /// The settings with token probabilities and their alternatives.
  var requestingLogprobs: RequestSettings {
    var changed = settings
    changed.parameters.logprobs = true
    changed.parameters.topLogprobs = usualTopLogprobs
    for key in [Parameters.CodingKeys.logprobs, .topLogprobs] {
      changed.sources[key.rawValue] = .conversation
    }
    return changed
  }

  /// The settings without token probabilities. Alternatives without them would be an error.
  var requestingNoLogprobs: RequestSettings {
    let form = ParameterForm(
      unsetting(.parameter(.logprobs)), provider: provider, model: model)
    return form.unsetting(.parameter(.topLogprobs))
  }

  /// What probabilities cost, and what the server is known to do with a request for them.
  var logprobsNotes: [String] {
    if limits.remark(on: .logprobs) == .refused { return [] }
    return [Words.ParameterForm.logprobsCost(isBilled: !provider.isLocal)]
      + (provider.logprobsFact.map { [Words.ParameterForm.logprobsFact($0)] } ?? [])
  }
}
