// Arithmetic on numbers from servers, files and people. Swift's own operators trap on overflow,
// whereas these functions saturate. Use them for every number from outside the program.

extension FixedWidthInteger {
  /// Converts a number, rounding towards zero and clamping to the type's range. NaN becomes 0.
  /// This is inlinable because the conversion is a hundred times slower without specialisation.
  @inlinable
  public init(clamping number: Double) {
    if let value = Self(exactly: number.rounded(.towardZero)) {
      self = value
    } else {
      self = number.isNaN ? 0 : number < 0 ? .min : .max
    }
  }

  /// Returns the sum, clamped to the range.
  public func addingClamped(_ other: Self) -> Self {
    let (sum, isTooMuch) = addingReportingOverflow(other)
    return isTooMuch ? (other < 0 ? .min : .max) : sum
  }

  /// Returns the difference, clamped to the range.
  public func subtractingClamped(_ other: Self) -> Self {
    let (difference, isTooMuch) = subtractingReportingOverflow(other)
    return isTooMuch ? (other < 0 ? .max : .min) : difference
  }

  /// Returns the product, clamped to the range.
  public func multipliedClamped(by other: Self) -> Self {
    let (product, isTooMuch) = multipliedReportingOverflow(by: other)
    return isTooMuch ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}

extension Duration {
  /// A hundred years, the longest duration accepted from outside the program.
  public static let longest = Duration.seconds(100 * 31_557_600)

  /// Converts seconds, clamping to ``longest`` in either direction; NaN becomes zero.
  public init(clampingSeconds seconds: Double) {
    let most = Self.longest.inSeconds
    self = seconds.isNaN ? .zero : .seconds(min(max(seconds, -most), most))
  }

  /// This duration, clamped to ``longest`` in either direction.
  public var clamped: Duration { min(max(self, .zero - Self.longest), Self.longest) }

  /// This duration in seconds. Unlike `components`, this never traps.
  public var inSeconds: Double {
    // Converting all 128 bits to floating point at once takes a microsecond, because it loops over
    // the words.
    let (seconds, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
    return Double(Int64(clamping: seconds)) + Double(Int64(clamping: rest)) / 1e18
  }

  /// This duration in whole seconds, rounded towards zero.
  public var inWholeSeconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000_000_000_000) }

  /// This duration in whole milliseconds, rounded towards zero.
  public var inMilliseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000_000_000) }

  /// This duration in whole microseconds, rounded towards zero.
  public var inMicroseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000_000) }
}

/// Amounts in US dollars.
public enum Money {
  /// An amount higher than the cost of any answer, yet low enough to be added up and printed in
  /// full.
  public static let most = 1e12

  /// Returns the amount, clamped to ``most`` in either direction; `nil` if it is missing or NaN.
  public static func clamped(_ dollars: Double?) -> Double? {
    guard let dollars, !dollars.isNaN else { return nil }
    return min(max(dollars, -most), most)
  }
}
