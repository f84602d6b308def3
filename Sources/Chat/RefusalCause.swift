/// The cause of a server error, classified by what the user can do about it.
public enum RefusalCause: Equatable, Sendable {
  /// The conversation does not fit into the model's context window, so retrying cannot help. Both
  /// numbers are in tokens, and `nil` if the server does not give them.
  case contextExceeded(needed: Int?, window: Int?)
  case unknownModel
  /// The server does not accept the key.
  case keyRefused
  /// The server requires a key, and none was sent.
  case keyMissing
  /// Credits or quota are used up. Waiting does not help.
  case outOfCredit
  case notPermitted
  case rateLimited
  /// The server redirects to another address.
  case redirected
  /// The address does not offer this API.
  case wrongAddress
  case invalidRequest
  /// The server failed, is overloaded, or does not say what is wrong. A later attempt may
  /// succeed.
  case temporary

  /// Whether the same request may succeed later without any change by the user.
  public var mayPass: Bool {
    switch self {
    case .rateLimited, .temporary: true
    case .contextExceeded, .unknownModel, .keyRefused, .keyMissing, .outOfCredit, .notPermitted,
      .redirected, .wrongAddress, .invalidRequest:
      false
    }
  }

  /// Infers the cause. For most statuses, the message and codes take precedence over the status,
  /// because gateways forward errors with a status of their own.
  /// - Parameters:
  ///   - status: the HTTP status, or the status given by an error inside a successful response.
  ///   - code: all codes and types of the error, in any form.
  ///   - hasKey: whether the request had a key.
  public init(status: Int, message: String, code: String?, hasKey: Bool = true) {
    let words = RefusalWords(message: message, code: code ?? "")
    let key: RefusalCause = hasKey ? .keyRefused : .keyMissing
    self =
      switch status {
      case 300..<400: .redirected
      case 401: key
      case 402: .outOfCredit
      case 403, 429:
        if words.areAboutMoney {
          .outOfCredit
        } else if status == 429 {
          // Some gateways use this status for every error.
          Self(words, message, key) ?? .rateLimited
        } else if words.areAboutKey {
          key
        } else if words.nameUnknownModel {
          .unknownModel
        } else {
          .notPermitted
        }
      case 404, 405: words.areAboutModel ? .unknownModel : .wrongAddress
      default:
        Self(words, message, key)
          ?? ([400, 413, 422].contains(status) ? .invalidRequest : .temporary)
      }
  }

  /// Infers the cause from the words alone; `nil` if they are inconclusive.
  private init?(_ words: RefusalWords, _ message: String, _ key: RefusalCause) {
    if words.areAboutRate {
      self = .rateLimited
    } else if words.areAboutContext {
      let tokens = ContextTokens(in: message)
      self = .contextExceeded(needed: tokens.needed, window: tokens.window)
    } else if words.nameUnknownModel {
      self = .unknownModel
    } else if words.areAboutKey {
      self = key
    } else if words.areAboutMoney {
      self = .outOfCredit
    } else if words.areAboutPermission {
      self = .notPermitted
    } else {
      return nil
    }
  }
}

/// The words of an error, classified by phrases that the servers in wire.md 3 and common
/// gateways use.
struct RefusalWords {
  private let text: String

  init(message: String, code: String) { text = "\(code) \(message)".lowercased() }

  private func has(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }

  var areAboutMoney: Bool {
    has(
      "insufficient_quota", "insufficient quota", "insufficient balance", "billing", "credits",
      "funds", "payment", "top up", "arrearage")
  }

  var areAboutRate: Bool {
    has(
      "rate_limit", "rate limit", "rate-limit", "ratelimit", "too many requests",
      "too_many_requests",
      "resource_exhausted", "resource has been exhausted", "tokens per minute",
      "requests per minute",
      "throttl")
  }

  var areAboutContext: Bool {
    // These words mean that only the token limit for the answer is too large; the conversation
    // itself may be short.
    if has("max_tokens", "max_completion_tokens"),
      has("too large", "less than or equal", "at most"),
      !has("reduce the length")
    {
      return false
    }
    return has(
      "context_length_exceeded", "exceed_context_size", "context_window_exceeded",
      "contextwindowexceeded", "prompt is too long", "prompt too long", "input is too long",
      "maximum prompt length", "maximum model length", "too many tokens", "input token count",
      "input tokens exceed", "range of input length", "reduce the length", "max_new_tokens` must be"
    )
      || has("context", "max_model_len")
        && has("length", "window", "size", "limit")
        && has(
          "exceed", "maximum", "too long", "too large", "longer than", "of only", "overflow",
          "is full",
          "greater than", "larger than", "does not fit", "doesn't fit", "too small")
  }

