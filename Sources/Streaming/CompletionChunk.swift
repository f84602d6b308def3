internal import Chat

/// What matters in one event of a stream, or in a whole reply that is not streamed.
///
/// Made of any JSON object: nulls, missing members and members of an unexpected type read as absent,
/// since every server leaves out or adds something (wire.md 1.4, 3). Only the choice with index 0 is
/// looked at.
struct CompletionChunk {
  struct Choice: Equatable {
    var index = 0
    var finishReason: String?
    /// The first non-empty of the two names in use, never both (wire.md 3, "Normaliser rules").
    var reasoning = ""
    var content = ""
    /// What the texts' ends hold of characters that the server has cut.
    var reasoningHalves = SurrogateHalves()
    var contentHalves = SurrogateHalves()
    /// How many texts that are not empty stand in the bytes for reasoning and content.
    var textCount = 0
    /// Where the text stands in the bytes, if there is only one.
    var textPlace: Range<Int>?
    /// The words with which the model refuses.
    var refusal = ""
    var toolCalls: [ToolCallDelta] = []
    var logprobs: [TokenLogprob] = []
  }

  /// The name under which the server answers.
  var model: String?
  /// Meaningful only with ``hasChoice``: not an optional, so that it is filled in place.
  var choice = Choice()
  var hasChoice = false
  /// Merged from every place where servers put it.
  var usage: Usage?
  var serverTimings: ServerTimings?
  /// The object has a top-level `error` that says something, or is an error itself; see ``ErrorReply`` for its words.
  var isError = false

  /// Fills a new value.
  /// - Returns: whether the bytes are one JSON object; if not, the value means nothing.
  mutating func read(json: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = JSONScanner(json)
    do throws(JSONScanner.Malformed) {
      guard try scanner.kind() == .object else { return false }
      try read(&scanner)
      try scanner.finish()
      return true
    } catch {
      return false
    }
  }

  private mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    // Each place tells more than the one before, wherever it stands in the object.
    var figures: [(rank: Int, figures: UsageFigures?)] = []
    var hasMessage = false
    var hasChoices = false
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "choices":
        hasChoices = true
        try readChoices(&scanner)
      case "message": hasMessage = try !(scanner.string() ?? "").isEmpty
      case "model": model = try scanner.string()
      case "usage" where try scanner.kind() == .null: try scanner.skip()
      case "timings": figures.append((0, try UsageFigures(timings: &scanner)))
      case "x_groq": figures.append((1, try UsageFigures(holder: &scanner)))
      case "usage": figures.append((2, try UsageFigures(usage: &scanner)))
      case "meta": figures.append((3, try UsageFigures(holder: &scanner)))
      case "error": isError = try Self.saysError(&scanner)
      default: try scanner.skip()
      }
    }
    // The flat form of errors (wire.md 1.5): no part of an answer has its words there.
    if hasMessage, !hasChoices { isError = true }
    if figures.isEmpty { return }
    for (_, found) in figures.sorted(by: { $0.rank < $1.rank }) { if let found { add(found) } }
  }

  private mutating func add(_ figures: UsageFigures) {
    if figures.usage != Usage() {
      usage = usage ?? Usage()
      usage?.merge(figures.usage)
    }
    if figures.timings != ServerTimings() {
      serverTimings = serverTimings ?? ServerTimings()
      serverTimings?.merge(figures.timings)
    }
  }

  /// Whether the value is not one of the ways to say "no error".
  private static func saysError(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> Bool {
    switch try scanner.kind() {
    case .null:
      try scanner.skip()
      return false
    case .string: return try scanner.string() != ""
    case .bool: return try scanner.bool() != false
    case .object, .array, .number:
      try scanner.skip()
      return true
    }
  }

  private mutating func readChoices(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterArray() else { return }
    while try scanner.nextObject() {
      guard !hasChoice else {
        try scanner.skip()
        continue
      }
      try choice.read(&scanner)
      hasChoice = choice.index == 0
      if !hasChoice { choice = Choice() }
    }
  }
}

// MARK: - A choice

extension CompletionChunk.Choice {
  fileprivate mutating func read(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "index": index = try scanner.integer() ?? 0
      case "finish_reason": finishReason = try scanner.string()
      case "delta", "message": try readText(&scanner)
      case "logprobs": try readLogprobs(&scanner)
      default: try scanner.skip()
      }
    }
  }

  /// The `delta` of a chunk or the `message` of a whole reply.
  private mutating func readText(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    var otherReasoning = ""
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "content":
        let isText = try scanner.kind() == .string
        let text = try Self.content(&scanner)
        content += text
        contentHalves = scanner.halves
        note(text, at: isText ? scanner.textPlace : nil)
      case "reasoning_content":
        reasoning = try scanner.string() ?? ""
        if !reasoning.isEmpty { reasoningHalves = scanner.halves }
        note(reasoning, at: scanner.textPlace)
      case "reasoning":
        otherReasoning = try scanner.string() ?? ""
        if reasoning.isEmpty { reasoningHalves = scanner.halves }
        note(otherReasoning, at: scanner.textPlace)
      case "refusal": refusal = try scanner.string() ?? ""
      case "tool_calls": try readToolCalls(&scanner)
      case "function_call":
        // What a tool call was before there could be several.
        if let call = try ToolCallDelta(function: &scanner) { toolCalls.append(call) }
      default: try scanner.skip()
      }
    }
    if reasoning.isEmpty { reasoning = otherReasoning }
  }

  private mutating func note(_ text: String, at place: Range<Int>?) {
    guard !text.isEmpty else { return }
    textPlace = textCount == 0 ? place : nil
    textCount += 1
  }

  /// A text, or a list of parts with a text each.
  private static func content(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> String {
    guard try scanner.kind() == .array else { return try scanner.string() ?? "" }
    var content = ""
    guard try scanner.enterArray() else { return content }
    while try scanner.nextElement() {
      guard try scanner.enterObject() else { continue }
      while let name = try scanner.nextName() {
        switch name {
        case "text": content += try scanner.string() ?? ""
        default: try scanner.skip()
        }
      }
    }
    return content
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
