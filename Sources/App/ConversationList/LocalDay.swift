public import Chat
internal import Words

/// A day in the user's calendar, counted from 1 January 1970.
struct LocalDay: Equatable {
  private let number: Int64

  /// - Parameter offset: how far local time is ahead of UTC, in seconds.
  init(_ time: Timestamp, offset: Int) {
    let seconds = Double(time.milliseconds) / 1000 + Double(offset)
    number = Int64(clamping: (seconds / 86_400).rounded(.down))
  }

  /// Returns the first moment of the day.
  /// - Parameter offset: how far local time is ahead of UTC, in seconds.
  func start(offset: Int) -> Timestamp {
    Timestamp(
      milliseconds: number.multipliedClamped(by: 86_400_000)
        .subtractingClamped(Int64(offset).multipliedClamped(by: 1000)))
  }

  /// Returns `today`, `yesterday`, a name like `Monday 3 March`, or one like `3 March 2025` if
  /// the year differs.
  func name(from today: LocalDay) -> String {
    switch today.number - number {
    case ..<1: return Words.List.today
    case 1: return Words.List.yesterday
    default: break
    }
    let (year, month, day) = civil
    guard year == today.civil.year else { return Words.List.day(day, month: month, year: year) }
    return Words.List.day(day, month: month, weekday: Int((number + 3) % 7 + 7) % 7)
  }

  /// Returns a name like `3 Mar`, or like `3 Mar 2025` if the year differs.
  func shortName(from today: LocalDay) -> String {
    let (year, month, day) = civil
    return Words.List.shortDay(day, month: month, year: isInYear(of: today) ? nil : year)
  }

  func isInYear(of other: LocalDay) -> Bool { civil.year == other.civil.year }

  /// The date in digits, for example `2025-03-03`.
  var digits: String {
    let (year, month, day) = civil
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(padded(month))-\(padded(day))"
  }

  /// The date, computed with `civil_from_days` from Howard Hinnant, "chrono-Compatible Low-Level
  /// Date Algorithms".
  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(day))
  }
}

extension Timestamp {
  /// Returns the beginning of the local day that contains this time.
  /// - Parameter offset: how far local time is ahead of UTC, in seconds.
  public func startOfDay(offset: Int) -> Timestamp {
    LocalDay(self, offset: offset).start(offset: offset)
  }
}
