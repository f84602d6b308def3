/// What the command line chose. It overrides the settings of the conversation opened at the start.
public struct ChosenOptions: Equatable, Sendable {
  /// A provider, a model or an address was named.
  public var choosesProvider = false
  /// Whether to think was said.
  public var choosesThinking = false

  public init() {}
}
