/// A sentence about what happened, which stays until it is read.
public struct Notice: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case information
    case trouble
  }

  public var kind: Kind
  /// What happened and what was kept.
  public var text: String
  /// What can be done now; empty when nothing needs to be.
  public var advice: String

  public init(_ kind: Kind, _ text: String, advice: String = "") {
    self.kind = kind
    self.text = text
    self.advice = advice
  }
}
