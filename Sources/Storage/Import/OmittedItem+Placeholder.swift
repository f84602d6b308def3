import Chat

extension OmittedItem {
  /// Returns the placeholder for the item in an imported message. The placeholder is stored with
  /// the message: if its wording changes, importing the same file again changes the messages that
  /// contain it.
  /// - Parameter place: the item's path or URL.
  func placeholder(at place: String? = nil) -> String {
    "[\(label)\(place.map { ": \($0)" } ?? "")]"
  }

  private var label: String {
    switch self {
    case .image: "image"
    case .audio: "audio recording"
    case .video: "video"
    case .file: "file"
    case .attachment: "attachment"
    case .thought, .hiddenThought, .reasoningRecap: "thought"
    case .toolResult: "tool result"
    case .webSearch: "web search"
    case .customInstruction, .hiddenInstruction: "instruction"
    case .memoryNote: "memory note"
    case .unreadablePart: "part"
    case .part(let type): type
    }
  }
}