  var areAboutModel: Bool { has("model", "no endpoints found", "deployment") }

  var nameUnknownModel: Bool {
    has(
      "model_not_found", "modelnotfound", "no endpoints found", "no such model", "unknown model",
      // AI/ML API's message gives the field, followed by the problem.
      "model: invalid enum value")
      || has("model")
        && has(
          "not found", "not exist", "not a valid model", "invalid model", "invalid_model",
          "unable to access model", "model is deprecated", "has been deprecated",
          "decommissioned", "could not be found", "not currently loaded", "unrecognized model",
          "no longer available")
  }

  var areAboutKey: Bool {
    has(
      "invalid_api_key", "invalidapikey", "api_key_invalid", "invalid api key", "incorrect api key",
      "api key not valid", "authentication_error", "authenticationerror", "unauthenticated",
      "unauthorized", "api key is invalid", "invalid x-api-key", "no api key", "missing api key",
      "api key required", "invalid token", "invalid authentication")
  }

  var areAboutPermission: Bool { has("permission_denied", "permission denied", "forbidden") }
}

/// The numbers in a message about an exceeded context window.
struct ContextTokens: Equatable {
  private(set) var needed: Int?
  private(set) var window: Int?

  /// Finds the numbers in a message. The window follows `>`, `<=`, `[1,` or words such as
  /// "context size of", or precedes "maximum". The number of tokens needed is the largest number
  /// above the window, because servers give the sum of prompt and answer along with the two
  /// parts. If they give only the parts, the sum is computed here.
  init(in message: String) {
    var numbers = Self.numbers(in: message)
    if let sum = Self.sumOfParts(in: message) { numbers.append(sum) }
    window =
      Self.number(after: /(?:>|<=)\s*([0-9][0-9,_]*)/, in: message)
      ?? Self.number(after: /\[1,\s*([0-9][0-9,_]*)\]/, in: message)
      ?? Self.number(
        after: /(?:context|maximum|limit|allowed)[^0-9]{1,40}?([0-9][0-9,_]*)/.ignoresCase(),
        in: message)
      ?? Self.number(after: /([0-9][0-9,_]*)\s+(?:maximum|max|limit)\b/.ignoresCase(), in: message)
    // A context window is never 0 tokens long, so a 0 counts something else.
    if window == nil, numbers.count > 1 { window = numbers.filter { $0 > 0 }.min() }
    if window == 0 { window = nil }
    needed = numbers.max().flatMap { most in window.map { most > $0 } == true ? most : nil }
  }

  /// Returns the sum of the prompt's tokens and those reserved for the answer, for messages that
  /// give only the two parts.
  private static func sumOfParts(in text: String) -> Int? {
    let found =
      text.firstMatch(of: /([0-9][0-9,_]*)\s*\+\s*([0-9][0-9,_]*)\s*>/)
      ?? text.firstMatch(
        of:
          /([0-9][0-9,_]*) `?inputs?`? tokens and (?:requested )?([0-9][0-9,_]*) (?:output tokens|`max_new)/
      )
    guard let found, let prompt = number(found.output.1), let answer = number(found.output.2) else {
      return nil
    }
    return prompt.addingClamped(answer)
  }

  private static func number(
    after pattern: some RegexComponent<(Substring, Substring)>, in text: String
  ) -> Int? {
    text.firstMatch(of: pattern).flatMap { number($0.output.1) }
  }

  /// Returns the standalone numbers, ignoring digits in a name such as `model-4-0613`.
  private static func numbers(in text: String) -> [Int] {
    text.split { !$0.isLetter && !$0.isNumber && !"-_.,/:".contains($0) }
      .compactMap { number($0) }
  }

  private static func number(_ text: Substring) -> Int? {
    let digits = text.filter { $0 != "," && $0 != "_" }
    var end = digits[...]
    while let last = end.last, ".:-".contains(last) { end.removeLast() }
    return Int(end)
  }
}
