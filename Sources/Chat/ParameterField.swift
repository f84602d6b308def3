/// A parameter that people set by its name in the API and a text.
public struct ParameterField: Sendable {
  public typealias Path<Value> = any WritableKeyPath<Parameters, Value?> & Sendable

  /// The type of value in the field; bounds are inclusive.
  public enum Kind: Sendable {
    case integer(Path<Int>, ClosedRange<Int>)
    case number(Path<Double>, ClosedRange<Double>)
    case flag(Path<Bool>)
    case texts(Path<[String]>, most: Int)
    case word(Path<String>, [String])
    case json(Path<JSONValue>, ParameterShape)
  }

  public let key: Parameters.CodingKeys
  public let kind: Kind

  public var name: String { key.rawValue }

  /// Every field, in the order in which people are likely to look for them.
  public static let all: [ParameterField] = [
    ParameterField(key: .temperature, kind: .number(\.temperature, 0...2)),
    ParameterField(key: .topP, kind: .number(\.topP, 0.01...1)),
    ParameterField(key: .topK, kind: .integer(\.topK, 0...Int.max)),
    ParameterField(key: .minP, kind: .number(\.minP, 0...1)),
    ParameterField(key: .maxTokens, kind: .integer(\.maxTokens, 1...Int.max)),
    ParameterField(key: .maxCompletionTokens, kind: .integer(\.maxCompletionTokens, 1...Int.max)),
    ParameterField(key: .stop, kind: .texts(\.stop, most: 4)),
    ParameterField(key: .frequencyPenalty, kind: .number(\.frequencyPenalty, -2...2)),
    ParameterField(key: .presencePenalty, kind: .number(\.presencePenalty, -2...2)),
    ParameterField(
      key: .repetitionPenalty,
      kind: .number(\.repetitionPenalty, 0...Double.greatestFiniteMagnitude)),
    ParameterField(key: .seed, kind: .integer(\.seed, 1...Int.max)),
    ParameterField(key: .logprobs, kind: .flag(\.logprobs)),
    ParameterField(key: .topLogprobs, kind: .integer(\.topLogprobs, 0...20)),
    ParameterField(
      key: .reasoningEffort,
      kind: .word(
        \.reasoningEffort,
        ["none", "default", "minimal", "low", "medium", "high", "xhigh", "ultra", "max"])),
    ParameterField(key: .responseFormat, kind: .json(\.responseFormat, .responseFormat)),
    ParameterField(key: .tools, kind: .json(\.tools, .tools)),
    ParameterField(key: .toolChoice, kind: .json(\.toolChoice, .toolChoice)),
    ParameterField(key: .parallelToolCalls, kind: .flag(\.parallelToolCalls)),
    ParameterField(key: .prediction, kind: .json(\.prediction, .prediction)),
    ParameterField(key: .stream, kind: .flag(\.stream)),
    ParameterField(key: .streamOptions, kind: .json(\.streamOptions, .streamOptions)),
    ParameterField(key: .extra, kind: .json(\.extra, .object)),
  ]

  public static func named(_ name: String) -> ParameterField? { all.first { $0.name == name } }

  /// The values that the field accepts, for people: `a number from 0 to 2`.
  public var range: String {
    switch kind {
    case .integer(_, let bounds):
      bounds.upperBound == .max
        ? "a whole number from \(bounds.lowerBound)"
        : "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .number(_, let bounds):
      bounds.upperBound == .greatestFiniteMagnitude
        ? "a number from \(Self.short(bounds.lowerBound))"
        : "a number from \(Self.short(bounds.lowerBound)) to \(Self.short(bounds.upperBound))"
    case .flag: "true or false"
    case .texts(_, let most): "up to \(most) texts, several as a JSON array"
    case .word(_, let words): "one of \(words.joined(separator: ", "))"
    case .json(_, let shape): shape.description
    }
  }

