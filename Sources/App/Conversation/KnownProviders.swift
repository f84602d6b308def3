public import Chat

/// All providers that this run can use, and what was detected about their servers.
public struct KnownProviders: Equatable, Sendable {
  /// Every provider, each at its own address.
  public var choices: [ProviderChoice]
  /// Servers whose dialect was detected, at any address.
  private(set) var recognized: [Provider] = []

  public init(_ choices: [ProviderChoice] = []) {
    self.choices = choices
  }

  subscript(name: String) -> ProviderChoice? { choices.first { $0.provider.name == name } }

  /// Adopts what was detected about a server.
  mutating func adopt(_ server: Provider) {
    recognized.removeAll { $0.name == server.name && $0.baseURL == server.baseURL }
    recognized.append(server)
    for index in choices.indices { choices[index].provider.adopt(server) }
  }

  /// Notes that a provider has a key now.
  mutating func noteHasKey(_ provider: Provider) {
    for index in choices.indices where choices[index].provider.name == provider.name {
      choices[index].lacksKey = false
    }
  }

  /// Returns a session's settings in the form saved with a conversation.
  public func settings(of session: Session) -> ConversationSettings {
    let own = self[session.provider.name]?.provider.baseURL
    return ConversationSettings(
      provider: session.provider.name,
      baseURL: own == session.provider.baseURL ? nil : session.provider.baseURL,
      model: session.model, parameters: session.parameters, systemPrompt: session.systemPrompt,
      preset: session.preset)
  }
}

/// A provider that `/provider` and the model picker offer.
public struct ProviderChoice: Equatable, Sendable {
  public var provider: Provider
  /// The provider needs an API key and none was found.
  public var lacksKey: Bool

  public init(provider: Provider, lacksKey: Bool) {
    self.provider = provider
    self.lacksKey = lacksKey
  }
}
