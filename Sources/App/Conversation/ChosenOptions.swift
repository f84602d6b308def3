public import Chat

/// The choices made on the command line. They override the settings of the conversation opened at
/// the start.
public struct ChosenOptions: Equatable, Sendable {
  /// A provider or an address was given.
  public var choosesProvider = false
  public var choosesModel = false
  /// A provider was given but no model. Its last or only model is used, or else the picker opens.
  public var isModelOpen = false
  public var choosesThinking = false
  public var choosesSystemPrompt = false
  /// The preset that was named. Its parameters are set in the conversation opened at the start.
  public var preset: Preset?

  public init() {}
}
