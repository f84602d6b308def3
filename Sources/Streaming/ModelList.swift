public import Chat

/// The reply to `GET /models`, in the formats in use (wire.md 1.6, and the documentation of
/// OpenRouter, Groq, Together and vLLM).
public enum ModelList {
  /// Returns the models in a reply; `nil` if the bytes are not a list of models.
  public static func models(in body: [UInt8]) -> [Model]? {
    guard let value = JSONValue(reply: body) else { return nil }
    // Together sends the list without an object around it.
    guard case .array(let entries)? = value["data"] ?? (value.isArray ? value : nil) else {
      return nil
    }
    return adding(capabilitiesOf: value["models"], to: entries.compactMap(model))
  }

  /// Returns the path of a provider's model list. It has a query if the provider sends details only
  /// on request (wire.md 1.6).
  public static func path(of provider: Provider) -> String {
    // A server that only may speak this dialect might not accept the query.
    provider.dialect == .qwen && provider.dialectBasis.isCertain
      ? "/models?include=pricing,capabilities,modalities" : "/models"
  }

  private static func model(_ entry: JSONValue) -> Model? {
    guard let id = entry["id"]?.string, !id.isEmpty else { return nil }
    var model = Model(id: id)
    if case .array(let aliases)? = entry["aliases"] { model.aliases = aliases.compactMap(\.string) }
    let info = entry["info"]
    model.name = info?["name"]?.string ?? entry["name"]?.string ?? entry["display_name"]?.string
    model.contextLength =
      info?["contextLength"]?.count ?? entry["context_length"]?.count
      ?? entry["context_window"]?.count ?? entry["max_model_len"]?.count
      ?? entry["meta"]?["n_ctx"]?.count
    if model.contextLength == nil {
      model.contextLength =
        entry["max_context_length"]?.count ?? entry["meta"]?["n_ctx_train"]?.count
      model.mayHaveLessContext = model.contextLength != nil
    }
    model.outputLimit =
      info?["outputMax"]?.count ?? info?["maxTokens"]?.count ?? entry["max_completion_tokens"]?
      .count
      ?? entry["top_provider"]?["max_completion_tokens"]?.count
    if let type = entry["type"]?.string {
      model.isForChat = [
        "openai/chat-completions", "chat-completion", "chat", "language", "model", "llm", "vlm",
        "base", "fine-tuned",
      ].contains(type)
    }
    if let isForChat = entry["capabilities"]?["completion_chat"]?.flag
      ?? entry["supports_chat"]?.flag
    {
      model.isForChat = isForChat
    }
    // The first format is that of llama.cpp's router, and the second is LM Studio's. A sleeping
    // model stays loaded.
    if let state = entry["status"]?["value"]?.string ?? entry["state"]?.string {
      model.isLoaded = ["loaded", "sleeping"].contains(state)
    }
    if let pricing = entry["pricing"] { readPrices(pricing, into: &model) }
    model.capabilities = ModelCapabilities(entry)
    return model
  }

  private static func readPrices(_ pricing: JSONValue, into model: inout Model) {
    if case .array(let units)? = pricing["units"] {
      for unit in units { readUnit(unit, into: &model) }
    } else if let prompt = pricing["prompt"]?.amount, let completion = pricing["completion"]?.amount
    {
      // OpenRouter gives dollars per token, as strings.
      model.inputPrice = Money.clamped(prompt * 1e6)
      model.outputPrice = Money.clamped(completion * 1e6)
      model.cachedPrice = pricing["input_cache_read"]?.amount.flatMap { Money.clamped($0 * 1e6) }
    } else {
      // Together gives dollars per million tokens.
      model.inputPrice = pricing["input"]?.amount
      model.outputPrice = pricing["output"]?.amount
      model.cachedPrice = pricing["cached_input"]?.amount
    }
  }

  /// Reads one of the AI/ML API's prices, in either of its two formats. Each is the price of a
  /// given number of input or output tokens.
  private static func readUnit(_ unit: JSONValue, into model: inout Model) {
    guard unit["name"]?.string == "token", let price = unit["price"]?.amount,
      let per = unit["per"]?.amount, per > 0, unit["content"]?.string ?? "text" == "text"
    else { return }
    let million = Money.clamped(price / per * 1e6)
    switch unit["measure"]?.string ?? unit["origin"]?.string {
    case "input", "provided": model.inputPrice = million
    case "output", "generated": model.outputPrice = million
    default: break
    }
  }
}

extension JSONValue {
  /// Parses a complete reply. Returns `nil` if it is not JSON.
  init?(reply body: [UInt8]) {
    let value = body.withUnsafeBufferPointer { bytes -> JSONValue? in
      var scanner = JSONScanner(bytes)
      do throws(JSONScanner.Malformed) {
        let value = try scanner.value()
        try scanner.finish()
        return value
      } catch {
        // A body in another format contains nothing usable.
        return nil
      }
    }
    guard let value else { return nil }
    self = value
  }

  fileprivate var isArray: Bool { if case .array = self { true } else { false } }

  var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

  /// The strings in an array; `nil` for anything else.
  var strings: [String]? {
    if case .array(let items) = self { items.compactMap(\.string) } else { nil }
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The value as a number of tokens.
  fileprivate var count: Int? {
    let count: Int? =
      switch self {
      case .integer(let count): count
      case .number(let count): Int(exactly: count.rounded())
      default: nil
      }
    return count.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The value as an amount of money, which may also be a string.
  fileprivate var amount: Double? {
    let amount: Double? =
      switch self {
      case .integer(let amount): Double(amount)
      case .number(let amount): amount
      case .string(let text): Double(text)
      default: nil
      }
    // OpenRouter reports -1 if the price depends on a later choice.
    return Money.clamped(amount).flatMap { $0 < 0 ? nil : $0 }
  }
}
