import Chat

/// A model in the JSON of `model_list`. Everything but the ID may be missing, so that lists stored
/// by other versions can be read.
struct StoredModel: Codable {
  var id: String
  var aliases: [String]?
  var name: String?
  var contextLength: Int?
  var outputLimit: Int?
  var inputPrice: Double?
  var outputPrice: Double?
  var cachedPrice: Double?
  var isForChat: Bool?
  var isLoaded: Bool?
  var thinks: Bool?
  var sees: Bool?
  var callsTools: Bool?

  enum CodingKeys: String, CodingKey {
    case id, aliases, name, thinks, sees
    case contextLength = "context"
    case outputLimit = "output_limit"
    case inputPrice = "input_price"
    case outputPrice = "output_price"
    case cachedPrice = "cached_price"
    case isForChat = "chat"
    case isLoaded = "loaded"
    case callsTools = "calls_tools"
  }

  init(_ model: Model) {
    id = model.id
    aliases = model.aliases.isEmpty ? nil : model.aliases
    name = model.name
    contextLength = model.contextLength
    outputLimit = model.outputLimit
    inputPrice = model.inputPrice
    outputPrice = model.outputPrice
    cachedPrice = model.cachedPrice
    isForChat = model.isForChat ? nil : false
    isLoaded = model.isLoaded
    thinks = model.capabilities.thinks
    sees = model.capabilities.sees
    callsTools = model.capabilities.callsTools
  }

  var model: Model {
    var model = Model(id: id)
    model.aliases = aliases ?? []
    model.name = name
    model.contextLength = contextLength
    model.outputLimit = outputLimit
    model.inputPrice = inputPrice
    model.outputPrice = outputPrice
    model.cachedPrice = cachedPrice
    model.isForChat = isForChat ?? true
    model.isLoaded = isLoaded
    model.capabilities.thinks = thinks
    model.capabilities.sees = sees
    model.capabilities.callsTools = callsTools
    return model
  }
}
