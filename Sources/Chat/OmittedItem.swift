/// A kind of content that Aside cannot store, so an import leaves it out.
public enum OmittedItem: Hashable, Sendable {
  case image, audio, video, file, attachment
  case thought, hiddenThought, reasoningRecap
  case toolResult, webSearch
  case customInstruction, hiddenInstruction, memoryNote
  case unreadablePart
  /// A part of a type that Aside does not know.
  case part(type: String)
}
