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
  /// It is over when the answer that is coming is there.
  var isUntilAnswered = false

  public init(_ kind: Kind, _ text: String, advice: String = "") {
    self.kind = kind
    self.text = text
    self.advice = advice
  }

  static let nothingToUndo = Notice(.information, "Nothing to undo.")

  /// Quitting now would stop the answer.
  /// - Parameter advice: which key does it all the same.
  static func stopsAnswer(_ advice: String) -> Notice {
    var notice = Notice(.information, "Still answering.", advice: advice)
    notice.isUntilAnswered = true
    return notice
  }

  /// Why something was not done.
  /// - Parameter kept: what becomes of what the user has done.
  static func stillComing(kept: String, advice: String) -> Notice {
    var notice = Notice(.information, "The answer is still coming; \(kept).", advice: advice)
    notice.isUntilAnswered = true
    return notice
  }
}
