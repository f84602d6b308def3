/// A model in a server's list.
public struct Model: Equatable, Sendable {
  public var id: String
  /// Other IDs that refer to it.
  public var aliases: [String] = []
  public var name: String?
  /// The maximum number of tokens of question and answer together.
  public var contextLength: Int?
  /// The maximum number of tokens in an answer.
  public var outputLimit: Int?
  /// US dollars per million tokens.
  public var inputPrice: Double?
  public var outputPrice: Double?
  /// For input tokens in the server's cache, if their price is different.
  public var cachedPrice: Double?
  /// Whether it supports chat completions. `true` if the server does not say: such servers list
  /// only chat models.
  public var isForChat = true
  /// Whether it is in the server's memory; `nil` if the server does not say.
  public var isLoaded: Bool?
  public var capabilities = ModelCapabilities()

  public init(id: String) { self.id = id }
}
