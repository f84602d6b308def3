/// The thinking settings of the next request: whether the model should think, and its maximum
/// number of thinking tokens.
public struct ThinkingMode: Equatable, Hashable, Sendable, Codable {
  public var isOn: Bool
  /// The maximum number of tokens, at least 1; `nil` leaves the limit to the server. While
  /// thinking is off, this is the limit for when it is turned on again.
  public var budget: Int?

  public init(isOn: Bool, budget: Int? = nil) {
    self.isOn = isOn
    self.budget = budget
  }

  /// The valid values of `thinking_budget` (wire.md 1.2).
  public static let budgetRange = 1...Int.max

  /// This mode as a choice: on, off or a budget.
  public var choice: ThinkingChoice {
    guard isOn else { return .off }
    return budget.map { .budget($0) } ?? .on
  }
}

/// How much a model should think, as chosen with `/think`, an option or a key.
public enum ThinkingChoice: Equatable, Sendable {
  case off
  case on
  /// At most this many tokens.
  case budget(Int)
  /// A value of `reasoning_effort`.
  case effort(String)

  /// Parses `on`, `off`, a number of tokens, or an effort; `nil` for anything else.
  public init?(_ text: String) {
    if let effort = ThinkingEffort(rawValue: text) {
      self = .effort(effort.rawValue)
    } else if let budget = Int(text), ThinkingMode.budgetRange.contains(budget) {
      self = .budget(budget)
    } else {
      switch text {
      case "on": self = .on
      case "off": self = .off
      default: return nil
      }
    }
  }

  public var form: ThinkingForm {
    switch self {
    case .off: .off
    case .on: .on
    case .budget: .budget
    case .effort: .effort
    }
  }
}

/// The values of `reasoning_effort` that every server with that field accepts.
public enum ThinkingEffort: String, Equatable, CaseIterable, Sendable {
  case low, medium, high
}

/// A way to control thinking. Each dialect can express some of them; see
/// ``DialectName/thinkingForms``.
public enum ThinkingForm: Hashable, CaseIterable, Sendable {
  case off, on, budget, effort
}
