public import Chat

/// Reads a model's abilities from entries of model lists. An ability missing from an entry
/// counts as absent only if the format always lists it.
extension ModelCapabilities {
  /// Reads an entry in any of the known formats.
  init(_ entry: JSONValue) {
    self.init()
    readNames(entry)
    if let flags = entry["capabilities"] { readFlags(flags) }
    // The format of Fireworks.
    sees = entry["supports_image_input"]?.flag ?? sees
    callsTools = entry["supports_tools"]?.flag ?? callsTools
    readModalities(entry)
    // OpenRouter's format.
    if let parameters = entry["supported_parameters"]?.strings {
      callsTools = parameters.contains("tools")
      thinks = parameters.contains { ["reasoning", "include_reasoning"].contains($0) }
    }
    // The format of LM Studio.
    if let type = entry["type"]?.string, entry["state"] != nil {
      if type == "vlm" { sees = true }
      if type == "llm" { sees = false }
    }
  }

  /// Reads the names of abilities in arrays. In `features`, the AI/ML API's older form, each name
  /// follows the name of the protocol.
  private mutating func readNames(_ entry: JSONValue) {
    let lists = ["capabilities", "features", "supported_features"].compactMap {
      entry[$0]?.strings
    }
    guard !lists.isEmpty else { return }
    let names = lists.joined().map { name in
      name.split(separator: ".").last.map { $0.lowercased() } ?? name.lowercased()
    }
    read(names)
    let type = entry["type"]?.string ?? ""
    if type == "openai/chat-completions" || type == "chat-completion" {
      thinks = thinks ?? false
      callsTools = callsTools ?? false
    } else if entry["state"] != nil {
      // LM Studio lists no ability other than calling tools.
      callsTools = callsTools ?? false
    }
    if entry["features"] != nil { sees = sees ?? false }
  }

  /// Reads the names that Ollama and llama.cpp give to abilities other than completing text.
  fileprivate mutating func read(_ names: [String]) {
    func has(_ known: Set<String>) -> Bool? { names.contains(where: known.contains) ? true : nil }
    thinks = has(["thinking", "reasoning"]) ?? thinks
    sees = has(["vision", "image", "multimodal"]) ?? sees
    callsTools =
      has([
        "tools", "tool_use", "tool-use", "tool_calling", "function", "function_calling",
        "function-calling",
      ]) ?? callsTools
  }

  /// Reads named flags, which Mistral and newer versions of LM Studio send.
  private mutating func readFlags(_ flags: JSONValue) {
    sees = flags["vision"]?.flag ?? sees
    thinks = flags["reasoning"]?.flag ?? flags["thinking"]?.flag ?? thinks
    callsTools =
      flags["function_calling"]?.flag ?? flags["trained_for_tool_use"]?.flag
      ?? flags["tools"]?.flag ?? callsTools
  }

  /// Reads the input types, in the formats of OpenRouter and llama.cpp, the AI/ML API, and others.
  private mutating func readModalities(_ entry: JSONValue) {
    let input =
      entry["architecture"]?["input_modalities"] ?? entry["modalities"]?["input"]
      ?? entry["input_modalities"]
    if let input = input?.strings { sees = input.contains("image") }
  }
}

extension ModelList {
  /// Adds the abilities that llama.cpp reports in its second list, which is in Ollama's format.
  static func adding(capabilitiesOf list: JSONValue?, to models: [Model]) -> [Model] {
    guard case .array(let entries)? = list else { return models }
    return models.map { model in
      guard
        let entry = entries.first(where: {
          [$0["name"]?.string, $0["model"]?.string].contains(model.id)
        }),
        let names = entry["capabilities"]?.strings
      else { return model }
      var model = model
      model.capabilities.read(names)
      if names.contains("completion") { model.capabilities.sees = model.capabilities.sees ?? false }
      return model
    }
  }

  /// Adds the abilities that llama.cpp's settings report for the only model that it serves.
  /// - Parameter props: the reply to `GET /props`.
  public static func adding(props body: [UInt8], to models: [Model]) -> [Model] {
    guard models.count == 1, var model = models.first, let props = JSONValue(reply: body) else {
      return models
    }
    model.capabilities.sees = props["modalities"]?["vision"]?.flag ?? model.capabilities.sees
    let template = props["chat_template_caps"]
    model.capabilities.callsTools =
      template?["supports_tools"]?.flag ?? template?["supports_tool_calls"]?.flag
      ?? model.capabilities.callsTools
    let text = props["chat_template"]?.string ?? ""
    if template?["supports_reasoning_effort"]?.flag == true
      || ["enable_thinking", "<think>", "reasoning_content"].contains(where: text.contains)
    {
      model.capabilities.thinks = true
    }
    return [model]
  }
}
