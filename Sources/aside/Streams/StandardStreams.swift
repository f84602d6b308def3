internal import Screen
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard input, output and error, without buffers: what is written has left when the call returns.
///
/// A terminal gets nothing that could steer it; files and pipes get the bytes as they are.
enum StandardStreams {
  /// - Returns: the system's number for why not all of it could be written; `nil` when it was.
  static func writeOutput(_ text: String) -> Int32? { write(text, to: STDOUT_FILENO) }

  /// Readable once a signal has asked the program to end; -1 where none is waited for. From then on what
  /// cannot be written at once is given up with ECANCELED: nobody may be reading it.
  static let interruption = Atomic<Int32>(-1)

  /// One line, with the program's name before it, as Unix tools complain.
  static func complain(_ text: String) {
    write("aside: \(Sanitizer.sanitizeLine(text))\n", to: STDERR_FILENO)
  }

  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Writes over the line that the cursor is in, on a terminal; an empty text takes it away.
  static func writeOver(_ text: String) {
    guard isErrorTerminal else { return }
    // The only controls that a command but the screen sends: to the left edge, and erase the line.
    var line = "\r\u{1B}[K" + Sanitizer.sanitizeLine(text)
    _ = line.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  private static func safe(_ text: String, for descriptor: Int32) -> String {
    isatty(descriptor) == 1 ? Sanitizer.sanitize(text) : text
  }

  /// Writes all of a text, also to what is no standard stream.
  /// - Returns: the system's number for why not all of it could be written; `nil` when it was.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = safe(text, for: descriptor)
    return text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// Goes on after interruptions and short writes.
  /// - Returns: the system's number for why not all of it could be written; `nil` when it was.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    let interruption = interruption.load(ordering: .relaxed)
    guard interruption >= 0 else { return writePiece(bytes, to: descriptor) }
    let target = InterruptibleTarget(descriptor)
    var rest = bytes[...]
    while !rest.isEmpty {
      guard target.canWrite(unless: interruption) else { return ECANCELED }
      // A pipe that has any room has room for this much (POSIX, PIPE_BUF; Linux gives whole pages).
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(4096))
      switch target.write(piece) {
      case .written(0):
        // Less room than a line end takes.
        guard target.pause(unless: interruption) else { return ECANCELED }
      case .written(let count): rest = rest.dropFirst(count)
      case .failed(let failure): return failure
      }
    }
    return nil
  }

  /// Goes on after interruptions and short writes, without an end.
  static func writePiece(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var offset = 0
    while offset < bytes.count, let base = bytes.baseAddress {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, base + offset, bytes.count - offset)
      #else
        let count = Darwin.write(descriptor, base + offset, bytes.count - offset)
      #endif
      if count < 0, errno == EINTR { continue }
      // Another program may have set a pipe that it shares with this one not to wait.
      if count < 0, errno == EAGAIN, wait(for: descriptor) { continue }
      if count <= 0 { return errno }
      offset += count
    }
    return nil
  }

  /// - Returns: whether something can be written now, be it an error.
  private static func wait(for descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, -1) >= 0 || errno == EINTR
  }
}
