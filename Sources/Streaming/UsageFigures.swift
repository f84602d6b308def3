internal import Chat

/// Usage and timings from one member of a chunk (wire.md 3).
struct UsageFigures {
  var usage = Usage()
  var timings = ServerTimings()

  /// Reads a `usage` object from any server; `nil` for anything else.
  init?(usage scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try Self.isObject(&scanner) else { return nil }
    try read(&scanner)
  }

  /// Reads an object that contains a `usage`, such as `meta` and `x_groq`.
  init?(holder scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try Self.isObject(&scanner) else { return nil }
    try readHolder(&scanner)
  }

  /// Reads llama.cpp's `timings`, which include token counts.
  init?(timings scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try Self.isObject(&scanner) else { return nil }
    try readTimings(&scanner)
  }

  private static func isObject(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> Bool {
    if try scanner.kind() == .object { return true }
    try scanner.skip()
    return false
  }

  private mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    // The details are more exact than the figures servers put next to them.
    var details = Usage()
    while let name = try scanner.nextName() {
      switch name {
      case "prompt_tokens": usage.promptTokens = try Self.count(&scanner)
      case "completion_tokens": usage.completionTokens = try Self.count(&scanner)
      case "completion_tokens_details", "prompt_tokens_details":
        try Self.readDetails(&scanner, into: &details)
      // SGLang reports the count here.
      case "reasoning_tokens": usage.reasoningTokens = try Self.count(&scanner)
      // DeepSeek's name for the number of cached tokens.
      case "prompt_cache_hit_tokens": usage.cachedTokens = try Self.count(&scanner)
      case "cost", "usd_spent": usage.cost = Money.clamped(try scanner.number()) ?? usage.cost
      case "queue_time": timings.queue = try Self.seconds(&scanner)
      case "prompt_time": timings.prompt = try Self.seconds(&scanner)
      case "completion_time": timings.generation = try Self.seconds(&scanner)
      default: try scanner.skip()
      }
    }
    usage.merge(details)
  }

  private mutating func readHolder(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "usage": try read(&scanner)
      default: try scanner.skip()
      }
    }
  }

  private mutating func readTimings(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "cache_n": usage.cachedTokens = try Self.count(&scanner)
      case "prompt_n": usage.promptTokens = try Self.count(&scanner)
      case "predicted_n": usage.completionTokens = try Self.count(&scanner)
      case "prompt_ms": timings.prompt = try Self.milliseconds(&scanner)
      case "predicted_ms": timings.generation = try Self.milliseconds(&scanner)
      default: try scanner.skip()
      }
    }
    // `prompt_n` counts only the tokens that were not cached.
    if let read = usage.promptTokens {
      usage.promptTokens = read.addingClamped(usage.cachedTokens ?? 0)
    }
  }

  private static func readDetails(
    _ scanner: inout JSONScanner, into usage: inout Usage
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "reasoning_tokens": usage.reasoningTokens = try Self.count(&scanner)
      case "cached_tokens": usage.cachedTokens = try Self.count(&scanner)
      default: try scanner.skip()
      }
    }
  }

  /// Returns a number of tokens; `nil` if it is negative or too large.
  private static func count(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> Int? {
    try scanner.integer().flatMap { $0 < 0 ? nil : $0 }
  }

  private static func seconds(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> Duration? {
    duration(try scanner.number())
  }

  private static func milliseconds(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> Duration? {
    duration(try scanner.number().map { $0 / 1000 })
  }

  /// Returns `nil` for an impossible duration: negative, or more than nine years.
  private static func duration(_ seconds: Double?) -> Duration? {
    guard let seconds, (0...3e8).contains(seconds) else { return nil }
    return .microseconds(Int64(clamping: (seconds * 1e6).rounded()))
  }
}
