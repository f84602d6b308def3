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

  /// - Throws: ``TerminalError/system(_:)`` if the process has no descriptors left.
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
  /// - Parameter milliseconds: at most; negative to wait as long as it takes.
  /// - Returns: as `aside_wait` does.
  func wait(milliseconds: Int32) -> Int32 {
    var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) > 0 ? Int32(aside_wake_pipe) : 0
  }

  /// Writes a byte. A full pipe is just as good, because the loop wakes either way.
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
  private let waiting = Mutex<[Event]>([])
  private let pipe: WakePipe

  public init(waking pipe: WakePipe) { self.pipe = pipe }

  /// Posts an event from any thread and wakes the loop.
  public func post(_ event: Event) {
    let isFirst = waiting.withLock { events in
      events.append(event)
      return events.count == 1
    }
    if isFirst { pipe.wake() }
  }

  /// Returns everything posted since the last call.
  public func drain() -> [Event] {
    waiting.withLock { events in
      defer { events.removeAll(keepingCapacity: true) }
      return events
    }
  }
}
