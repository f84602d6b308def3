import Foundation

/// A busy handler that waits while another program has the file locked. Works like SQLite's own
/// timeout, but gives up at once if the lock can never be granted or the connection has been
/// stopped.
struct BusyWait: Sendable {
  /// The database's path; `nil` for a database in memory.
  let path: String?
  let stop: DatabaseStop?

  /// Seconds to wait between attempts. The last delay repeats.
  private static let delays = [0.001, 0.002, 0.005, 0.010, 0.015, 0.020, 0.025, 0.050, 0.100]

  /// Waits before the next attempt.
  /// - Parameter attempts: the number of waits so far.
  /// - Returns: whether to try again.
  func goesOn(after attempts: Int) -> Bool {
    guard stop?.isStopped != true, Self.waited(attempts) < Database.busyTimeout else {
      return false
    }
    if attempts == 0, let path, LockSupport.isMissing(beside: path) { return false }
    Thread.sleep(forTimeInterval: Self.delay(attempts))
    return true
  }

  static func waited(_ attempts: Int) -> Double {
    let listed = delays.prefix(attempts).reduce(0, +)
    return listed + Double(max(0, attempts - delays.count)) * delay(attempts)
  }

  private static func delay(_ attempt: Int) -> Double {
    delays[min(attempt, delays.count - 1)]
  }
}
