/// An entry of the AI/ML API's list of models (wire.md 1.6).
struct AimlapiModel: Sendable {
  let id: String
  var aliases: [String] = []
  var type = "openai/chat-completions"
  var name: String
  var developer: String
  var description: String?
  var contextLength: Int?
  var outputMax: Int?
  var tags: [String] = []
  var input = ["text"]
  var output = ["text"]
  var capabilities = ["streaming"]
  var pricing: WireJSON?

  /// All that the model answers to.
  var names: [String] { [id] + aliases }

  func json(_ parts: Set<ModelQuery.Part>) -> WireJSON {
    var json: WireJSON = [
      "id": .string(id), "aliases": .strings(aliases), "type": .string(type), "info": info,
      "tags": .strings(tags),
    ]
    if parts.contains(.modalities) {
      json = json.adding(["modalities": ["input": .strings(input), "output": .strings(output)]])
    }
    if parts.contains(.capabilities) {
      json = json.adding(["capabilities": .strings(capabilities)])
    }
    if parts.contains(.pricing), let pricing { json = json.adding(["pricing": pricing]) }
    return json
  }

  private var info: WireJSON {
    var info: WireJSON = ["name": .string(name), "developer": .string(developer)]
    if let description { info = info.adding(["description": .string(description)]) }
    if let contextLength { info = info.adding(["contextLength": .integer(contextLength)]) }
    if let outputMax { info = info.adding(["outputMax": .integer(outputMax)]) }
    return info
  }
}

extension ModelList {
  /// The one model of the demo.
  static let demo = ModelList.aimlapi([
    AimlapiModel(
      id: CompletionSchema.model, aliases: [CompletionSchema.servedModel],
      name: "Qwen3 32B (scripted)", developer: "Alibaba Cloud",
      description: "A scripted stand-in: no model is behind it.", contextLength: 131_000,
      outputMax: 16_384, tags: ["demo"], capabilities: ["streaming", "thinking"],
      pricing: AimlapiModel.documentedPrice(input: 0.7, output: 2.8))
  ])
}

// MARK: - Prices

extension AimlapiModel {
  /// The shape of the documentation, in US dollars a million tokens.
  static func documentedPrice(input: Double, output: Double) -> WireJSON {
    func unit(_ measure: String, _ price: Double) -> WireJSON {
      [
        "name": "token", "measure": .string(measure), "price": .number(price), "per": 1_000_000,
      ]
    }
    return [
      "kind": "fixed", "currency": "USD",
      "units": [unit("input", input), unit("output", output)],
    ]
  }

  /// The shape that the vendor's own client reads, in US dollars a thousand tokens.
  static func chargedPrice(input: Double, output: Double, cached: Double) -> WireJSON {
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

  /// A price that depends on what is asked for; only its outline is documented.
  static let priceBySize: WireJSON = [
    "kind": "variants", "currency": "USD", "dimensions": ["size"],
    "variants": [
      ["size": "1024x1024", "units": [["name": "image", "price": 0.04, "per": 1]]],
      ["size": "1792x1024", "units": [["name": "image", "price": 0.08, "per": 1]]],
    ],
  ]
}
