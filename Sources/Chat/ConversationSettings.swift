/// Whom a conversation asks, and what its requests say besides its messages and its thinking mode.
public struct ConversationSettings: Equatable, Sendable {
  /// The provider's name.
  public var provider: String
  /// Another address than the provider's own, such as by `--base-url`; `nil` for its own.
  public var baseURL: String?
  /// The model's id.
  public var model: String
  public var parameters: Parameters

  public init(
    provider: String, baseURL: String? = nil, model: String, parameters: Parameters = Parameters()
  ) {
    self.provider = provider
    self.baseURL = baseURL
    self.model = model
    self.parameters = parameters
  }
}

extension Conversation {
  /// Whom the next request goes to: what was stored, or whom the last answer came from; `nil` where
  /// nothing was asked.
  public var settingsInForce: ConversationSettings? {
    settings
      ?? lastMessage { $0.origin != nil }?.origin.map {
        ConversationSettings(provider: $0.provider, model: $0.model, parameters: $0.parameters)
      }
  }
}

/// What one deletion removed from a conversation.
public struct DeletedMessages: Equatable, Sendable {
  /// The message that was deleted first, then what followed it.
  public var messages: [Message]
  /// The end of the path before.
  public var leaf: MessageID?

  public init(messages: [Message], leaf: MessageID?) {
    self.messages = messages
    self.leaf = leaf
  }
}
