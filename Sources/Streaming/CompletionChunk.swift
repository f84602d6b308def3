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
    /// The server has a member for the finish reason, and this chunk does not end the answer.
    var isUnfinished = false
    /// The texts stand in a `message`, which holds the whole answer, not in a `delta`.
    var isWhole = false
    /// The first non-empty of all the places in use, never two (wire.md 3, "Normaliser rules").
    var reasoning = ""
    /// The reasoning came in a list, where some servers repeat all of it in each chunk.
    var isReasoningListed = false
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
    /// The choice has an `error` that says something, as gateways pass one on.
    var isError = false
  }

  /// The name under which the server answers.
  var model: String?
  /// Meaningful only with ``hasChoice``: not an optional, so that it is filled in place.
  var choice = Choice()
  var hasChoice = false
  /// Merged from every place where servers put it.
  var usage: Usage?
  var serverTimings: ServerTimings?
  /// The object has an `error` that says something, or is an error itself; see ``ErrorReply`` for its
  /// words.
  var isError = false
  /// llama.cpp says that the context window was full.
  var isContextFull = false

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
      case "message", "msg", "error_msg", "error_message":
        let text = try scanner.string() ?? ""
        hasMessage = hasMessage || !text.isEmpty
      case "detail":
        let says = try Self.saysError(&scanner)
        hasMessage = hasMessage || says
      case "truncated": try readTruncated(&scanner)
      case "__verbose": try readVerbose(&scanner)
      case "model": model = try scanner.string()
      case "usage" where try scanner.kind() == .null: try scanner.skip()
      case "timings": figures.append((0, try UsageFigures(timings: &scanner)))
      case "x_groq": figures.append((1, try UsageFigures(holder: &scanner)))
      case "usage": figures.append((2, try UsageFigures(usage: &scanner)))
      case "meta": figures.append((3, try UsageFigures(holder: &scanner)))
      case "error", "errors":
        let says = try Self.saysError(&scanner)
        isError = isError || says
      default: try scanner.skip()
      }
    }
    // The flat form of errors (wire.md 1.5): no part of an answer has its words there.
    if hasMessage, !hasChoices { isError = true }
    if choice.isError { isError = true }
    if figures.isEmpty { return }
    for (_, found) in figures.sorted(by: { $0.rank < $1.rank }) { if let found { add(found) } }
  }

  private mutating func readTruncated(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    if try scanner.bool() == true { isContextFull = true }
  }

  /// What llama.cpp adds when it is asked to explain itself.
  private mutating func readVerbose(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "truncated": try readTruncated(&scanner)
      default: try scanner.skip()
      }
    }
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
  fileprivate static func saysError(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> Bool {
    switch try scanner.kind() {
    case .null:
      try scanner.skip()
      return false
    case .string: return try scanner.string() != ""
    case .bool: return try scanner.bool() != false
    case .array:
      var count = 0
      guard try scanner.enterArray() else { return false }
      while try scanner.nextElement() {
        count += 1
        try scanner.skip()
      }
      return count > 0
    case .object, .number:
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
      case "finish_reason":
        isUnfinished = try scanner.kind() == .null
        finishReason = try scanner.string()
      case "delta": try readText(&scanner)
      case "message":
        // Beside a delta that says something, it repeats the answer.
        guard textCount == 0, refusal.isEmpty, toolCalls.isEmpty else {
          try scanner.skip()
          continue
        }
        try readText(&scanner)
        isWhole = textCount > 0 || !refusal.isEmpty || !toolCalls.isEmpty
      case "error":
        let says = try CompletionChunk.saysError(&scanner)
        isError = isError || says
      case "logprobs": try readLogprobs(&scanner)
      default: try scanner.skip()
      }
    }
  }
}
