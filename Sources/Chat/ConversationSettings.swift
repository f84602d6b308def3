/// A conversation's provider, model and request settings, except for the thinking mode.
public struct ConversationSettings: Equatable, Sendable {
  public var provider: String
  /// An address that overrides the provider's own, for example from `--base-url`.
  public var baseURL: String?
  /// The model ID.
  public var model: String
  public var parameters: Parameters
  /// The text sent as the system message; `nil` for none.
  public var systemPrompt: String?
  /// The name of the preset that the settings came from; `nil` for none.
  public var preset: String?

  public init(
    provider: String, baseURL: String? = nil, model: String, parameters: Parameters = Parameters(),
    systemPrompt: String? = nil, preset: String? = nil
  ) {
    self.provider = provider
    self.baseURL = baseURL
    self.model = model
    self.parameters = parameters
    self.systemPrompt = systemPrompt
    self.preset = preset
  }
}

extension Conversation {
  /// The settings for the next request: the stored ones or, if none are stored, those of the last
  /// answer. `nil` if there are neither.
  public var settingsInForce: ConversationSettings? {
    settings
      ?? lastMessage { $0.origin != nil }?.origin.map {
        ConversationSettings(provider: $0.provider, model: $0.model, parameters: $0.parameters)
      }
  }
}

/// The messages removed by one deletion.
public struct DeletedMessages: Equatable, Sendable {
  /// The deleted message, then those that followed it.
  public var messages: [Message]
  /// The last message of the selected path before the deletion.
  public var leaf: MessageID?

  public init(messages: [Message], leaf: MessageID?) {
    self.messages = messages
    self.leaf = leaf
  }
}
