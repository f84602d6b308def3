/// Whether the next request asks the model to think aloud, and the maximum number of tokens for it.
public struct ThinkingMode: Equatable, Hashable, Sendable, Codable {
  public var isOn: Bool
  /// In tokens, at least 1. `nil` leaves the limit to the server.
  public var budget: Int?

  public init(isOn: Bool, budget: Int? = nil) {
    self.isOn = isOn
    self.budget = budget
  }

  /// wire.md 1.2: `thinking_budget` is an integer of at least 1.
  public static let budgetRange = 1...Int.max
}
