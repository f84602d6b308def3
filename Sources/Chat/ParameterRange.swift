/// The values that a parameter accepts.
public enum ParameterRange: Equatable, Sendable {
  /// `Int.min` and `Int.max` mean that there is no bound.
  case integer(ClosedRange<Int>)
  case number(NumberRange)
  case flag
  case texts(most: Int)
  case word([String])
  case json(ParameterShape)
}

/// A range of numbers with optional bounds.
public struct NumberRange: Equatable, Sendable {
  public enum Bound: Equatable, Sendable {
    case none
    /// The bound itself is in the range.
    case including(Double)
    case excluding(Double)
  }

  public var lower: Bound
  public var upper: Bound

  public init(from lower: Bound, to upper: Bound) {
    self.lower = lower
    self.upper = upper
  }

  public init(_ bounds: ClosedRange<Double>) {
    self.init(from: .including(bounds.lowerBound), to: .including(bounds.upperBound))
  }

  /// Returns whether the value is in the range. Infinities and NaN never are, because JSON has no
  /// such numbers.
  public func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    let isHighEnough =
      switch lower {
      case .none: true
      case .including(let bound): value >= bound
      case .excluding(let bound): value > bound
      }
    let isLowEnough =
      switch upper {
      case .none: true
      case .including(let bound): value <= bound
      case .excluding(let bound): value < bound
      }
    return isHighEnough && isLowEnough
  }
}

/// The JSON structure that a field accepts, with single-word shorthands for common values.
public enum ParameterShape: Sendable {
  case responseFormat
  case tools
  case toolChoice
  case prediction
  case streamOptions
  case object

  /// The values that can be chosen with a single word.
  public var words: [String] {
    switch self {
    case .responseFormat: ["text", "json_object"]
    case .toolChoice: ["none", "auto", "required"]
    case .tools, .prediction, .streamOptions, .object: []
    }
  }
}

/// Why a parameter cannot be set.
public enum ParameterError: Error, Equatable, Sendable {
  /// There is no field with that name.
  case unknown(String)
  case outOfRange(field: String, value: String, ParameterRange)
  /// The dialect does not support this way of controlling thinking.
  case thinking(ThinkingForm, server: String, DialectName)
}
