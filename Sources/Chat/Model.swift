/// A model as its server lists it.
public struct Model: Equatable, Sendable {
  public var id: String
  /// Other ids under which it answers.
  public var aliases: [String] = []
  public var name: String?
  /// Tokens of question and answer together.
  public var contextLength: Int?
  /// Tokens of an answer at most.
  public var outputLimit: Int?
  /// US dollars for a million tokens.
  public var inputPrice: Double?
  public var outputPrice: Double?
  /// Whether it answers chat completions; servers that do not say list nothing else.
  public var isForChat = true
  /// Whether it is in the server's memory; `nil` where the server does not say.
  public var isLoaded: Bool?

  public init(id: String) { self.id = id }
}
