internal import Chat
internal import Words

/// A sentence about what happened, shown until it has been read.
public struct Notice: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case information
    case trouble
  }

  public var kind: Kind
  /// What happened and what was kept.
  public var text: String
  /// What to do next; empty if nothing is needed.
  public var advice: String
  /// Whether it disappears when the running answer ends.
  var isUntilAnswered = false
  /// Whether it is about the draft, and out of date when that is edited.
  var isAboutDraft = false
  /// Whether it is about the user's editor, so that pages with a text field show it, too.
  var isAboutEditor = false

  /// The answer that it is about. While that is the last message, the notice is shown at its end.
  var answer: MessageID?

  public init(_ kind: Kind, _ text: String, advice: String = "") {
    self.kind = kind
    self.text = text
    self.advice = advice
  }

  /// The same notice, about the draft.
  var aboutDraft: Notice {
    var notice = self
    notice.isAboutDraft = true
    return notice
  }

  /// The same notice, about an answer.
  func about(_ answer: MessageID) -> Notice {
    var notice = self
    notice.answer = answer
    return notice
  }

  static let nothingToUndo = Notice(.information, Words.Status.nothingToUndo)
  static let nothingToRedo = Notice(.information, Words.Status.nothingToRedo)

  /// Warns that quitting now would stop the answer.
  /// - Parameter advice: how to quit anyway.
  static func stopsAnswer(_ advice: String) -> Notice {
    var notice = Notice(.information, Words.Status.stillAnswering, advice: advice)
    notice.isUntilAnswered = true
    return notice
  }
}
