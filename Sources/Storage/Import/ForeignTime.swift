import Chat
import Foundation

/// A parser for the time formats of other programs.
enum ForeignTime {
  /// Converts a time. A number counts seconds since 1970, as in ChatGPT's exports, or
  /// milliseconds, microseconds or nanoseconds, distinguished by magnitude: 10^11 seconds is the
  /// year 5138. A string is parsed as ISO 8601.
  static func seconds(_ value: JSONValue?) -> Timestamp? {
    switch value {
    case .number(let number): milliseconds(number)
    case .integer(let number): milliseconds(Double(number))
    case .string(let text): iso8601(text)
    default: nil
    }
  }

  private static func milliseconds(_ number: Double) -> Timestamp? {
    let factor: Double
    switch number.magnitude {
    case ..<1e11: factor = 1000
    case ..<1e14: factor = 1
    case ..<1e17: factor = 1e-3
    case ..<1e20: factor = 1e-6
    default: return nil
    }
    return Timestamp(clamping: Int64(clamping: (number * factor).rounded()))
  }

  /// Parses ISO 8601 with a T or a space, with or without a fraction and a time zone. A time
  /// without a zone is in UTC, as in SQLite and the supported programs.
  static func iso8601(_ text: String?) -> Timestamp? {
    guard let text else { return nil }
    let numbers = text.split(whereSeparator: { !$0.isASCII || !$0.isNumber })
    guard numbers.count >= 6, let year = Int64(numbers[0]), let month = Int64(numbers[1]),
      let day = Int64(numbers[2]), let hour = Int64(numbers[3]), let minute = Int64(numbers[4]),
      let second = Int64(numbers[5]), (1...12).contains(month), (1...31).contains(day),
      (0...9999).contains(year), hour < 25, minute < 61, second < 62
    else { return nil }
    let time = text.dropFirst(11)
    var milliseconds: Int64 = 0
    if let point = time.firstIndex(of: ".") {
      let digits = time[time.index(after: point)...].prefix { $0.isASCII && $0.isNumber }.prefix(3)
      milliseconds = Int64(digits + String(repeating: "0", count: 3 - digits.count)) ?? 0
    }
    var total = (days(year, month, day) * 24 + hour) * 3600 + minute * 60 + second
    if let sign = time.firstIndex(where: { $0 == "+" || $0 == "-" }) {
      let zone = time[time.index(after: sign)...].filter { $0.isASCII && $0.isNumber }
      let offset = (Int64(zone.prefix(2)) ?? 0) * 3600 + (Int64(zone.dropFirst(2)) ?? 0) * 60
      total -= time[sign] == "-" ? -offset : offset
    }
    return Timestamp(milliseconds: total * 1000 + milliseconds)
  }

  /// Returns the number of days since 1970-01-01 in the Gregorian calendar. Counts March as the
  /// first month, so that the leap day is the last day of the year.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
