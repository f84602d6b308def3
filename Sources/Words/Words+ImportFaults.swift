public import Chat

extension Words {
  /// Explains how the import handled a fault in a file.
  public static func remark(_ remark: ImportRemark) -> String {
    switch remark {
    case .unknownRole(let role): "unknown role “\(role)”; imported as an answer"
    case .missingRole: "no role given; imported as an answer"
    case .unknownStatus(let status): "unknown status “\(status)”; imported as incomplete"
    case .unreadableAttachment: "unreadable attachment; message imported without it"
    case .unreadableNumber: "unreadable number; message imported without this part"
    case .missingOrigin(let part): "\(name(of: part)) not given; set to “unknown”"
    case .contentNotText: "content is not text; kept as JSON"
    case .repeatedKey(let key): "duplicate key “\(key)”"
    case .repeatedMessage: "duplicate message; kept only once"
    case .repeatedID: "duplicate ID with different text; kept both"
    case .repeatedConversationID: "duplicate conversation ID with different text; kept both"
    case .missingParent: "parent missing; starts a new branch"
    case .cyclicParents: "circular parent links; starts a new branch"
    case .missingSelection: "last message of the current branch is missing"
    case .missingMessage: "a message is missing"
    case .missingChat: "chat record missing; rebuilt from its messages"
    case .noMessages: "no messages"
    case .datedByMessages: "no valid date; used the messages' dates"
    case .datedByConversation: "no valid message dates; used the conversation's date"
    case .datedByNeighbor: "no valid date; used a neighbouring message's date"
    }
  }

  private static func name(of part: ImportRemark.OriginPart) -> String {
    switch part {
    case .provider: "provider"
    case .model: "model"
    case .providerAndModel: "provider and model"
    }
  }

  /// Explains why part of an imported file was skipped.
  public static func fault(_ fault: ImportFault) -> String {
    switch fault {
    case .truncated: "unexpected end of file"
    case .missingCharacter(let character): "expected “\(character)”"
    case .missingValue: "expected a value"
    case .missingName: "expected a quoted key"
    case .invalidJSON: "not valid JSON"
    case .nestedTooDeeply: "nested too deeply"
    case .dataAfterValue: "extra data after the value"
    case .wrongType: "wrong type"
    case .missingKey(let key): "missing “\(key)”"
    case .unreadableValue: "unreadable value"
    case .unknownFormat: "unrecognised conversation format"
    case .notMessage: "not a message"
    case .notNode: "not a node"
    case .unreadableImageList: "unreadable image list"
    case .takenIDs(let count):
      count == 1
        ? "1 message has an ID used by another conversation"
        : "\(count) messages have IDs used by another conversation"
    }
  }

  /// - Parameter conversation: the conversation's title.
  public static func skipped(
    _ count: Int, _ item: OmittedItem, in conversation: String
  ) -> String {
    "skipped \(counted(count, item)) (conversation “\(conversation)”)"
  }

  public static func skipped(_ count: Int, _ item: OmittedItem, in conversations: Int) -> String {
    "skipped \(counted(count, item)) (\(Words.conversations(conversations)))"
  }

  private static func counted(_ count: Int, _ item: OmittedItem) -> String {
    let (one, many) = nouns(for: item)
    return "\(count) \(count == 1 ? one : many)"
  }

  private static func nouns(for item: OmittedItem) -> (one: String, many: String) {
    switch item {
    case .image: ("image", "images")
    case .audio: ("audio recording", "audio recordings")
    case .video: ("video", "videos")
    case .file: ("file", "files")
    case .attachment: ("attachment", "attachments")
    case .thought: ("thinking block", "thinking blocks")
    case .hiddenThought: ("redacted thinking block", "redacted thinking blocks")
    case .reasoningRecap: ("reasoning recap", "reasoning recaps")
    case .toolResult: ("tool result", "tool results")
    case .webSearch: ("web search", "web searches")
    case .customInstruction: ("custom instruction", "custom instructions")
    case .hiddenInstruction: ("hidden instruction", "hidden instructions")
    case .memoryNote: ("memory note", "memory notes")
    case .unreadablePart: ("unreadable part", "unreadable parts")
    case .part(let type): ("“\(type)” part", "“\(type)” parts")
    }
  }
}
