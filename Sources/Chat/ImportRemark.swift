/// A fault in an imported file, and how it was fixed. Nothing was skipped.
public enum ImportRemark: Hashable, Sendable {
  public enum OriginPart: Hashable, Sendable {
    case provider, model, providerAndModel
  }

  /// Messages with this role were imported as answers, because no user wrote them.
  case unknownRole(String)
  case missingRole
  /// The message was imported as incomplete.
  case unknownStatus(String)
  /// The message was imported without the part that contains the number.
  case unreadableNumber
  /// The message was imported without the attachment.
  case unreadableAttachment
  /// The missing names were imported as `unknown`.
  case missingOrigin(OriginPart)
  case contentNotText
  /// Both values were imported, the second under a name with a number added.
  case repeatedKey(String)

  /// Identical messages were imported once.
  case repeatedMessage
  /// Different messages have the same ID. Both were imported.
  case repeatedID
  /// Different conversations in one file have the same ID. Both were imported.
  case repeatedConversationID

  /// The message's parent is missing, so the message starts a branch.
  case missingParent
  /// The message's ancestors form a cycle, so the message starts a branch.
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
