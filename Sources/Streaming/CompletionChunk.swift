internal import Chat

/// The relevant parts of one stream event, or of a complete non-streamed reply.
///
/// Accepts any JSON object, because every server omits or adds something (wire.md 1.4, 3).
/// Nulls and members of an unexpected type count as missing. Only the choice with index 0 is
/// read.
struct CompletionChunk {
  struct Choice: Equatable {
    var index = 0
    var finishReason: String?
    /// Whether the finish reason is present but null, which means that the answer is unfinished.
    var isUnfinished = false
    /// Whether the text comes from a `message`, which holds the whole answer, rather than from a
    /// `delta`.
    var isWhole = false
    /// The text of the first non-empty reasoning field; fields are never combined (wire.md 3,
    /// "Normaliser rules").
    var reasoning = ""
    /// Whether the reasoning came as a list. Some servers repeat the whole list in each chunk.
    var isReasoningListed = false
    var content = ""
    /// The halves of split characters at either end of the reasoning and of the content.
    var reasoningHalves = SurrogateHalves()
    var contentHalves = SurrogateHalves()
    /// The number of non-empty reasoning and content strings in the chunk.
    var textCount = 0
    /// The reasoning or content string's byte range in the chunk, if exactly one is not empty.
    var textPlace: Range<Int>?
    /// The text of the model's refusal.
    var refusal = ""
    var toolCalls: [ToolCallDelta] = []
    var logprobs: [TokenLogprob] = []
    /// Whether the choice has a meaningful `error`, as forwarded by gateways.
    var isError = false
  }

  /// The completion's ID, the same in every chunk.
  var id: String?
  /// The model name reported by the server.
  var model: String?
  /// The choice with index 0, valid only if ``hasChoice`` is set. It is not an optional, so that
  /// it can be filled in place.
  var choice = Choice()
  var hasChoice = false
  /// The usage merged from all the places where servers report it.
  var usage: Usage?
  var serverTimings: ServerTimings?
  /// Whether the object has a meaningful `error`, or is an error itself. ``ErrorReply`` extracts
  /// the error's message.
  var isError = false
  /// Whether llama.cpp reports that the context window was full.
  var isContextFull = false

  /// Parses a chunk into this value, which must be new.
  /// - Returns: whether the bytes are one JSON object. If not, discard the value.
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
    // Figures with a higher rank are more detailed, wherever they appear in the object.
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
      case "id": id = try scanner.string()
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
    // The flat error format (wire.md 1.5). A chunk of an answer never has text in the members that
    // set `hasMessage`.
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

  /// Reads what llama.cpp adds in verbose mode.
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

  /// Returns whether the value reports an error, rather than being one of the ways to say "no
  /// error".
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
        // If the delta already has content, the message only repeats the answer.
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
