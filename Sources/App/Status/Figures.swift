internal import Chat
internal import Words

/// Formatting of numbers for people to read, with their units.
public enum Figures {
  /// Formats a duration, such as `12 ms`, `0.4 s`, `12 s` or `3 min 5 s`.
  public static func time(_ duration: Duration) -> String {
    let seconds = max(0, duration.inSeconds)
    if seconds < 0.095 {
      return Words.Figures.milliseconds(Int(clamping: (seconds * 1000).rounded()))
    }
    if seconds < 9.95 { return Words.Figures.seconds(tenths(seconds)) }
    return whole(Int(clamping: seconds.rounded()))
  }

  /// Formats a running count in whole seconds, such as `12 s`.
  public static func seconds(_ duration: Duration) -> String {
    whole(max(0, Int(clamping: duration.inWholeSeconds)))
  }

  /// Formats a duration in whole seconds or minutes, where space is tight: `185 s`, `17 min`.
  static func shortSeconds(_ duration: Duration) -> String {
    let seconds = max(0, duration.inWholeSeconds)
    return seconds < 1000
      ? Words.Figures.seconds(String(seconds)) : Words.Figures.minutes(seconds / 60)
  }

  private static func whole(_ seconds: Int) -> String {
    seconds < 100
      ? Words.Figures.seconds(String(seconds))
      : Words.Figures.minutes(seconds / 60, seconds: seconds % 60)
  }

  /// Formats a count, such as `824`, `12.3k`, `131k` or `1.2M`.
  public static func count(_ value: Int) -> String {
    switch value {
    case ..<10_000: String(value)
    case ..<100_000: "\(tenths(Double(value) / 1000))k"
    case ..<1_000_000: "\(value / 1000)k"
    default: "\(tenths(Double(value) / 1_000_000))M"
    }
  }

  /// Formats all digits of a number in groups of three: `4,096`, `131,072`.
  static func exact(_ value: Int) -> String { Words.grouped(value) }

  /// Formats a limit, which people usually set in thousands: `4k` for both 4000 and 4096. Other
  /// limits are formatted as by ``count(_:)``.
  static func limit(_ value: Int) -> String {
    for unit in [1000, 1024] where value >= unit && value.isMultiple(of: unit) {
      return "\(value / unit)k"
    }
    return count(value)
  }

  /// Formats the size of a context window in whole thousands or tenths of a million: `40k`,
  /// `131k`, `1M`, `1.5M`.
  static func window(_ value: Int) -> String {
    switch value {
    case ..<1000: String(value)
    case ..<1_000_000: "\(value / 1000)k"
    default:
      (value / 100_000).isMultiple(of: 10)
        ? "\(value / 1_000_000)M" : "\(value / 1_000_000).\(value / 100_000 % 10)M"
    }
  }

  /// Formats an amount, such as `$0.0026`, with two significant digits below ten cents and two
  /// decimals otherwise. NaN becomes `$?`.
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

  /// Formats a speed, such as `62 tok/s`.
  static func speed(_ tokens: Int, in time: Duration) -> String {
    Words.Figures.tokensPerSecond(perSecond(tokens, in: time))
  }

  static func perSecond(_ tokens: Int, in time: Duration) -> Int {
    Int(clamping: (Double(tokens) / time.inSeconds).rounded())
  }

  /// Formats a percentage, such as `38 %`.
  /// - Parameter part: a fraction from 0 to 1.
  public static func percent(_ part: Double) -> String {
    Words.Figures.percent(Int(clamping: min(max(part, 0), 1) * 100))
  }

  /// Formats the days until something is deleted, such as `12 d left`.
  static func daysLeft(of days: Int64, after elapsed: Duration) -> String {
    let left = days.subtractingClamped(elapsed.inWholeSeconds / 86_400)
    return Words.Figures.daysLeft(min(max(0, left), days))
  }

  /// Formats how long ago something happened: `now`, `5 min`, `3 h`, `2 d`, `4 w`, `2 y`.
  static func age(_ duration: Duration) -> String {
    let minutes = duration.inWholeSeconds / 60
    return switch minutes {
    case ..<1: Words.Figures.now
    case ..<60: Words.Figures.minutes(minutes)
    case ..<(24 * 60): Words.Figures.hours(minutes / 60)
    case ..<(14 * 24 * 60): Words.Figures.days(minutes / (24 * 60))
    case ..<(365 * 24 * 60): Words.Figures.weeks(minutes / (7 * 24 * 60))
    default: Words.Figures.years(minutes / (365 * 24 * 60))
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int(clamping: (value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Figures {
  /// Formats the used part of a context window and the whole window, rounded so that they can be
  /// told apart: `912` and `8.2k`, `3.6k` and `4.1k`, `12k` and `131k`, `1.2M` and `2M`.
  static func used(_ value: Int, of whole: Int) -> (used: String, whole: String) {
    let isSmall = whole < smallWindow
    let text = isSmall && whole < 10_000 ? thousands(whole) : window(whole)
    if value < 1000 { return (String(max(0, value)), text) }
    if isSmall, value < 10_000 { return (thousands(value), text) }
    let rounded = window(value.addingClamped(value < 1_000_000 ? 500 : 50_000))
    return (value < whole && rounded == text ? window(value) : rounded, text)
  }

  /// The window in tokens below which tenths of a thousand matter.
  static let smallWindow = 20_000

  /// Formats a number below 10,000: `824`, `4k`, `4.1k`.
  private static func thousands(_ value: Int) -> String {
    guard value >= 1000 else { return String(value) }
    let text = tenths(Double(value) / 1000)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "k"
  }

  /// Formats an expense: `$0.0026`, or `≈ $0.0026` if part of it is an estimate from listed
  /// prices.
  static func spending(_ spending: Spending) -> String {
    let dollars = dollars(spending.dollars)
    return spending.isEstimate ? Words.Figures.approximate(dollars) : dollars
  }
}
