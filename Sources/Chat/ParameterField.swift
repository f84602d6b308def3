/// A request parameter that people can set by giving its API name and a value as text.
public struct ParameterField: Sendable {
  public typealias Path<Value> = any WritableKeyPath<Parameters, Value?> & Sendable

  /// The type of value in the field. Its range depends on the server: see ``ParameterLimits``.
  public enum Kind: Sendable {
    case integer(Path<Int>)
    case number(Path<Double>)
    case flag(Path<Bool>)
    case texts(Path<[String]>)
    case word(Path<String>)
    case json(Path<JSONValue>, ParameterShape)
  }

  public let key: Parameters.CodingKeys
  public let kind: Kind

  public var name: String { key.rawValue }

  /// Every field, in the order in which people are likely to look for them.
  public static let all: [ParameterField] = [
    ParameterField(key: .temperature, kind: .number(\.temperature)),
    ParameterField(key: .topP, kind: .number(\.topP)),
    ParameterField(key: .topK, kind: .integer(\.topK)),
    ParameterField(key: .minP, kind: .number(\.minP)),
    ParameterField(key: .maxTokens, kind: .integer(\.maxTokens)),
    ParameterField(key: .maxCompletionTokens, kind: .integer(\.maxCompletionTokens)),
    ParameterField(key: .stop, kind: .texts(\.stop)),
    ParameterField(key: .frequencyPenalty, kind: .number(\.frequencyPenalty)),
    ParameterField(key: .presencePenalty, kind: .number(\.presencePenalty)),
    ParameterField(key: .repetitionPenalty, kind: .number(\.repetitionPenalty)),
    ParameterField(key: .seed, kind: .integer(\.seed)),
    ParameterField(key: .logprobs, kind: .flag(\.logprobs)),
    ParameterField(key: .topLogprobs, kind: .integer(\.topLogprobs)),
    ParameterField(key: .reasoningEffort, kind: .word(\.reasoningEffort)),
    ParameterField(key: .responseFormat, kind: .json(\.responseFormat, .responseFormat)),
    ParameterField(key: .tools, kind: .json(\.tools, .tools)),
    ParameterField(key: .toolChoice, kind: .json(\.toolChoice, .toolChoice)),
    ParameterField(key: .parallelToolCalls, kind: .flag(\.parallelToolCalls)),
    ParameterField(key: .prediction, kind: .json(\.prediction, .prediction)),
    ParameterField(key: .stream, kind: .flag(\.stream)),
    ParameterField(key: .streamOptions, kind: .json(\.streamOptions, .streamOptions)),
    ParameterField(key: .extra, kind: .json(\.extra, .object)),
  ]

