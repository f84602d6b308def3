import Chat

extension Words {
  /// How a fault in an imported file was fixed.
  public static func remark(_ remark: ImportRemark) -> String {
    switch remark {
    case .unknownRole(let role): "unknown role “\(role)”; imported as an answer"
    case .missingRole: "no role given; imported as an answer"
    case .unknownStatus(let status): "unknown status “\(status)”; imported as incomplete"
    case .unreadableNumber: "unreadable number; message imported without this part"
    case .missingOrigin(let part): "no \(name(of: part)) given; imported as “unknown”"
    case .contentNotText: "content is not text; imported as JSON"
    case .repeatedKey(let key): "duplicate key “\(key)”"
    case .repeatedMessage: "duplicate message; imported once"
    case .repeatedID: "another message has the same ID; both imported"
    case .repeatedConversationID: "another conversation has the same ID; both imported"
    case .missingParent: "parent message is missing; imported as a new branch"
    case .cyclicParents: "parent messages form a cycle; imported as a new branch"
    case .missingSelection: "the last message of the selected branch is missing"
    case .missingMessage: "a message is missing"
    case .missingChat: "chat is missing; rebuilt from its messages"
    case .noMessages: "no messages"
    case .datedByMessages: "no readable date; used the date of its messages"
    case .datedByConversation: "messages have no readable dates; used the conversation's date"
    case .datedByNeighbor: "no readable date; used the date of the message next to it"
    }
  }

  private static func name(of part: ImportRemark.OriginPart) -> String {
    switch part {
    case .provider: "provider"
    case .model: "model"
    case .providerAndModel: "provider and model"
    }
  }

  /// Why part of an imported file was skipped.
  public static func fault(_ fault: ImportFault) -> String {
    switch fault {
    case .truncated: "unexpected end of file"
    case .missingCharacter(let character): "expected “\(character)”"
    case .missingValue: "expected a value"
    case .missingName: "expected a name in quotes"
    case .invalidJSON: "not valid JSON"
    case .nestedTooDeeply: "nested too deeply"
    case .dataAfterValue: "extra data after the value"
    case .wrongType: "value has the wrong type"
    case .missingKey(let key): "missing key “\(key)”"
    case .unreadableValue: "unreadable value"
    case .unknownFormat: "unrecognised conversation format"
    case .notMessage: "not a message"
    case .notNode: "not a node"
    case .unreadableImageList: "unreadable list of images"
    case .takenIDs(let count):
      count == 1
        ? "1 message has the ID of a message in another conversation"
        : "\(count) messages have the IDs of messages in another conversation"
    }
  }

  /// - Parameter conversation: its title.
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
    case .thought: ("thought", "thoughts")
    case .hiddenThought: ("hidden thought", "hidden thoughts")
    case .reasoningRecap: ("reasoning recap", "reasoning recaps")
    case .toolResult: ("tool result", "tool results")
    case .webSearch: ("web search", "web searches")
    case .customInstruction: ("custom instruction", "custom instructions")
    case .hiddenInstruction: ("hidden instruction", "hidden instructions")
    case .memoryNote: ("memory note", "memory notes")
    case .unreadablePart: ("unreadable part", "unreadable parts")
    case .part(let type): ("part of type “\(type)”", "parts of type “\(type)”")
    }
  }
}
