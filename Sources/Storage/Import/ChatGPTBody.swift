import Chat

/// The contents of a ChatGPT message, read according to their content type.
struct ChatGPTBody {
  /// The plain text. If it is code, it has no fence yet.
  private(set) var text = ""
  /// The language if the text is code; empty for code without a language.
  private var language: String?
  /// Whether the contents are thinking that precedes an answer, rather than an answer.
  private(set) var isThinking = false
  /// Whether the contents only state how long the model thought.
  private(set) var isRecap = false
  /// The parts of the contents that are not text and are left out.
  private(set) var omissions: [OmittedItem] = []

  /// The text as shown in an answer.
  var markdown: String { language.map { Fence.around(text, language: $0) } ?? text }

  init(_ content: JSONValue) {
    let type = content["content_type"]?.asText ?? "text"
    switch type {
    case "text", "multimodal_text":
      read(parts: content["parts"])
      if text.isEmpty, omissions.isEmpty { text = content["text"]?.asText ?? "" }
    case "code":
      text = content["text"]?.asText ?? ""
      language = content["language"]?.asText ?? ""
      if language == "unknown" { language = "" }
    case "execution_output":
      text = content["text"]?.asText ?? ""
      language = ""
    case "thoughts":
      isThinking = true
      let thoughts = content["thoughts"]?.elements ?? []
      text = thoughts.map(Self.thought).filter { !$0.isEmpty }.joined(separator: "\n\n")
      if text.isEmpty, !thoughts.isEmpty { omissions.append(.thought) }
    case "reasoning_recap":
      isThinking = true
      isRecap = true
    // ChatGPT adds these to every conversation of an account; they are not part of the
    // conversation.
    case "user_editable_context": omissions.append(.customInstruction)
    case "model_editable_context":
      if content["model_set_context"]?.asText?.isEmpty == false { omissions.append(.memoryNote) }
    default:
      read(parts: content["parts"])
      if text.isEmpty {
        text = ["title", "url", "text", "result"].compactMap { content[$0]?.asText }
          .filter { !$0.isEmpty }.joined(separator: "\n")
      }
      if text.isEmpty, omissions.isEmpty { omissions.append(Self.item(ofType: type)) }
    }
    // An empty fence would look like an answer.
    if text.isEmpty { language = nil }
  }

  private mutating func read(parts: JSONValue?) {
    var texts: [String] = []
    for part in Self.flat(parts) {
      if let text = part.asText ?? part["text"]?.asText ?? part.scalarText {
        texts.append(text)
      } else {
        let item = Self.item(ofType: part["content_type"]?.asText ?? "")
        omissions.append(item)
        texts.append(item.placeholder())
      }
    }
    text = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Returns the parts as a flat array. `parts` may be a nested array or a single part.
  private static func flat(_ parts: JSONValue?) -> [JSONValue] {
    switch parts {
    case nil, .null?: []
    case .array(let list)?: list.flatMap { flat($0) }
    case let part?: [part]
    }
  }

  private static func thought(_ thought: JSONValue) -> String {
    let chunks = thought["chunks"]?.elements.compactMap(\.asText).joined(separator: " ") ?? ""
    let content = thought["content"]?.asText ?? ""
    return [thought["summary"]?.asText ?? "", content.isEmpty ? chunks : content]
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func item(ofType type: String) -> OmittedItem {
    if type.contains("image") { return .image }
    if type.contains("audio") { return .audio }
    if type.contains("video") { return .video }
    return type.isEmpty ? .attachment : .part(type: type)
  }
}

extension JSONValue {
  var asText: String? { if case .string(let text) = self { text } else { nil } }

  /// A number or a Boolean, as written in JSON; `nil` for other values.
  fileprivate var scalarText: String? {
    switch self {
    case .integer, .number, .bool: text
    case .string, .null, .array, .object: nil
    }
  }

  /// An array's elements; empty for other values.
  var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