  private static let byKey = Dictionary(
    all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> ParameterField? {
    Parameters.CodingKeys(rawValue: name).flatMap { byKey[$0] }
  }

  /// The current value as JSON; `nil` when the field is not set.
  public func value(in parameters: Parameters) -> JSONValue? {
    switch kind {
    case .integer(let path): parameters[keyPath: path].map(JSONValue.integer)
    case .number(let path): parameters[keyPath: path].map(JSONValue.init(shortest:))
    case .flag(let path): parameters[keyPath: path].map(JSONValue.bool)
    case .texts(let path): parameters[keyPath: path].map { .array($0.map(JSONValue.string)) }
    case .word(let path): parameters[keyPath: path].map(JSONValue.string)
    case .json(let path, _): parameters[keyPath: path]
    }
  }

  /// The current value as text; `nil` when the field is not set.
  public func text(in parameters: Parameters) -> String? {
    switch kind {
    case .integer(let path): parameters[keyPath: path].map(String.init)
    case .number(let path): parameters[keyPath: path].map(Self.short)
    case .flag(let path): parameters[keyPath: path].map(String.init)
    case .texts(let path):
      parameters[keyPath: path].map { texts in
        texts.count == 1 ? texts[0] : JSONValue.array(texts.map { .string($0) }).text
      }
    case .word(let path): parameters[keyPath: path]
    case .json(let path, _): parameters[keyPath: path]?.text
    }
  }

  /// Sets the field from typed text. If the field holds a list of strings, appends the text or,
  /// if it is a JSON array of strings, the strings in it.
  public func set(
    _ text: String, in parameters: inout Parameters, within limits: ParameterLimits = .widest
  ) throws(ParameterError) {
    let range = limits.range(of: key)
    guard write(text, to: &parameters, within: range) else {
      throw .outOfRange(field: name, value: text, range)
    }
  }

  /// - Returns: `false`, leaving `parameters` unchanged, if the text is not a valid value in the
  ///   range.
  private func write(
    _ text: String, to parameters: inout Parameters, within range: ParameterRange
  ) -> Bool {
    switch (kind, range) {
    case (.integer(let path), .integer(let bounds)):
      guard let value = Int(text), bounds.contains(value) else { return false }
      parameters[keyPath: path] = value
    case (.number(let path), .number(let bounds)):
      guard let value = Double(text), bounds.contains(value) else { return false }
      parameters[keyPath: path] = value
    case (.flag(let path), .flag):
      guard let value = Bool(text) else { return false }
      parameters[keyPath: path] = value
    case (.texts(let path), .texts(let most)):
      let values = (parameters[keyPath: path] ?? []) + (Self.texts(text) ?? [text])
      guard values.count <= most, !values.contains("") else { return false }
      parameters[keyPath: path] = values
    case (.word(let path), .word(let words)):
      guard words.contains(text) else { return false }
      parameters[keyPath: path] = text
    case (.json(let path, let shape), .json):
      guard let value = shape.value(text) else { return false }
      parameters[keyPath: path] = value
    case (.integer, _), (.number, _), (.flag, _), (.texts, _), (.word, _), (.json, _):
      return false
    }
    return true
  }

  /// Returns the reason why a server with these limits would reject the current value; `nil` if the
  /// value is valid or not set.
  public func problem(in parameters: Parameters, within limits: ParameterLimits) -> ParameterError?
  {
    guard let text = text(in: parameters) else { return nil }
    var copy = parameters
    unset(in: &copy)
    do throws(ParameterError) {
      try set(text, in: &copy, within: limits)
      return nil
    } catch {
      return error
    }
  }

  /// Returns the strings in a JSON array; `nil` for anything else, which the caller treats as a
  /// single string.
  private static func texts(_ text: String) -> [String]? {
    guard text.hasPrefix("["), case .array(let values)? = JSONValue(text: text), !values.isEmpty
    else { return nil }
    let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    return texts.count == values.count ? texts : nil
  }

  /// Unsets the field, so that requests omit it.
  public func unset(in parameters: inout Parameters) {
    switch kind {
    case .integer(let path): parameters[keyPath: path] = nil
    case .number(let path): parameters[keyPath: path] = nil
    case .flag(let path): parameters[keyPath: path] = nil
    case .texts(let path): parameters[keyPath: path] = nil
    case .word(let path): parameters[keyPath: path] = nil
    case .json(let path, _): parameters[keyPath: path] = nil
    }
  }

  /// Copies the field's value from one set of parameters to another.
  public func copy(from other: Parameters, to parameters: inout Parameters) {
    switch kind {
    case .integer(let path): parameters[keyPath: path] = other[keyPath: path]
    case .number(let path): parameters[keyPath: path] = other[keyPath: path]
    case .flag(let path): parameters[keyPath: path] = other[keyPath: path]
    case .texts(let path): parameters[keyPath: path] = other[keyPath: path]
    case .word(let path): parameters[keyPath: path] = other[keyPath: path]
    case .json(let path, _): parameters[keyPath: path] = other[keyPath: path]
    }
  }

  /// Returns the shortest text that parses as the same number, without a needless `.0`.
  private static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}

extension JSONValue {
  /// Creates an integer if the number is whole, to avoid a needless `.0`.
  fileprivate init(shortest number: Double) {
    self =
      number == number.rounded() && abs(number) < 1e15 ? .integer(Int(number)) : .number(number)
  }
}
