/// A kind of content that an import omits because Aside cannot store it.
public enum OmittedItem: Hashable, Sendable {
  case image, audio, video, file, attachment
  case thought, hiddenThought, reasoningRecap
  case toolResult, webSearch
  case customInstruction, hiddenInstruction, memoryNote
  case unreadablePart
  /// A content part whose type Aside does not recognise.
  case part(type: String)
}
