#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The date format of HTTP headers (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter date: must be after 1969.
  static func text(_ date: Date) -> String {
    let seconds = Int(date.timeIntervalSince1970)
    // 1 January 1970 was a Thursday.
    let day = days[seconds / 86_400 % 7]
    // The formatted date looks like 1994-11-06T08:49:37Z.
    let fields = date.formatted(Date.ISO8601FormatStyle()).split { !$0.isNumber }
    let month = months[(Int(fields[1]) ?? 1) - 1]
    return "\(day), \(fields[2]) \(month) \(fields[0]) \(fields[3]):\(fields[4]):\(fields[5]) GMT"
  }
}
