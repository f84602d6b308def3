import Foundation

/// Names one process among all that ever ran on this machine, as far as the system tells.
///
/// Where there is `/proc`, the start time tells a process from a later one with the same number;
/// elsewhere the number alone must do.
struct ProcessIdentity: Equatable, Sendable {
  let number: Int32
  /// Clock ticks from the machine's start to the process's; `nil` where the system does not tell.
  let start: UInt64?

  static let current = running(getpid()) ?? ProcessIdentity(number: getpid(), start: nil)

  /// The process that has that number now; `nil` when there is none, or only its remains.
  static func running(_ number: Int32) -> ProcessIdentity? {
    // To `kill`, numbers below 1 mean groups of processes.
    guard number > 0, kill(number, 0) == 0 || errno == EPERM else { return nil }
    guard let status = FileManager.default.contents(atPath: "/proc/\(number)/stat"),
      let nameEnd = status.lastIndex(of: UInt8(ascii: ")"))
    else { return ProcessIdentity(number: number, start: nil) }
    // proc(5): the name may hold anything, so that fields are counted from its end. The first after
    // it is the state, the twentieth the start time.
    let fields = String(decoding: status[nameEnd...], as: UTF8.self).split(separator: " ")
    guard fields.count > 20 else { return ProcessIdentity(number: number, start: nil) }
    return fields[1] == "Z" ? nil : ProcessIdentity(number: number, start: UInt64(fields[20]))
  }

  var isRunning: Bool {
    guard let now = Self.running(number) else { return false }
    return start == nil || now.start == nil || start == now.start
  }
}

/// The form in the store: `number` or `number:start`.
extension ProcessIdentity: CustomStringConvertible {
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = parts.first.flatMap({ Int32($0) }) else { return nil }
    self.init(number: number, start: parts.dropFirst().first.flatMap { UInt64($0) })
  }

  var description: String { start.map { "\(number):\($0)" } ?? "\(number)" }
}
