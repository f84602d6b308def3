#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The time of day, needed because servers may give a date to wait until.
enum WallTime {
  /// Seconds since 1970.
  static func now() -> Double { Double(time(nil)) }
}
