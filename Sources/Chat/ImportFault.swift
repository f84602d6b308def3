/// Why part of an imported file was skipped.
public enum ImportFault: Hashable, Sendable {
  /// The file or line ends too early.
  case truncated
  case missingCharacter(Character)
  case missingValue
  case missingName
  case invalidJSON
  case nestedTooDeeply
  case dataAfterValue
  case wrongType
  case missingKey(String)
  case unreadableValue
  case unknownFormat
  case notMessage
  /// An entry in a tree of messages is not an object.
  case notNode
  case unreadableImageList
  /// Some messages' IDs already belong to messages of another conversation in the database.
  case takenIDs(count: Int)
}
