public import Chat

/// The user's last choices on the screen, for new conversations in later runs.
public struct LastChoice: Equatable, Sendable {
  /// The provider to use; `nil` if the configuration decides.
  public var provider: String?
  /// The base URL of the server to use, if the user typed its address instead.
  public var address: String?
  public var model: String?
  /// The base URLs of all servers whose address the user typed, newest first.
  public var addresses: [String] = []
  public var thinking: ThinkingMode?

  public init() {}

  /// Remembers a session's provider or address, and its model. The demo and addresses from the
  /// command line are for one run only, so the choice made before them stays. It also stays while a
  /// typed address has not answered.
  mutating func note(_ session: Session, among providers: KnownProviders) {
    addresses = providers.remembered
    let own = providers[session.provider.name]?.provider.baseURL
    let isOwn = !session.isDemo && own == session.provider.baseURL
    let isTyped = providers.isTyped(session) && !providers.isUnanswered(session.provider)
    guard isOwn || isTyped else { return }
    provider = isOwn ? session.provider.name : nil
    address = isTyped ? session.provider.baseURL : nil
    model = session.model.isEmpty ? nil : session.model
  }
}
