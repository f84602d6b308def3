public import Chat

/// All providers that this run can use, and what was detected about their servers.
public struct KnownProviders: Equatable, Sendable {
  /// Every provider, each at its own address.
  public var choices: [ProviderChoice]
  /// Servers whose dialect was detected, at any address.
  private(set) var recognized: [Provider] = []
  /// The base URLs that were typed on the screen, in this run or before.
  private var typed: Set<String> = []

  public init(_ choices: [ProviderChoice] = []) {
    self.choices = choices
  }

  subscript(name: String) -> ProviderChoice? { choices.first { $0.provider.name == name } }

  mutating func note(_ address: ServerAddress) { typed.insert(address.baseURL) }

  /// Whether the session's server was named by its address on the screen.
  func isTyped(_ session: Session) -> Bool {
    typed.contains(session.provider.baseURL)
      && self[session.provider.name]?.provider.baseURL != session.provider.baseURL
  }

  /// Returns the server at an address, which lends its name from the default provider.
  func provider(at address: ServerAddress) -> Provider {
    let lender = self[Provider.aimlapi.name]?.provider ?? .aimlapi
    var provider = lender.moved(to: address.baseURL)
    // That key belongs to the address that the run began with.
    provider.getsGeneralKey = false
    for server in recognized { provider.adopt(server) }
    return provider
  }

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
      choices[index].hasKey = true
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
  /// A key was found. Servers that are not known to need one may have neither.
  public var hasKey: Bool

  /// - Parameter hasKey: `nil` if a provider that needs a key has one exactly when it lacks none.
  public init(provider: Provider, lacksKey: Bool, hasKey: Bool? = nil) {
    self.provider = provider
    self.lacksKey = lacksKey
    self.hasKey = hasKey ?? (provider.keyVariable != nil && !lacksKey)
  }
}
