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

  /// The settings, changed to request token probabilities and alternatives.
  var requestingLogprobs: RequestSettings {
    var changed = settings
    changed.parameters.logprobs = true
    changed.parameters.topLogprobs = usualTopLogprobs
    for key in [Parameters.CodingKeys.logprobs, .topLogprobs] {
      changed.sources[key.rawValue] = .conversation
    }
    return changed
  }

  /// The settings, changed to request no token probabilities. Alternatives are unset as well,
  /// because requesting them alone would be an error.
  var requestingNoLogprobs: RequestSettings {
    let form = ParameterForm(
      unsetting(.parameter(.logprobs)), provider: provider, model: model)
    return form.unsetting(.parameter(.topLogprobs))
  }

  /// Notes on what token probabilities cost, and on how the server is known to handle requests
  /// for them.
  var logprobsNotes: [String] {
    if limits.remark(on: .logprobs) == .refused { return [] }
    return [Words.ParameterForm.logprobsCost(isBilled: !provider.isLocal)]
      + (provider.logprobsFact.map { [Words.ParameterForm.logprobsFact($0)] } ?? [])
  }
}
