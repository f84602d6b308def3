public import Chat

/// The user's last choices on the screen, for new conversations in later runs.
public struct LastChoice: Equatable, Sendable {
  /// The provider to use; `nil` if the configuration decides.
  public var provider: String?
  /// The base URL of the server to use, if the user typed its address instead.
  public var address: String?
  public var model: String?
  public var thinking: ThinkingMode?

  public init() {}

  /// Remembers a session's provider or address, and its model. The demo and addresses from the
  /// command line are for one run only.
  mutating func note(_ session: Session, among providers: KnownProviders) {
    let own = providers[session.provider.name]?.provider.baseURL
    let isOwn = !session.isDemo && own == session.provider.baseURL
    provider = isOwn ? session.provider.name : nil
    address = providers.isTyped(session) ? session.provider.baseURL : nil
    let isLasting = isOwn || address != nil
    model = isLasting && !session.model.isEmpty ? session.model : nil
  }
}
