/// A fault in an imported file that was fixed, and how. Nothing was skipped.
public enum ImportRemark: Hashable, Sendable {
  public enum OriginPart: Hashable, Sendable {
    case provider, model, providerAndModel
  }

  /// Imported as answers, since no user wrote them.
  case unknownRole(String)
  case missingRole
  /// Imported as incomplete.
  case unknownStatus(String)
  /// Imported without the part that contains the number.
  case unreadableNumber
  /// Imported without the attachment.
  case unreadableAttachment
  /// Imported as `unknown`.
  case missingOrigin(OriginPart)
  case contentNotText
  /// Both values were imported; the second name got a number.
  case repeatedKey(String)

  /// Imported once.
  case repeatedMessage
  /// Different messages; both were imported.
  case repeatedID
  /// Different conversations in one file; both were imported.
  case repeatedConversationID

  /// The message starts a branch.
  case missingParent
  /// The message's ancestors form a cycle; it starts a branch.
  case cyclicParents
  case missingSelection
  case missingMessage
  case missingChat
  case noMessages

  /// A conversation without a date got the date of its messages.
  case datedByMessages
  /// Messages without dates got the date of their conversation.
  case datedByConversation
  /// A message without a date got the date of the message before or after it.
  case datedByNeighbor
}
