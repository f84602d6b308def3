internal import Chat

/// An error object, extracted from whatever a server or gateway has wrapped around it.
///
/// The message is looked up in this order: `error`, `errors`, `message` and its other names,
/// `detail`, `title`. The message of the server behind a gateway replaces the gateway's own.
struct ErrorEnvelope: Equatable {
  var message: String
  /// The most specific error code or type.
  var code: String?
  /// The HTTP status named in the error itself.
  var status: Int?
  /// The name of the provider behind a gateway.
  var upstream: String?
  /// The number of tokens in the prompt, and the size of the context window in tokens, as
  /// reported by llama.cpp.
  var needed: Int?
  var window: Int?

  /// The maximum number of nested envelopes to open. A string that holds JSON counts as one.
  private static let depthLimit = 6

  /// Returns `nil` for a value without an error message.
  init?(_ value: JSONValue) {
    guard let found = Self.find(value, depth: 0) else { return nil }
    self = found
  }

  private init(message: String) { self.message = message }

  private static func find(_ value: JSONValue, depth: Int) -> ErrorEnvelope? {
    guard depth < depthLimit else { return nil }
    switch value {
    case .string(let text): return find(text, depth: depth)
    case .array(let values):
      return values.lazy.compactMap { element -> ErrorEnvelope? in
        switch element {
        case .object: return find(element, depth: depth + 1)
        // At the top level, a list of plain strings is not an envelope.
        case .string where depth > 0: return find(element, depth: depth + 1)
        case .string, .array, .null, .bool, .integer, .number: return nil
        }
      }.first
    case .object(let members): return find(members, depth: depth)
    case .null, .bool, .integer, .number: return nil
    }
  }

  /// Finds an error in a string, which may itself be JSON.
  private static func find(_ text: String, depth: Int) -> ErrorEnvelope? {
    guard !text.isEmpty else { return nil }
    if let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[",
      let inner = JSONValue(text: text), let found = find(inner, depth: depth + 1)
    {
      return found
    }
    return ErrorEnvelope(message: text)
  }

  private static func find(_ members: [String: JSONValue], depth: Int) -> ErrorEnvelope? {
    var found: ErrorEnvelope?
    for name in ["error", "errors"] where found == nil {
      found = members[name].flatMap { find($0, depth: depth + 1) }
    }
    for name in ["message", "msg", "error_message", "error_msg", "error_description"]
    where found == nil {
      if case .string(let text)? = members[name] { found = find(text, depth: depth + 1) }
    }
    if found == nil { found = members["detail"].flatMap { detail($0, depth: depth + 1) } }
    if found == nil { found = choiceError(members, depth: depth) }
    if found == nil, case .string(let text)? = members["title"], !text.isEmpty {
      found = ErrorEnvelope(message: text)
    }
    found?.fill(from: members, depth: depth)
    return found
  }

  /// Finds an error in a choice, where OpenRouter puts a provider's error.
  private static func choiceError(
    _ members: [String: JSONValue], depth: Int
  ) -> ErrorEnvelope? {
    guard case .array(let choices)? = members["choices"] else { return nil }
    return choices.lazy.compactMap { $0["error"].flatMap { find($0, depth: depth + 1) } }.first
  }
}

// MARK: - Details around the message

extension ErrorEnvelope {
  /// Adds the details that surround the message in an object. Details found deeper inside take
  /// precedence.
  private mutating func fill(from members: [String: JSONValue], depth: Int) {
    if let details = members["details"] { add(details) }
    if let metadata = members["metadata"] { addUpstream(metadata, depth: depth) }
    code = code ?? Self.code(members)
    status = status ?? Self.status(members)
    needed = needed ?? members["n_prompt_tokens"]?.positive
    window = window ?? members["n_ctx"]?.positive
  }

