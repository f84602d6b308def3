public import Chat

/// The user's last choices on the screen, for new conversations in later runs.
public struct LastChoice: Equatable, Sendable {
  /// The provider to use; `nil` if the configuration decides.
  public var provider: String?
  public var model: String?
  public var thinking: ThinkingMode?

  public init() {}

  /// Remembers a session's provider and model. The demo and addresses from the command line are for
  /// one run only.
  mutating func note(_ session: Session, among providers: KnownProviders) {
    let own = providers[session.provider.name]?.provider.baseURL
    let isLasting = !session.isDemo && own == session.provider.baseURL
    provider = isLasting ? session.provider.name : nil
    model = isLasting && !session.model.isEmpty ? session.model : nil
  }
}
