extension AnswerRequest {
  /// Returns the body of `POST /chat/completions` (wire.md 1.2). Unset values are left out.
  ///
  /// The preview uses the same value, so it shows exactly what is sent.
  public func body(for dialect: Dialect) -> JSONValue {
    var members: [String: JSONValue] = [
      "model": .string(model), "messages": .array(messages(for: dialect)),
    ]
    members.merge(named(sentParameters(dialect), by: dialect)) { $1 }
    members.merge(dialect.fields(for: self)) { $1 }
    if continuesAnswer, case .fields(let more) = dialect.continuation {
      members.merge(more) { $1 }
    }
    if case .object(let extra)? = parameters.extra { members.merge(extra) { $1 } }
    return .object(members)
  }

  private func sentParameters(_ dialect: Dialect) -> Parameters {
    var parameters = parameters
    parameters.extra = nil
    // Without `stream`, the server does not stream, as in the API's first example (wire.md 1.3).
    parameters.stream = isStreaming ? true : nil
    if isStreaming, dialect.asksForUsage {
      let usage = JSONValue.object(["include_usage": .bool(true)])
      parameters.streamOptions = parameters.streamOptions ?? usage
    }
    return parameters
  }

  /// Returns the parameters that are set, keyed by their names in the dialect.
  private func named(_ parameters: Parameters, by dialect: Dialect) -> [String: JSONValue] {
    let pairs = ParameterField.all.compactMap { field in
      field.value(in: parameters).map { (dialect.name(of: field.key), $0) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private func messages(for dialect: Dialect) -> [JSONValue] {
    guard continuesAnswer else { return turns.map { Self.message($0) } }
    switch dialect.continuation {
    case .question: return (turns + [Self.continuation]).map { Self.message($0) }
    case .fields: return turns.map { Self.message($0) }
    case .prefix:
      let last = turns.count - 1
      return turns.enumerated().map { Self.message($1, isPrefix: $0 == last) }
    }
  }

  /// Returns a turn as a message of the request.
  /// - Parameter isPrefix: whether the answer continues this message.
  private static func message(_ turn: Turn, isPrefix: Bool = false) -> JSONValue {
    var members: [String: JSONValue] = [
      "role": .string(turn.role.rawValue), "content": content(turn),
    ]
    if isPrefix { members["prefix"] = .bool(true) }
    return .object(members)
  }

  /// Returns the content of a message: a string if possible, because some servers reject lists of
  /// parts (wire.md 2). With images, returns a list that begins with the text.
  private static func content(_ turn: Turn) -> JSONValue {
    guard !turn.images.isEmpty else { return .string(turn.content) }
    let text: [JSONValue] =
      turn.content.isEmpty
      ? [] : [.object(["type": .string("text"), "text": .string(turn.content)])]
    return .array(
      text
        + turn.images.map { image in
          .object([
            "type": .string("image_url"),
            "image_url": .object(["url": .string(image.dataURL)]),
          ])
        })
  }
}

extension AttachedImage {
  /// The image as a data URL (RFC 2397), so that the server does not have to fetch it.
  public var dataURL: String { "data:\(type.rawValue);base64,\(Base64.text(bytes))" }
}
