internal import Chat
internal import Words

/// A message about what happened, shown until the user has read it.
public struct Notice: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case information
    case trouble
  }

  public var kind: Kind
  /// What happened, and what was kept.
  public var text: String
  /// What to do next; empty if nothing is needed.
  public var advice: String
  /// Whether the notice disappears when the running answer ends.
  var isUntilAnswered = false
  /// Whether the notice is about the draft, and so goes out of date when the draft is edited.
  var isAboutDraft = false
  /// Whether the notice is about the user's external editor. Pages with a text field show such a
  /// notice, too.
  var isAboutEditor = false

  /// The answer that the notice is about. While that answer is the last message, the notice
  /// appears at its end.
  var answer: MessageID?
  /// Advice about an answer. It stays at the end of that answer while this notice is about
  /// something else.
  var adviceAtEnd: AnswerAdvice?

  /// The text and the advice.
  var sentences: String { Words.sentences(text, advice) }

  public init(_ kind: Kind, _ text: String, advice: String = "") {
    self.kind = kind
    self.text = text
    self.advice = advice
  }

  /// This notice, marked as being about the draft.
  var aboutDraft: Notice {
    var notice = self
    notice.isAboutDraft = true
    return notice
  }

  /// Returns this notice, marked as being about an answer.
  func about(_ answer: MessageID) -> Notice {
    var notice = self
    notice.answer = answer
    return notice
  }

  static let nothingToUndo = Notice(.information, Words.Status.nothingToUndo)
  static let nothingToRedo = Notice(.information, Words.Status.nothingToRedo)

  /// Returns a warning that quitting now would stop the answer.
  /// - Parameter advice: how to quit anyway.
  static func stopsAnswer(_ advice: String) -> Notice {
    var notice = Notice(.information, Words.Status.stillAnswering, advice: advice)
    notice.isUntilAnswered = true
    return notice
  }
}