  private static func code(_ members: [String: JSONValue]) -> String? {
    for name in ["code", "type"] {
      if case .string(let text)? = members[name], !text.isEmpty { return text }
    }
    for name in ["error_code", "code", "status"] {
      switch members[name] {
      case .integer(let number)? where name != "status": return String(number)
      case .string(let text)? where !text.isEmpty: return text
      default: continue
      }
    }
    return nil
  }

  private static func status(_ members: [String: JSONValue]) -> Int? {
    for name in ["code", "status", "statusCode", "status_code", "http_status", "error_code"] {
      let number: Int? =
        switch members[name] {
        case .integer(let number)?: number
        case .string(let text)?: Int(text) ?? symbols[text.uppercased()]
        default: nil
        }
      if let number, (300..<600).contains(number) { return number }
    }
    return nil
  }

  /// Google's status names and the equivalent HTTP statuses.
  private static let symbols = [
    "INVALID_ARGUMENT": 400, "UNAUTHENTICATED": 401, "PERMISSION_DENIED": 403, "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429, "UNAVAILABLE": 503,
  ]

  private mutating func add(_ details: JSONValue) {
    let more = Self.words(of: details)
    guard !more.isEmpty, !message.contains(more) else { return }
    // A single word is a code, not a sentence.
    if !more.contains(where: \.isWhitespace) {
      if case .string = details {
        code = code ?? more
        return
      }
    }
    message += ": \(more)"
  }

  /// Adds what OpenRouter and similar gateways report about the provider behind them.
  private mutating func addUpstream(_ metadata: JSONValue, depth: Int) {
    if case .string(let name)? = metadata["provider_name"], !name.isEmpty { upstream = name }
    guard let raw = metadata["raw"], let reason = Self.find(raw, depth: depth + 1),
      !message.contains(reason.message)
    else { return }
    let isGeneric = message.lowercased().contains("provider returned error")
    message = isGeneric ? reason.message : "\(message): \(reason.message)"
    code = reason.code ?? code
    status = status ?? reason.status
    needed = needed ?? reason.needed
    window = window ?? reason.window
  }

  /// Returns the text of a list of details; empty if it contains no human-readable text.
  private static func words(of details: JSONValue) -> String {
    switch details {
    case .string(let text): return text
    case .array(let values):
      return values.map { words(of: $0) }.filter { !$0.isEmpty }.joined(separator: "; ")
    case .object(let members):
      for name in ["message", "msg", "description", "detail", "reason"] {
        if case .string(let text)? = members[name], !text.isEmpty { return text }
      }
      // Dictionaries have no order; sort so that equal errors read the same.
      let lists = members.sorted { $0.key < $1.key }.compactMap { _, value -> String? in
        guard case .array = value else { return nil }
        return words(of: value)
      }
      return lists.filter { !$0.isEmpty }.joined(separator: "; ")
    case .null, .bool, .integer, .number: return ""
    }
  }

  /// Reads FastAPI's `detail`: a string, an object, or a list of locations and problems.
  private static func detail(_ value: JSONValue, depth: Int) -> ErrorEnvelope? {
    guard case .array(let problems) = value else { return find(value, depth: depth) }
    let sentences = problems.compactMap { problem -> String? in
      if case .string(let text) = problem { return text.isEmpty ? nil : text }
      let words = words(of: problem)
      guard !words.isEmpty else { return nil }
      guard case .array(let place)? = problem["loc"] else { return words }
      let names = place.compactMap(\.placeName)
      return names.isEmpty ? words : "\(names.joined(separator: ".")): \(words)"
    }
    return sentences.isEmpty ? nil : ErrorEnvelope(message: sentences.joined(separator: "; "))
  }
}

extension JSONValue {
  /// The value as a step in the path to a member, either a name or an index; `nil` for anything
  /// else.
  fileprivate var placeName: String? {
    switch self {
    case .string(let name): name
    case .integer(let number): String(number)
    case .null, .bool, .number, .array, .object: nil
    }
  }

  fileprivate var positive: Int? {
    if case .integer(let number) = self, number > 0 { number } else { nil }
  }
}
