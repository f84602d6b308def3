import Chat

/// What a message of ChatGPT says, by the type of its content.
struct ChatGPTBody {
  /// The bare text: of code without its fence.
  private(set) var text = ""
  /// The language of a text that is code; empty for code of no language.
  private var language: String?
  /// It is not said to the reader, but thought before what is.
  private(set) var isThinking = false
  /// It says only how long the model thought.
  private(set) var isRecap = false
  /// What it holds beside text, each in the singular.
  private(set) var omissions: [String] = []

  /// The text as an answer has it.
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
      if text.isEmpty, !thoughts.isEmpty { omissions.append("thought") }
    case "reasoning_recap":
      isThinking = true
      isRecap = true
    // What ChatGPT puts before every conversation of an account is none of this one's text.
    case "user_editable_context": omissions.append("custom instruction")
    case "model_editable_context":
      if content["model_set_context"]?.asText?.isEmpty == false { omissions.append("memory note") }
    default:
      read(parts: content["parts"])
      if text.isEmpty {
        text = ["title", "url", "text", "result"].compactMap { content[$0]?.asText }
          .filter { !$0.isEmpty }.joined(separator: "\n")
      }
      if text.isEmpty, omissions.isEmpty { omissions.append(Self.kind(type)) }
    }
    // A fence around nothing would be an answer.
    if text.isEmpty { language = nil }
  }

  private mutating func read(parts: JSONValue?) {
    var texts: [String] = []
    for part in Self.flat(parts) {
      if let text = part.asText ?? part["text"]?.asText ?? part.scalarText {
        texts.append(text)
      } else {
        let what = Self.kind(part["content_type"]?.asText ?? "")
        omissions.append(what)
        texts.append("[\(what)]")
      }
    }
    text = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// A list of parts, or one that stands alone.
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

  private static func kind(_ type: String) -> String {
    if type.contains("image") { return "image" }
    if type.contains("audio") { return "audio recording" }
    if type.contains("video") { return "video" }
    return type.isEmpty ? "attachment" : "part of the kind “\(type)”"
  }
}

extension JSONValue {
  /// A string's text.
  var asText: String? { if case .string(let text) = self { text } else { nil } }

  /// A number or a flag as JSON has it.
  fileprivate var scalarText: String? {
    switch self {
    case .integer, .number, .bool: text
    case .string, .null, .array, .object: nil
    }
  }

  /// An array's elements; none for other values.
  var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
