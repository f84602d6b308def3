#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The time of day, which servers name when they want to be left alone until then.
enum WallTime {
  /// Seconds since 1970.
  static func now() -> Double { Double(time(nil)) }
}
