/// A model in a server's list.
public struct Model: Equatable, Sendable {
  public var id: String
  /// Other IDs that refer to the model.
  public var aliases: [String] = []
  public var name: String?
  /// The maximum number of tokens in the prompt and the answer together.
  public var contextLength: Int?
  /// Whether `contextLength` is only what the model was trained for. The server may have loaded it
  /// with less. Not stored.
  public var mayHaveLessContext = false
  /// The maximum number of tokens in an answer.
  public var outputLimit: Int?
  /// The price of input tokens, in US dollars per million.
  public var inputPrice: Double?
  public var outputPrice: Double?
  /// The price of cached input tokens, in US dollars per million, if it differs.
  public var cachedPrice: Double?
  /// Whether the model supports chat completions. `true` if the server does not say, because such
  /// servers list only chat models.
  public var isForChat = true
  /// Whether the model is in the server's memory; `nil` if the server does not say.
  public var isLoaded: Bool?
  public var capabilities = ModelCapabilities()

  public init(id: String) { self.id = id }

  public var withoutPrices: Model {
    var model = self
    (model.inputPrice, model.outputPrice, model.cachedPrice) = (nil, nil, nil)
    return model
  }
}
