// The text fields of a choice: content, refusal, and reasoning under every field name in use.

extension CompletionChunk.Choice {
  /// Reads the `delta` of a chunk or the `message` of a whole reply.
  mutating func readText(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    var reasonings = Reasonings()
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "content": try readContent(&scanner, &reasonings)
      case "reasoning_content": reasonings.field = try read(&scanner)
      case "reasoning": reasonings.otherField = try read(&scanner)
      case "reasoning_details": reasonings.details = try read(&scanner)
      case "thinking": reasonings.thinking = try read(&scanner)
      case "thinking_blocks": reasonings.blocks = try read(&scanner)
      case "refusal": refusal += try scanner.string() ?? ""
      case "tool_calls": try readToolCalls(&scanner)
      case "function_call":
        // The older format for tool calls, which allowed only one.
        if let call = try ToolCallDelta(function: &scanner) { toolCalls.append(call) }
      default: try scanner.skip()
      }
    }
    guard let first = reasonings.first else { return }
    (reasoning, reasoningHalves) = (first.text, first.halves)
    isReasoningListed = first.isList
  }

  /// The reasoning fields of one delta. Servers often fill several fields with the same text.
  private struct Reasonings {
    var field = TextParts()
    var otherField = TextParts()
    var details = TextParts()
    var thinking = TextParts()
    var blocks = TextParts()
    /// The thinking parts of the content.
    var parts = TextParts()

    /// The first field that is not empty. Showing two fields would repeat the text.
    var first: TextParts? {
      [field, otherField, details, thinking, blocks, parts].first { !$0.text.isEmpty }
    }
  }

  private mutating func read(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> TextParts {
    let isText = try scanner.kind() == .string
    var parts = TextParts()
    try parts.read(&scanner)
    note(parts.text, at: isText ? scanner.textPlace : nil)
    return parts
  }

  private mutating func readContent(
    _ scanner: inout JSONScanner, _ reasonings: inout Reasonings
  ) throws(JSONScanner.Malformed) {
    let isText = try scanner.kind() == .string
    var parts = ContentParts()
    try parts.read(&scanner)
    reasonings.parts = parts.reasoning
    content += parts.content.text
    contentHalves = parts.content.halves
    refusal += parts.refusal
    note(parts.content.text, at: isText ? scanner.textPlace : nil)
    note(parts.reasoning.text, at: nil)
  }

  private mutating func note(_ text: String, at place: Range<Int>?) {
    guard !text.isEmpty else { return }
    textPlace = textCount == 0 ? place : nil
    textCount += 1
  }

  private mutating func readToolCalls(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterArray() else { return }
    while try scanner.nextObject() {
      toolCalls.append(try ToolCallDelta(&scanner))
    }
  }
}

/// Text that arrived as a string, an object that contains text, or a list of such values,
/// nested to any depth.
private struct TextParts {
  private(set) var text = ""
  private(set) var isList = false
  /// The halves of split characters at the ends of the text.
  private(set) var halves = SurrogateHalves()

  mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    switch try scanner.kind() {
    case .string: append(try scanner.string() ?? "", scanner.halves)
    case .array:
      isList = true
      guard try scanner.enterArray() else { return }
      while try scanner.nextElement() { try read(&scanner) }
    case .object: try readObject(&scanner)
    case .number, .bool, .null: try scanner.skip()
    }
  }

  /// Reads an object's text. Encrypted reasoning is only for the server, so it is skipped.
  private mutating func readObject(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    var type = ""
    var inner = TextParts()
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "type": type = try scanner.string() ?? ""
      case "text", "thinking", "reasoning", "reasoning_content", "content", "summary", "value":
        // Some objects repeat their text under a second name; keep only the first.
        var part = TextParts()
        try part.read(&scanner)
        if inner.text.isEmpty { inner = part }
      default: try scanner.skip()
      }
    }
    if !type.contains("encrypted"), !type.contains("redacted") { append(inner.text, inner.halves) }
  }

  mutating func append(_ piece: String, _ halves: SurrogateHalves) {
    guard !piece.isEmpty else { return }
    self.halves = text.isEmpty ? halves : self.halves.joined(with: halves)
    text += piece
  }
}

/// Content as a string or as a list of typed parts, which Mistral and others send.
private struct ContentParts {
  private(set) var content = TextParts()
  private(set) var reasoning = TextParts()
  private(set) var refusal = ""

  mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    switch try scanner.kind() {
    case .string: content.append(try scanner.string() ?? "", scanner.halves)
    case .array:
      guard try scanner.enterArray() else { return }
      while try scanner.nextElement() { try read(&scanner) }
    case .object: try readPart(&scanner)
    case .number, .bool, .null: try scanner.skip()
    }
  }

  private mutating func readPart(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    var type = ""
    var text = TextParts()
    var thought = TextParts()
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "type": type = try scanner.string() ?? ""
      case "text": try text.read(&scanner)
      case "thinking", "reasoning", "reasoning_content", "summary", "content":
        var part = TextParts()
        try part.read(&scanner)
        if thought.text.isEmpty { thought = part }
      case "refusal": refusal += try scanner.string() ?? ""
      default: try scanner.skip()
      }
    }
    if type.contains("encrypted") || type.contains("redacted") { return }
    if type.contains("thinking") || type.contains("reasoning") || type.contains("thought") {
      if thought.text.isEmpty { thought = text }
      reasoning.append(thought.text, thought.halves)
    } else if type.isEmpty, text.text.isEmpty {
      reasoning.append(thought.text, thought.halves)
    } else {
      content.append(text.text, text.halves)
    }
  }
}
