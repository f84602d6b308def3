#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A descriptor whose writes a signal can interrupt. A blocking write to a terminal returns only
/// when all of the text is written, which never happens if nobody reads. So the terminal is
/// reopened in non-blocking mode: changing the original descriptor's mode would affect the shell.
struct InterruptibleTarget {
  enum Outcome {
    case written(Int)
    /// The write failed, with the `errno` value.
    case failed(Int32)
  }

  private let descriptor: Int32
  private let isWaiting: Bool

  init(_ descriptor: Int32) {
    let terminal =
      switch descriptor {
      case STDOUT_FILENO: Self.output
      case STDERR_FILENO: Self.error
      default: Int32(-1)
      }
    isWaiting = terminal < 0
    self.descriptor = terminal < 0 ? descriptor : terminal
  }

  private static let output = open(STDOUT_FILENO)
  private static let error = open(STDERR_FILENO)

  /// Reopens a terminal in non-blocking mode.
  /// - Returns: the new descriptor; -1 if `descriptor` is not a terminal or cannot be reopened.
  private static func open(_ descriptor: Int32) -> Int32 {
    guard isatty(descriptor) == 1 else { return -1 }
    var name = [CChar](repeating: 0, count: 1024)
    guard ttyname_r(descriptor, &name, name.count) == 0 else { return -1 }
    #if canImport(Glibc)
      return Glibc.open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    #else
      return Darwin.open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    #endif
  }

  /// Waits until a write would return at once, whether it succeeds or fails.
  func canWrite(unless interruption: Int32) -> Bool {
    while true {
      var entries = [
        pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: interruption, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&entries, 2, -1) > 0 else { continue }
      if entries[0].revents != 0 { return true }
      if entries[1].revents != 0 { return false }
    }
  }

  /// Waits 10 ms.
  /// - Returns: `false` if a signal has arrived.
  func pause(unless interruption: Int32) -> Bool {
    var entry = pollfd(fd: interruption, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 10) <= 0
  }

  /// Writes as much as the terminal has room for, or everything if the descriptor is not a reopened
  /// terminal.
  func write(_ piece: UnsafeRawBufferPointer) -> Outcome {
    if isWaiting {
      return StandardStreams.writePiece(piece, to: descriptor).map { .failed($0) }
        ?? .written(piece.count)
    }
    #if canImport(Glibc)
      let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
    #else
      let count = Darwin.write(descriptor, piece.baseAddress, piece.count)
    #endif
    if count >= 0 { return .written(count) }
    return errno == EAGAIN || errno == EINTR ? .written(0) : .failed(errno)
  }
}
