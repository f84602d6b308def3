/// Parameter values from model cards.
extension Parameters {
  /// Returns the values that a model's authors recommend; `nil` if none are known.
  ///
  /// Qwen3's card has two sets, one for thinking (wire.md 2, "Model card"). Later variants support
  /// only one mode, and their names say which.
  public static func recommended(for model: String, isThinking: Bool) -> Parameters? {
    let name = model.lowercased()
    guard let version = name.firstRange(of: "qwen3") else { return nil }
    // Versions such as Qwen3.5 have their own cards.
    let next = name[version.upperBound...].first
    guard next != ".", next?.isNumber != true else { return nil }
    let thinks =
      name.contains("thinking")
      || isThinking && !name.contains("instruct") && !name.contains("coder")
    var parameters = Parameters()
    parameters.temperature = thinks ? 0.6 : 0.7
    parameters.topP = thinks ? 0.95 : 0.8
    parameters.topK = 20
    return parameters
  }

  /// Returns the values that a server uses for parameters that a request does not set; `nil` if
  /// unknown.
  ///
  /// Alibaba's defaults depend on the thinking mode (wire.md 2, "Defaults"). vLLM and SGLang read
  /// the model's `generation_config.json`, which has one set.
  public static func defaults(
    of model: String, at provider: Provider, isThinking: Bool
  ) -> Parameters? {
    switch provider.dialectBasis {
    case .assumed, .unrecognized: return nil
    case .stated, .recognized: break
    }
    switch provider.dialect {
    case .qwen: return recommended(for: model, isThinking: isThinking)
    case .vllm, .sglang: return recommended(for: model, isThinking: true)
    case .llamaCpp, .ollama, .openRouter, .deepSeek, .groq, .together, .fireworks, .mistral,
      .lmStudio, .plain:
      return nil
    }
  }
}
