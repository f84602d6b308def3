/// Named settings that a user keeps in a file. All are optional, and applying a preset does not
/// change the settings that it omits.
public struct Preset: Equatable, Sendable {
  public var name: String
  public var provider: String?
  /// The model ID.
  public var model: String?
  public var systemPrompt: String?
  public var thinking: Bool?
  /// The maximum number of thinking tokens, at least 1.
  public var thinkingBudget: Int?
  public var parameters = Parameters()
  /// The path of the file.
  public var path = ""
  /// The file and line of each setting, by its name in ``Key`` or the name of the parameter.
  public var positions: [String: String] = [:]

  public init(name: String) { self.name = name }

  /// The names of the settings in the file.
  public enum Key {
    public static let provider = "provider"
    public static let model = "model"
    public static let systemPrompt = "system_prompt"
    public static let thinking = "thinking"
    public static let thinkingBudget = "thinking_budget"
    public static let parameters = "parameters"
  }

  /// Returns the file and line of a setting, for use in messages.
  public func position(of key: String) -> String { positions[key] ?? path }

  /// The parameters that the preset sets, in the order of ``ParameterField/all``.
  public var fields: [ParameterField] {
    ParameterField.all.filter { $0.value(in: parameters) != nil }
  }

  public var saysThinking: Bool { thinking != nil || thinkingBudget != nil }

  /// Whether the model thinks. A budget alone turns thinking on; `nil` leaves the current mode
  /// unchanged.
  public var thinks: Bool? { thinking ?? thinkingBudget.map { _ in true } }
}

/// The result of saving a preset.
public enum PresetSaving: Equatable, Sendable {
  /// The preset was saved. Contains the file's path.
  case saved(String)
  /// A file with that name already exists, and was not replaced.
  case exists(hasComments: Bool)
  /// The preset could not be saved. Contains the reason as a sentence.
  case failed(String)
}
