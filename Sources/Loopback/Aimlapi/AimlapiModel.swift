/// An entry in the AI/ML API's model list (wire.md 1.6).
package struct AimlapiModel: Sendable {
  let id: String
  var aliases: [String]
  var type: String
  var name: String
  var developer: String
  var description: String?
  var contextLength: Int?
  var outputMax: Int?
  var tags: [String]
  var input = ["text"]
  var output: [String]
  var capabilities: [String]
  var pricing: WireJSON?

  package init(
    id: String, aliases: [String] = [], type: String = "openai/chat-completions", name: String,
    developer: String, description: String? = nil, contextLength: Int? = nil,
    outputMax: Int? = nil, tags: [String] = [], output: [String] = ["text"],
    capabilities: [String] = ["streaming"], pricing: WireJSON? = nil
  ) {
    self.id = id
    self.aliases = aliases
    self.type = type
    self.name = name
    self.developer = developer
    self.description = description
    self.contextLength = contextLength
    self.outputMax = outputMax
    self.tags = tags
    self.output = output
    self.capabilities = capabilities
    self.pricing = pricing
  }

  /// All names that select the model.
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

extension ModelCatalog {
  /// The demo's only model.
  package static let demo = ModelCatalog.aimlapi([
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
  /// Returns a price in the documented format, in US dollars per million tokens.
  package static func documentedPrice(input: Double, output: Double) -> WireJSON {
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
}
