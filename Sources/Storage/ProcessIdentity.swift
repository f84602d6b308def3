import Chat
import Foundation

/// The identity of one process among all that ever ran on this machine, as far as the system
/// can tell.
///
/// With `/proc`, the start time distinguishes a process from a later one with the same number.
/// Elsewhere, the number must suffice. Inside a container, a number refers to a different
/// process than outside. The boot ID and the namespace tell the two apart.
struct ProcessIdentity: Equatable, Sendable {
  let number: Int32
  /// The time from system boot to the start of the process, in clock ticks; `nil` if unknown.
  let start: UInt64?
  /// The scope in which the number is valid; `nil` if unknown, as in older files.
  var space: ProcessSpace?

  static let current = running(getpid()) ?? ProcessIdentity(number: getpid(), start: nil)

  /// Returns the process that currently has the given number; `nil` if there is none, or only a
  /// zombie.
  static func running(_ number: Int32) -> ProcessIdentity? {
    // `kill` treats numbers below 1 as process groups.
    guard number > 0, kill(number, 0) == 0 || errno == EPERM else { return nil }
    guard let status = FileManager.default.contents(atPath: "/proc/\(number)/stat"),
      let nameEnd = status.lastIndex(of: UInt8(ascii: ")"))
    else { return ProcessIdentity(number: number, start: nil) }
    // proc(5): the name may contain any character, so count fields from the end of the name. The
    // first field after it is the state, and the twentieth is the start time.
    let fields = String(decoding: status[nameEnd...], as: UTF8.self).split(separator: " ")
    guard fields.count > 20 else { return ProcessIdentity(number: number, start: nil) }
    guard fields[1] != "Z" else { return nil }
    return ProcessIdentity(
      number: number, start: UInt64(fields[20]), space: ProcessSpace.current)
  }

  /// The maximum time an answer may take, in milliseconds, if its process is not visible from here.
  private static let patience: Int64 = 3_600_000

  /// Returns whether the process may still be writing.
  /// - Parameters:
  ///   - time: the latest time at which it may have begun writing, in milliseconds since 1970.
  ///   - now: the current time, in milliseconds since 1970.
  func mayRun(since time: Int64, now: Int64) -> Bool {
    guard let space, let here = ProcessSpace.current, space != here else { return isRunning }
    // A process from an earlier boot has ended. One in another container may still be running.
    return space.boot == here.boot && now.subtractingClamped(time) < Self.patience
  }

  var isRunning: Bool {
    guard let now = Self.running(number) else { return false }
    return start == nil || now.start == nil || start == now.start
  }
}

/// The scope within which process numbers are unique: one boot of a machine, and one container
/// or the host.
struct ProcessSpace: Equatable, Sendable {
  let boot: String
  let namespace: String

  /// The space of this process; `nil` without `/proc`.
  static let current: ProcessSpace? = {
    // The file reports no size, so read a fixed number of bytes.
    guard let file = FileHandle(forReadingAtPath: "/proc/sys/kernel/random/boot_id"),
      let bytes = try? file.read(upToCount: 8), bytes.count == 8,
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    else { return nil }
    return ProcessSpace(
      boot: String(decoding: bytes, as: UTF8.self), namespace: link.filter(\.isNumber))
  }()
}

/// The text stored in the database: `number`, `number:start` or `number:start:boot-namespace`.
extension ProcessIdentity: CustomStringConvertible {
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard let number = parts.first.flatMap({ Int32($0) }) else { return nil }
    let space = (parts.count > 2 ? parts[2] : "").split(separator: "-", maxSplits: 1)
    self.init(
      number: number, start: parts.count > 1 ? UInt64(parts[1]) : nil,
      space: space.count == 2
        ? ProcessSpace(boot: String(space[0]), namespace: String(space[1])) : nil)
  }

  var description: String {
    guard let start else { return "\(number)" }
    return "\(number):\(start)" + (space.map { ":\($0.boot)-\($0.namespace)" } ?? "")
  }
}
