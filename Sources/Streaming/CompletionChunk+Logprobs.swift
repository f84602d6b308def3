internal import Chat

extension CompletionChunk.Choice {
  /// Reads the log probabilities of the tokens of the content or of a refusal (wire.md 6).
  mutating func readLogprobs(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "content", "refusal": try readTokens(&scanner)
      default: try scanner.skip()
      }
    }
  }

  private mutating func readTokens(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterArray() else { return }
    while try scanner.nextObject() {
      logprobs.append(try TokenLogprob(&scanner))
    }
  }
}

extension TokenLogprob {
  /// The API's sentinel for "very unlikely", used when a server gives no number.
  private static let unlikely = -9999.0

  fileprivate init(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    self.init(token: "", logprob: Self.unlikely)
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "token": token = try scanner.string() ?? ""
      case "logprob": logprob = try scanner.number() ?? Self.unlikely
      case "bytes": bytes = try Self.bytes(&scanner)
      case "top_logprobs": top = try Self.alternatives(&scanner)
      default: try scanner.skip()
      }
    }
  }

  private static func alternatives(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> [Alternative] {
    var alternatives: [Alternative] = []
    guard try scanner.enterArray() else { return alternatives }
    while try scanner.nextObject() {
      let token = try TokenLogprob(&scanner)
      alternatives.append(
        Alternative(token: token.token, logprob: token.logprob, bytes: token.bytes))
    }
    return alternatives
  }

  /// Reads a list of bytes. Returns `nil` for any other value.
  private static func bytes(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) -> [UInt8]? {
    guard try scanner.enterArray() else { return nil }
    var bytes: [UInt8]? = []
    while try scanner.nextElement() {
      if let byte = try scanner.integer().flatMap({ UInt8(exactly: $0) }) {
        bytes?.append(byte)
      } else {
        bytes = nil
      }
    }
    return bytes
  }
}
