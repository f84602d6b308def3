import Loopback

/// Sample model lists in each server's format (wire.md 1.6, 3).
extension ModelCatalog {
  /// A list as long as that of the AI/ML API. All entries except the first are made up. Their
  /// prices come in every format, and some have no price.
  static let aimlapiLong: ModelCatalog = {
    let developers = ["Acme", "Borealis", "Cumulus", "Delta", "Ember", "Fjord"]
    let sizes = [1, 3, 4, 7, 8, 13, 14, 27, 32, 70]
    let made = (0..<420).map { index in
      sample(
        index, developer: developers[index % developers.count],
        size: sizes[index / developers.count % sizes.count])
    }
    return .aimlapi([qwen] + made)
  }()

  private static let qwen = AimlapiModel(
    id: CompletionSchema.model, aliases: [CompletionSchema.servedModel, "qwen/qwen3-32b"],
    name: "Qwen3 32B", developer: "Alibaba Cloud", contextLength: 131_000, outputMax: 16_384,
    tags: ["reasoning"], capabilities: ["streaming", "thinking", "tools"],
    pricing: AimlapiModel.documentedPrice(input: 0.7, output: 2.8))

  private static func sample(_ index: Int, developer: String, size: Int) -> AimlapiModel {
    let maker = developer.lowercased()
    let isImage = index % 10 == 9
    let short = "\(isImage ? "paint" : "chat")-\(index / 60 + 1)-\(size)b-\(index)"
    let prices: [WireJSON?] = [
      AimlapiModel.documentedPrice(input: Double(size) / 50, output: Double(size) / 10),
      AimlapiModel.chargedPrice(
        input: Double(size) / 50_000, output: Double(size) / 10_000,
        cached: Double(size) / 200_000),
      nil,
    ]
    return AimlapiModel(
      id: "\(maker)/\(short)", aliases: index % 4 == 0 ? [short] : [],
      type: isImage ? "openai/images" : "openai/chat-completions",
      name: "\(developer) \(size)B \(index)", developer: developer,
      contextLength: isImage ? nil : 8192 << (index % 5),
      outputMax: index % 3 == 0 ? nil : 8192, tags: index % 7 == 0 ? ["new", maker] : [maker],
      output: isImage ? ["image"] : ["text"], capabilities: isImage ? [] : ["streaming", "tools"],
      pricing: isImage ? AimlapiModel.priceBySize : prices[index % prices.count])
  }

  static let openAI = list([
    entry("qwen3-32b", owner: "system"), entry("gpt-4.1-mini", owner: "system"),
    entry("ft:gpt-4.1-mini:acme::7p4lURel", owner: "acme"),
  ])

  static let vllm = list([
    entry("Qwen/Qwen3-32B", owner: "vllm").adding([
      "root": "Qwen/Qwen3-32B", "parent": nil, "max_model_len": 40_960, "permission": [],
    ])
  ])

  /// llama.cpp's list, which the server sends twice, once in Ollama's format.
  static let llamaCpp = list([
    entry("Qwen3-32B-Q4_K_M.gguf", owner: "llamacpp").adding([
      "meta": [
        "vocab_type": 2, "n_vocab": 151_936, "n_ctx_train": 40_960, "n_embd": 5120,
        "n_params": 32_762_123_264, "size": 19_754_604_544,
      ]
    ])
  ]).adding(["models": [["name": "Qwen3-32B-Q4_K_M.gguf", "model": "Qwen3-32B-Q4_K_M.gguf"]]])

  static let ollama = list([
    entry("qwen3:32b", owner: "library"), entry("gpt-oss:20b", owner: "library"),
  ])

  /// OpenRouter's list, in which prices are decimal strings, in US dollars per token.
  static let openRouter = ModelCatalog.fixed([
    "data": [
      routed("qwen/qwen3-32b", context: 40_960, input: "0.00000005", output: "0.0000002"),
      routed("openrouter/auto", context: 2_000_000, input: "-1", output: "-1"),
      routed("qwen/qwen3-4b:free", context: 40_960, input: "0", output: "0"),
    ]
  ])

  private static func routed(
    _ id: WireJSON, context: Int, input: WireJSON, output: WireJSON
  ) -> WireJSON {
    [
      "id": id, "canonical_slug": id, "name": id, "created": 1_745_875_945,
      "context_length": .integer(context),
      "architecture": ["input_modalities": ["text"], "output_modalities": ["text"]],
      "pricing": ["prompt": input, "completion": output, "request": "0"],
      "top_provider": ["context_length": .integer(context), "max_completion_tokens": 16_384],
      "supported_parameters": ["include_reasoning", "reasoning", "temperature", "tools"],
    ]
  }

  private static func entry(_ id: WireJSON, owner: WireJSON) -> WireJSON {
    ["id": id, "object": "model", "created": 1_745_875_945, "owned_by": owner]
  }

  private static func list(_ entries: [WireJSON]) -> ModelCatalog {
    .fixed(["object": "list", "data": .array(entries)])
  }

  /// Returns the list with extra members at the top level.
  private func adding(_ members: WireJSON) -> ModelCatalog {
    switch self {
    case .fixed(let list): .fixed(list.adding(members))
    case .aimlapi: self
    }
  }
}

// MARK: - Prices

extension AimlapiModel {
  /// Returns a price in the format that the vendor's own client reads, in US dollars per thousand
  /// tokens.
  fileprivate static func chargedPrice(input: Double, output: Double, cached: Double) -> WireJSON {
    func unit(_ origin: String, _ price: Double) -> WireJSON {
      [
        "type": "charge", "name": "token", "content": "text", "origin": .string(origin),
        "price": .number(price), "per": 1000,
      ]
    }
    return [
      "kind": "fixed", "currency": "USD",
      "units": [unit("provided", input), unit("generated", output), unit("cached", cached)],
    ]
  }

  /// A price that depends on the request. Only the outline of this format is documented.
  fileprivate static let priceBySize: WireJSON = [
    "kind": "variants", "currency": "USD", "dimensions": ["size"],
    "variants": [
      ["size": "1024x1024", "units": [["name": "image", "price": 0.04, "per": 1]]],
      ["size": "1792x1024", "units": [["name": "image", "price": 0.08, "per": 1]]],
    ],
  ]
}
