public import Chat

/// The choices made on the command line. They override the settings of the conversation opened at
/// the start.
public struct ChosenOptions: Equatable, Sendable {
  /// Whether a provider or an address was given.
  public var choosesProvider = false
  public var choosesModel = false
  /// The model given without a provider, while the demo stands in for one. The first provider that
  /// the user chooses will use it.
  public var modelForProvider: String?
  /// Whether a provider was given, but no model. The provider's last or only model is then used,
  /// or else the picker opens.
  public var isModelOpen = false
  public var choosesThinking = false
  public var choosesSystemPrompt = false
  /// The preset given by the user. Its parameters are set in the conversation opened at the start.
  public var preset: Preset?

  public init() {}
}
