internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The body of `POST /chat/completions` (wire.md 1.2). Unset values are not sent.
struct CompletionRequest: Encodable {
  private let request: AnswerRequest
  private let dialect: Dialect

  init(_ request: AnswerRequest, dialect: Dialect) {
    self.request = request
    self.dialect = dialect
  }

  /// Returns the JSON with sorted members, so that equal requests give equal bytes.
  /// - Throws: `invalidRequest` for a number that JSON cannot represent.
  func body() throws(StreamError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let body = try encoder.encode(self)
      guard let extra = request.parameters.extra else { return Array(body) }
      return Array(try encoder.encode(Self.merge(extra, over: body)))
    } catch {
      throw .invalidRequest("A parameter is not a finite number.")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(request.model, forKey: .model)
    try members.encode(messages, forKey: .messages)
    var parameters = request.parameters
    parameters.extra = nil
    // Without it the reply is not streamed, as in the API's first example (wire.md 1.3).
    parameters.stream = request.isStreaming ? true : nil
    if request.isStreaming, dialect.asksForUsage {
      let usage = JSONValue.object(["include_usage": .bool(true)])
      parameters.streamOptions = parameters.streamOptions ?? usage
    }
    var fields = encoder.container(keyedBy: FieldName.self)
    for (name, value) in try renamed(parameters).merging(dialectFields, uniquingKeysWith: { $1 }) {
      try fields.encode(value, forKey: FieldName(stringValue: name))
    }
  }

  /// Returns the parameters that are set, by the dialect's names.
  private func renamed(_ parameters: Parameters) throws -> [String: JSONValue] {
    let data = try JSONEncoder().encode(parameters)
    guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: data) else {
      return [:]
    }
    let pairs = members.map { name, value in
      (Parameters.CodingKeys(rawValue: name).map(dialect.name(of:)) ?? name, value)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private var dialectFields: [String: JSONValue] {
    guard request.continuesAnswer, case .fields(let members) = dialect.continuation else {
      return dialect.fields(for: request)
    }
    return dialect.fields(for: request).merging(members) { $1 }
  }

  private var messages: [Message] {
    guard request.continuesAnswer else { return request.turns.map { Message($0) } }
    switch dialect.continuation {
    case .question:
      return (request.turns + [AnswerRequest.continuation]).map { Message($0) }
    case .fields: return request.turns.map { Message($0) }
    case .prefix:
      let last = request.turns.count - 1
      return request.turns.enumerated().map { Message($1, isPrefix: $0 == last) }
    }
  }

  private static func merge(_ extra: JSONValue, over body: Data) throws -> JSONValue {
    let value = try JSONDecoder().decode(JSONValue.self, from: body)
    guard case .object(let members) = value, case .object(let more) = extra else { return value }
    return .object(members.merging(more) { _, extra in extra })
  }

  private enum CodingKeys: String, CodingKey {
    case model, messages
  }

  /// A member named by the dialect.
  private struct FieldName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// The content is a string, not a list of parts, which some servers reject (wire.md 2).
  private struct Message: Encodable {
    let role: Role
    let content: String
    /// Set if the answer continues this message; not sent with other messages.
    let prefix: Bool?

    init(_ turn: AnswerRequest.Turn, isPrefix: Bool = false) {
      role = turn.role
      content = turn.content
      prefix = isPrefix ? true : nil
    }
  }
}
