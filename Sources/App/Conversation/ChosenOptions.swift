/// What the command line chose. It overrides the settings of the conversation opened at the start.
public struct ChosenOptions: Equatable, Sendable {
  /// A provider or an address was named.
  public var choosesProvider = false
  public var choosesModel = false
  /// A provider was named but no model. Its last or only model is used, else the picker opens.
  public var isModelOpen = false
  public var choosesThinking = false
  public var choosesSystemPrompt = false

  public init() {}
}
