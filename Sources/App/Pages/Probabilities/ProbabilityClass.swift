internal import Chat
internal import Screen
internal import Words

/// How likely a token was, in five steps: the less likely a token, the more prominent it is. The
/// steps differ in emphasis as well as in colour.
enum ProbabilityClass: CaseIterable {
  case certain
  case likely
  case possible
  case doubtful
  case unlikely

  init(_ probability: Double) {
    self =
      switch probability {
      case 0.9...: .certain
      case 0.5...: .likely
      case 0.2...: .possible
      case 0.05...: .doubtful
      default: .unlikely
      }
  }

  var style: Style {
    switch self {
    case .certain: Style(.likely)
    case .likely: .text
    case .possible: Style(.possible, .underline)
    case .doubtful: Style(.doubtful, [.bold, .underline])
    case .unlikely: Style(.unlikely, [.bold, .reverse])
    }
  }
}

/// Probabilities and related numbers, formatted for people to read.
enum ProbabilityText {
  /// Formats a probability, as in `100 %`, `91.3 %`, `0.04 %` or `< 0.01 %`.
  static func percent(_ probability: Double) -> String {
    let percent = probability * 100
    if percent >= 99.95 { return Words.Probabilities.percent("100") }
    if percent >= 0.995 { return Words.Probabilities.percent(decimal(percent, places: 1)) }
    if percent >= 0.005 { return Words.Probabilities.percent(decimal(percent, places: 2)) }
    return Words.Probabilities.tiny
  }

  /// Formats a probability as a percentage with at most one decimal place, so that the figures in a
  /// column line up.
  static func roundedPercent(_ probability: Double) -> String {
    let percent = probability * 100
    if percent >= 99.95 { return Words.Probabilities.percent("100") }
    guard percent >= 0.05 else { return Words.Probabilities.tinyInColumn }
    return Words.Probabilities.percent(decimal(percent, places: 1))
  }

  /// Formats a perplexity, as in `1.42`, `34.64` or `1234`.
  static func perplexity(_ value: Double) -> String {
    switch value {
    case ..<1000: decimal(value, places: 2)
    case ..<1_000_000: String(Int(clamping: value.rounded()))
    default: "∞"
    }
  }

  /// Formats a log probability, as in `−0.386 nat`.
  static func logarithm(_ value: Double) -> String {
    guard value.isFinite else { return value < 0 ? "−∞" : "?" }
    return Words.Probabilities.nats(decimal(value, places: 3))
  }

  private static func decimal(_ value: Double, places: Int) -> String {
    let power = (0..<places).reduce(1) { power, _ in power * 10 }
    let units = Int(clamping: (value.magnitude * Double(power)).rounded())
    let fraction = String(units % power)
    let zeros = String(repeating: "0", count: max(0, places - fraction.count))
    return (value < 0 && units > 0 ? "−" : "") + "\(units / power).\(zeros)\(fraction)"
  }
}
