public import Chat

/// What the user chose last on the screen, for the new conversations of later runs.
public struct LastChoice: Equatable, Sendable {
  /// Whom to ask; `nil` if the configuration decides.
  public var provider: String?
  public var model: String?
  public var thinking: ThinkingMode?

  public init() {}

  /// Keeps whom a session asks. The demo and addresses from the command line are for one run only.
  mutating func note(_ session: Session, among providers: KnownProviders) {
    let own = providers[session.provider.name]?.provider.baseURL
    let isLasting = !session.isDemo && own == session.provider.baseURL
    provider = isLasting ? session.provider.name : nil
    model = isLasting && !session.model.isEmpty ? session.model : nil
  }
}
