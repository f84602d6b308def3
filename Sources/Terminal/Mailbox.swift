internal import CNcurses
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A pipe whose read end wakes the loop. Any thread and any signal handler may write to it.
public final class WakePipe: Sendable {
  let readEnd: Int32
  let writeEnd: Int32

  /// - Throws: ``TerminalError/system(_:)`` if the process has run out of file descriptors.
  public init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(String(cString: strerror(errno))) }
    for end in ends {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Waits for a byte, without looking at the keyboard.
  /// - Parameter milliseconds: the longest time to wait; negative for no limit.
  /// - Returns: the same flags as `aside_wait`.
  func wait(milliseconds: Int32) -> Int32 {
    var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) > 0 ? Int32(aside_wake_pipe) : 0
  }

  /// Writes a byte. A full pipe does no harm, because its unread bytes wake the loop anyway.
  func wake() {
    var byte = UInt8(ascii: "M")
    _ = write(writeEnd, &byte, 1)
  }

  /// Returns the bytes received since the last call.
  func drain() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(readEnd, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : []
  }
}

/// Events on their way from any thread to the loop, in the order they were posted.
public final class Mailbox<Event: Sendable>: Sendable {
  private struct Waiting {
    var events: [Event] = []
    /// Whether the loop has been woken but has not yet drained the events.
    var isWoken = false
    /// Whether the loop will soon wake anyway, to paint a frame.
    var isFrameComing = false
  }

  private let waiting = Mutex(Waiting())
  private let pipe: WakePipe

  public init(waking pipe: WakePipe) { self.pipe = pipe }

  /// Posts an event from any thread and wakes the loop.
  /// - Parameter canWait: whether only the screen depends on the event. If so, the event does not
  ///   wake the loop while a frame is due.
  public func post(_ event: Event, canWait: Bool = false) {
    let wakes = waiting.withLock { waiting in
      waiting.events.append(event)
      guard !waiting.isWoken, !(canWait && waiting.isFrameComing) else { return false }
      waiting.isWoken = true
      return true
    }
    if wakes { pipe.wake() }
  }

  /// Tells the mailbox whether the loop will soon wake anyway to paint a frame. Valid until the
  /// next ``drain()``.
  func expectFrame(_ isComing: Bool) {
    waiting.withLock { $0.isFrameComing = isComing }
  }

  /// Returns everything posted since the last call.
  public func drain() -> [Event] {
    waiting.withLock { waiting in
      waiting.isWoken = false
      waiting.isFrameComing = false
      guard !waiting.events.isEmpty else { return [] }
      defer { waiting.events.removeAll(keepingCapacity: true) }
      return waiting.events
    }
  }
}
