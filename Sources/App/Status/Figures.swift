internal import Chat

/// Numbers as people read them, each with its unit.
public enum Figures {
  /// `12 ms`, `0.4 s`, `12 s`, `3 min 5 s`.
  public static func time(_ duration: Duration) -> String {
    let seconds = max(0, duration.inSeconds)
    if seconds < 0.095 { return "\(Int(clamping: (seconds * 1000).rounded())) ms" }
    if seconds < 9.95 { return "\(tenths(seconds)) s" }
    let whole = Int(clamping: seconds.rounded())
    return whole < 100 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }

  /// Whole seconds, for a count that runs: `12 s`.
  static func seconds(_ duration: Duration) -> String {
    let whole = max(0, duration.inWholeSeconds)
    return whole < 100 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }

  /// `824`, `12.3k`, `131k`, `1.2M`.
  public static func count(_ value: Int) -> String {
    switch value {
    case ..<10_000: String(value)
    case ..<100_000: "\(tenths(Double(value) / 1000))k"
    case ..<1_000_000: "\(value / 1000)k"
    default: "\(tenths(Double(value) / 1_000_000))M"
    }
  }

  /// `824 tokens`, `1 token`.
  static func tokens(_ value: Int) -> String {
    "\(count(value)) \(value == 1 ? "token" : "tokens")"
  }

  /// A limit that people give in thousands: `4k` for 4000 and 4096, else as ``count(_:)``.
  static func limit(_ value: Int) -> String {
    for unit in [1000, 1024] where value >= unit && value.isMultiple(of: unit) {
      return "\(value / unit)k"
    }
    return count(value)
  }

  /// `$0.0026`: two significant digits below a cent, else cents; `$?` for NaN.
  public static func dollars(_ value: Double) -> String {
    guard let value = Money.clamped(value) else { return "$?" }
    if value == 0 { return "$0" }
    return (value < 0 ? "-" : "") + positiveDollars(value.magnitude)
  }

  private static func positiveDollars(_ value: Double) -> String {
    var decimals = 2
    var scaled = value
    while scaled < 0.1, decimals < 8 {
      scaled *= 10
      decimals += 1
    }
    var power = 1
    for _ in 0..<decimals { power *= 10 }
    let units = Int(clamping: (value * Double(power)).rounded())
    let fraction = String(units % power)
    let zeros = String(repeating: "0", count: max(0, decimals - fraction.count))
    return "$\(units / power).\(zeros)\(fraction)"
  }

  /// `62 tok/s`.
  static func speed(_ tokens: Int, in time: Duration) -> String {
    "\(Int(clamping: (Double(tokens) / time.inSeconds).rounded())) tok/s"
  }

  /// `38 %`, for a part from 0 to 1.
  public static func percent(_ part: Double) -> String {
    "\(Int(clamping: min(max(part, 0), 1) * 100)) %"
  }

  /// `12 d left`, for something that is kept for some days.
  static func daysLeft(of days: Int64, after elapsed: Duration) -> String {
    "\(min(max(0, days.subtractingClamped(elapsed.inWholeSeconds / 86_400)), days)) d left"
  }

  /// How long ago: `now`, `5 min`, `3 h`, `2 d`, `4 w`, `2 y`.
  static func age(_ duration: Duration) -> String {
    let minutes = duration.inWholeSeconds / 60
    return switch minutes {
    case ..<1: "now"
    case ..<60: "\(minutes) min"
    case ..<(24 * 60): "\(minutes / 60) h"
    case ..<(14 * 24 * 60): "\(minutes / (24 * 60)) d"
    case ..<(365 * 24 * 60): "\(minutes / (7 * 24 * 60)) w"
    default: "\(minutes / (365 * 24 * 60)) y"
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int(clamping: (value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
