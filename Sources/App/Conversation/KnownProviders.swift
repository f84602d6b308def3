public import Chat

/// All providers that this run can use, and what was detected about their servers.
public struct KnownProviders: Equatable, Sendable {
  /// Every provider, at its own address rather than a custom one.
  public var choices: [ProviderChoice]
  /// The servers whose dialect was detected, including those at custom addresses.
  private(set) var recognized: [Provider] = []
  /// The base URLs that the user typed on the screen, in this run or an earlier one, newest first.
  private(set) var typed: [String] = []
  /// The typed addresses whose servers have never answered. They may contain a mistake, so they are
  /// not remembered.
  private var unanswered: Set<String> = []
  /// The base URLs from the command line whose servers have answered.
  private var given: [String] = []
  /// The servers at the typed addresses, and the one this run began with unless it is at its
  /// provider's own address.
  private var elsewhere: [Provider] = []

  public init(_ choices: [ProviderChoice] = []) {
    self.choices = choices
  }

  subscript(name: String) -> ProviderChoice? { choices.first { $0.provider.name == name } }

  /// Splits a typed provider and model. The provider can also be typed in another case, or by its
  /// service's own name, which may contain spaces.
  func nameAndModel(typed text: String) -> (name: String, model: String) {
    for provider in choices.lazy.map(\.provider) {
      guard let brand = provider.brand, text.lowercased().hasPrefix(brand.lowercased()) else {
        continue
      }
      let rest = text.dropFirst(brand.count)
      if rest.first ?? " " == " " { return (provider.name, String(rest.drop { $0 == " " })) }
    }
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let name = words.first ?? ""
    let known = self[name] ?? choices.first { $0.provider.name.lowercased() == name.lowercased() }
    return (known?.provider.name ?? name, words.count > 1 ? words[1] : "")
  }

  /// Returns the provider for a stored ID, if it is an address or a configured provider.
  subscript(id id: String) -> ProviderChoice? {
    if let choice = self[id] ?? choices.first(where: { $0.provider.id == id }) { return choice }
    if let server = elsewhere.first(where: { $0.id == id }) {
      return ProviderChoice(provider: adopting(server), lacksKey: false)
    }
    guard let address = ServerAddress(id), address.baseURL == id else { return nil }
    return ProviderChoice(provider: provider(at: address), lacksKey: false)
  }

  /// All providers, and the servers at other addresses that are listed next to them.
  var listed: [ProviderChoice] { listedElsewhere + choices }

  /// The listed servers that are not at their provider's own address.
  var listedElsewhere: [ProviderChoice] {
    elsewhere.filter { server in !choices.contains { $0.provider.baseURL == server.baseURL } }
      .map { ProviderChoice(provider: adopting($0), lacksKey: false) }
  }

  /// Returns whether lists show a server with this ID.
  func lists(_ id: String) -> Bool {
    elsewhere.contains { $0.id == id } || self[id] != nil
  }

  /// Returns what to type for a provider with this ID.
  static func typedName(_ id: String) -> String {
    guard let address = ServerAddress(id), address.baseURL == id else { return id }
    return address.brief
  }

  /// The number of typed addresses that are kept.
  private static let mostTyped = 8

  /// The addresses to remember for later runs, newest first.
  var remembered: [String] {
    let answered = typed.filter { !unanswered.contains($0) }
    return Array((given.filter { !answered.contains($0) } + answered).prefix(Self.mostTyped))
  }

  /// Notes an address that the user has just typed.
  mutating func noteTyped(_ address: ServerAddress) {
    if !typed.contains(address.baseURL) { unanswered.insert(address.baseURL) }
    note(address)
  }

  /// Returns whether the server's address was typed in this run, and the server has not answered yet.
  func isUnanswered(_ server: Provider) -> Bool {
    unanswered.contains(server.baseURL)
  }

  /// Notes that a server has answered.
  /// - Returns: whether its address can be remembered from now on.
  mutating func noteAnswer(from server: Provider) -> Bool {
    unanswered.remove(server.baseURL) != nil
  }

  /// Notes that the server at an address from the command line has answered.
  /// - Returns: whether its address is to be remembered from now on.
  mutating func noteGiven(_ server: Provider) -> Bool {
    guard server.isNamedByAddress, let address = ServerAddress(server.id),
      address.baseURL == server.id, !typed.contains(address.baseURL),
      !given.contains(address.baseURL)
    else { return false }
    given.insert(address.baseURL, at: 0)
    return true
  }

  /// Notes an address from an earlier run, or one whose server is known.
  mutating func note(_ address: ServerAddress) {
    let url = address.baseURL
    typed.removeAll { $0 == url }
    typed.insert(url, at: 0)
    typed = Array(typed.prefix(Self.mostTyped))
    if !elsewhere.contains(where: { $0.baseURL == url }) { note(provider(at: address)) }
  }

  /// Lists a server that is not at its provider's own address.
  mutating func note(_ server: Provider) {
    guard server.isElsewhere else { return }
    elsewhere.removeAll { $0.id == server.id }
    elsewhere.insert(server, at: 0)
  }

  /// Returns whether the user chose the session's server by typing its address on the screen.
  func isTyped(_ session: Session) -> Bool {
    typed.contains(session.provider.baseURL)
      && self[session.provider.name]?.provider.baseURL != session.provider.baseURL
  }

  /// Returns the server at an address. It borrows the name of the default provider.
  func provider(at address: ServerAddress) -> Provider {
    let lender = self[Provider.aimlapi.name]?.provider ?? .aimlapi
    var provider = lender.moved(to: address.baseURL)
    // `ASIDE_API_KEY` belongs to the address that was given at startup.
    provider.getsGeneralKey = false
    return adopting(provider)
  }

  /// Returns the server with everything that was detected about it.
  private func adopting(_ provider: Provider) -> Provider {
    var provider = provider
    for server in recognized { provider.adopt(server) }
    return provider
  }

  /// Records and applies what was detected about a server.
  mutating func adopt(_ server: Provider) {
    recognized.removeAll { $0.isSame(as: server) }
    recognized.append(server)
    for index in choices.indices { choices[index].provider.adopt(server) }
  }

  /// Notes whether a provider has a key. A key for an address says nothing about the provider whose
  /// name the address borrows.
  mutating func noteKey(of provider: Provider, isThere: Bool) {
    guard !provider.isElsewhere else { return }
    for index in choices.indices where choices[index].provider.name == provider.name {
      choices[index].lacksKey = choices[index].provider.keyVariable != nil && !isThere
      choices[index].hasKey = isThere
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
  /// Whether the provider needs an API key and none was found.
  public var lacksKey: Bool
  /// Whether a key was found. For servers that are not known to need a key, both this and
  /// ``lacksKey`` may be `false`.
  public var hasKey: Bool

  /// - Parameter hasKey: `nil` to infer it from `provider` and `lacksKey`.
  public init(provider: Provider, lacksKey: Bool, hasKey: Bool? = nil) {
    self.provider = provider
    self.lacksKey = lacksKey
    self.hasKey = hasKey ?? (provider.keyVariable != nil && !lacksKey)
  }
}
