/// One token of an answer with the logarithm of its probability (wire.md 6).
public struct TokenLogprob: Equatable, Sendable, Codable {
  /// A token that was considered at the same position.
  public struct Alternative: Equatable, Sendable, Codable {
    public var token: String
    /// The natural logarithm of the probability; -9999 means "very unlikely".
    public var logprob: Double
    /// The token's UTF-8 bytes, which may include partial characters; `nil` if the server does not
    /// give them.
    public var bytes: [UInt8]?

    public init(token: String, logprob: Double, bytes: [UInt8]? = nil) {
      self.token = token
      self.logprob = logprob
      self.bytes = bytes
    }
  }

  public var token: String
  public var logprob: Double
  public var bytes: [UInt8]?
  /// The most likely tokens at this position; may be fewer than requested.
  public var top: [Alternative]

  public init(token: String, logprob: Double, bytes: [UInt8]? = nil, top: [Alternative] = []) {
    self.token = token
    self.logprob = logprob
    self.bytes = bytes
    self.top = top
  }

  /// Returns the text of several tokens. It is decoded from their joined bytes, because a
  /// character may be split between tokens.
  public static func text(of tokens: some Sequence<TokenLogprob>) -> String {
    String(decoding: tokens.flatMap { $0.bytes ?? Array($0.token.utf8) }, as: UTF8.self)
  }
}
