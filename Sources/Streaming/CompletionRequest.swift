internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The body of `POST /chat/completions` (wire.md 1.2). What is not set is not sent.
struct CompletionRequest: Encodable {
  private let request: AnswerRequest
  private let dialect: Dialect

  init(_ request: AnswerRequest, dialect: Dialect) {
    self.request = request
    self.dialect = dialect
  }

  /// The JSON, its members sorted, so that equal requests are equal bytes.
  /// - Throws: `invalidRequest` for a number that JSON cannot hold.
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
    try members.encode(request.turns.map(Message.init), forKey: .messages)
    var parameters = request.parameters
    parameters.extra = nil
    // Without it a reply is whole, as in the API's first example (wire.md 1.3).
    parameters.stream = request.isStreaming ? true : nil
    if request.isStreaming {
      let usage = JSONValue.object(["include_usage": .bool(true)])
      parameters.streamOptions = parameters.streamOptions ?? usage
    }
    try parameters.encode(to: encoder)
    var thinking = encoder.container(keyedBy: FieldName.self)
    for (name, value) in dialect.fields(for: request) {
      try thinking.encode(value, forKey: FieldName(stringValue: name))
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

  /// A member that the dialect names.
  private struct FieldName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// The content is a text and not a list of parts, which some servers refuse (wire.md 2).
  private struct Message: Encodable {
    let role: Role
    let content: String

    init(_ turn: AnswerRequest.Turn) {
      role = turn.role
      content = turn.content
    }
  }
}