  /// The current value as JSON; `nil` when the field is not set.
  public func value(in parameters: Parameters) -> JSONValue? {
    switch kind {
    case .integer(let path, _): parameters[keyPath: path].map(JSONValue.integer)
    case .number(let path, _): parameters[keyPath: path].map(JSONValue.init(shortest:))
    case .flag(let path): parameters[keyPath: path].map(JSONValue.bool)
    case .texts(let path, _): parameters[keyPath: path].map { .array($0.map(JSONValue.string)) }
    case .word(let path, _): parameters[keyPath: path].map(JSONValue.string)
    case .json(let path, _): parameters[keyPath: path]
    }
  }

  /// The current value as text; `nil` when the field is not set.
  public func text(in parameters: Parameters) -> String? {
    switch kind {
    case .integer(let path, _): parameters[keyPath: path].map(String.init)
    case .number(let path, _): parameters[keyPath: path].map(Self.short)
    case .flag(let path): parameters[keyPath: path].map(String.init)
    case .texts(let path, _):
      parameters[keyPath: path].map { texts in
        texts.count == 1 ? texts[0] : JSONValue.array(texts.map { .string($0) }).text
      }
    case .word(let path, _): parameters[keyPath: path]
    case .json(let path, _): parameters[keyPath: path]?.text
    }
  }

  /// Sets the field from typed text. A field that contains several texts gets one more per call.
  public func set(_ text: String, in parameters: inout Parameters) throws(ParameterError) {
    let failure = ParameterError(field: name, value: text, expected: range)
    switch kind {
    case .integer(let path, let bounds):
      guard let value = Int(text), bounds.contains(value) else { throw failure }
      parameters[keyPath: path] = value
    case .number(let path, let bounds):
      guard let value = Double(text), bounds.contains(value) else { throw failure }
      parameters[keyPath: path] = value
    case .flag(let path):
      guard let value = Bool(text) else { throw failure }
      parameters[keyPath: path] = value
    case .texts(let path, let most):
      let values = (parameters[keyPath: path] ?? []) + (Self.texts(text) ?? [text])
      guard values.count <= most, !values.contains("") else { throw failure }
      parameters[keyPath: path] = values
    case .word(let path, let words):
      guard words.contains(text) else { throw failure }
      parameters[keyPath: path] = text
    case .json(let path, let shape):
      guard let value = shape.value(text) else { throw failure }
      parameters[keyPath: path] = value
    }
  }

  /// The texts in a JSON array; `nil` for anything else, which is then a text itself.
  private static func texts(_ text: String) -> [String]? {
    guard text.hasPrefix("["), case .array(let values)? = JSONValue(text: text), !values.isEmpty
    else { return nil }
    let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    return texts.count == values.count ? texts : nil
  }

  /// Removes the field from the request.
  public func unset(in parameters: inout Parameters) {
    switch kind {
    case .integer(let path, _): parameters[keyPath: path] = nil
    case .number(let path, _): parameters[keyPath: path] = nil
    case .flag(let path): parameters[keyPath: path] = nil
    case .texts(let path, _): parameters[keyPath: path] = nil
    case .word(let path, _): parameters[keyPath: path] = nil
    case .json(let path, _): parameters[keyPath: path] = nil
    }
  }

  /// The shortest text that parses as the same number, without a needless `.0`.
  private static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}

extension JSONValue {
  /// A number without a needless `.0`.
  fileprivate init(shortest number: Double) {
    self =
      number == number.rounded() && abs(number) < 1e15 ? .integer(Int(number)) : .number(number)
  }
}

/// An invalid value for a field.
public struct ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  public let field: String
  public let value: String
  /// `nil` when the field does not exist.
  public let expected: String?

  public init(field: String, value: String, expected: String) {
    self.field = field
    self.value = value
    self.expected = expected
  }

  /// An error for a field that does not exist.
  public init(field: String) {
    self.field = field
    value = ""
    expected = nil
  }

  public var description: String {
    guard let expected else { return "There is no parameter “\(field)”." }
    // Quoting a long value helps nobody.
    let shown = value.count > 200 ? value.prefix(200) + "…" : value[...]
    return "\(field) takes \(expected), not “\(shown)”."
  }
}
