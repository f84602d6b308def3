/// One token of an answer with the logarithm of its probability (wire.md 6).
public struct TokenLogprob: Equatable, Sendable, Codable {
  /// A token that could have stood in the same place.
  public struct Alternative: Equatable, Sendable, Codable {
    public var token: String
    /// Natural logarithm; -9999 says "very unlikely".
    public var logprob: Double
    /// The token's UTF-8, which need not be whole characters; `nil` where the server does not say.
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
  /// The likeliest tokens of this place; fewer than were asked for is legal.
  public var top: [Alternative]

  public init(token: String, logprob: Double, bytes: [UInt8]? = nil, top: [Alternative] = []) {
    self.token = token
    self.logprob = logprob
    self.bytes = bytes
    self.top = top
  }

  /// The text of several tokens: their bytes joined, as a character may be cut between two tokens.
  public static func text(of tokens: some Sequence<TokenLogprob>) -> String {
    String(decoding: tokens.flatMap { $0.bytes ?? Array($0.token.utf8) }, as: UTF8.self)
  }
}
