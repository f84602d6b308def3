internal import Screen
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard input, output and error, unbuffered: when a call returns, its text has been written.
///
/// Text for a terminal is sanitized; files and pipes get the exact bytes.
enum StandardStreams {
  /// - Returns: the `errno` value if not everything could be written; otherwise `nil`.
  static func writeOutput(_ text: String) -> Int32? { write(text, to: STDOUT_FILENO) }

  /// Writes rows to a terminal. They contain control codes, but their text has been sanitized.
  /// - Returns: the `errno` value if not everything could be written; otherwise `nil`.
  static func writeRows(_ rows: String, to descriptor: Int32 = STDOUT_FILENO) -> Int32? {
    var rows = rows
    return rows.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// Does the same on standard error.
  static func writeErrorRows(_ rows: String) { _ = writeRows(rows, to: STDERR_FILENO) }

  /// A descriptor that becomes readable when a signal has asked the program to end; -1 if signals
  /// are not handled. After the signal, a write that would block fails with ECANCELED, because
  /// there may be no reader.
  static let interruption = Atomic<Int32>(-1)

  /// Prints one line on standard error, after the program's name, as Unix tools do.
  static func complain(_ text: String) {
    write("aside: \(Sanitizer.sanitizeLine(text))\n", to: STDERR_FILENO)
  }

  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Overwrites the cursor's line if standard error is a terminal. Empty text erases the
  /// line.
  static func writeOver(_ text: String) {
    guard isErrorTerminal else { return }
    // Move to the left edge and erase the line.
    writeErrorRows("\r\u{1B}[K" + Sanitizer.sanitizeLine(text))
  }

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Whether standard output is a file, which accepts everything without delay.
  static var isOutputFile: Bool {
    var status = stat()
    return fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func safe(_ text: String, for descriptor: Int32) -> String {
    isatty(descriptor) == 1 ? Sanitizer.sanitize(text) : text
  }

  /// Writes all of the text to any descriptor.
  /// - Returns: the `errno` value if not everything could be written; otherwise `nil`.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = safe(text, for: descriptor)
    return text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// Writes all bytes. Continues after interruptions and short writes.
  /// - Returns: the `errno` value if not everything could be written; otherwise `nil`.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    let interruption = interruption.load(ordering: .relaxed)
    guard interruption >= 0 else { return writePiece(bytes, to: descriptor) }
    let target = InterruptibleTarget(descriptor)
    var rest = bytes[...]
    while !rest.isEmpty {
      guard target.canWrite(unless: interruption) else { return ECANCELED }
      // A pipe that is ready has room for this much (POSIX, PIPE_BUF; Linux frees whole pages).
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(4096))
      switch target.write(piece) {
      case .written(0):
        // The terminal has less room than a line break needs.
        guard target.pause(unless: interruption) else { return ECANCELED }
      case .written(let count): rest = rest.dropFirst(count)
      case .failed(let failure): return failure
      }
    }
    return nil
  }

  /// Writes all bytes, however long that takes. Continues after interruptions and short writes.
  static func writePiece(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var offset = 0
    while offset < bytes.count, let base = bytes.baseAddress {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, base + offset, bytes.count - offset)
      #else
        let count = Darwin.write(descriptor, base + offset, bytes.count - offset)
      #endif
      if count < 0, errno == EINTR { continue }
      // Another program that shares this pipe may have made it non-blocking.
      if count < 0, errno == EAGAIN, wait(for: descriptor) { continue }
      if count <= 0 { return errno }
      offset += count
    }
    return nil
  }

  /// Waits until a write would not block, even if it would fail.
  /// - Returns: `false` if waiting failed.
  private static func wait(for descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, -1) >= 0 || errno == EINTR
  }
}
