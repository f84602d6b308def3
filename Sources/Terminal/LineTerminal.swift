internal import CNcurses

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A terminal without a screen: its driver edits input lines, and output is appended. Made and used
/// only on the main thread.
public final class LineTerminal {
  public typealias Instant = ContinuousClock.Instant

  private let pipe: WakePipe
  private var isEntered = false
  private var line: [UInt8] = []
  private var lines: [String] = []
  private var isInterrupted = false

  /// - Parameter pipe: wakes `wait(until:)` from other threads.
  public init(pipe: WakePipe) { self.pipe = pipe }

  /// Installs the signal handlers.
  public func enter() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    aside_install_signals(pipe.writeEnd)
    isEntered = true
  }

  public func leave() {
    guard isEntered else { return }
    isEntered = false
    aside_restore_signals()
  }

  /// Stops the process as Ctrl-Z does; returns when it is resumed.
  public func suspend() {
    aside_restore_signals()
    aside_stop_process()
    aside_install_signals(pipe.writeEnd)
  }

  /// Blocks until something happens or the deadline, if any, passes.
  public func wait(until deadline: Instant?) -> Wake {
    var wake = Wake()
    let ready = aside_wait(pipe.readEnd, Terminal.milliseconds(until: deadline))
    if ready & Int32(aside_wake_hangup) != 0 { wake.isTerminated = true }
    if ready & Int32(aside_wake_input) != 0 { readInput() }
    guard ready & Int32(aside_wake_pipe) != 0 else { return wake }
    for letter in pipe.drain() {
      switch letter {
      case UInt8(ascii: "T"), UInt8(ascii: "H"): wake.isTerminated = true
      case UInt8(ascii: "I"): isInterrupted = true
      case UInt8(ascii: "Z"): wake.isSuspended = true
      default: break
      }
    }
    return wake
  }

  /// Returns whether Ctrl-C was pressed since the last call.
  public func takeInterrupt() -> Bool {
    defer { isInterrupted = false }
    // The driver has discarded the line being typed, so discard the continued lines before it too.
    if isInterrupted { line = [] }
    return isInterrupted
  }

  /// In columns; `nil` if the terminal does not report it.
  public var width: Int? { Self.windowWidth }

  /// The width of the terminal on standard output, in columns; `nil` if there is no terminal, or
  /// it does not report its width.
  public static var windowWidth: Int? {
    var width: Int32 = 0
    var height: Int32 = 0
    return aside_terminal_size(&width, &height) ? Int(width) : nil
  }

  /// Returns the next typed line, without its line end or the escape sequences of keys such as
  /// the arrows. A backslash at the end of a terminal line continues it on the next.
  public func nextLine() -> String? { lines.isEmpty ? nil : lines.removeFirst() }

  private func readInput() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    for byte in buffer.prefix(max(0, count)) {
      if byte != UInt8(ascii: "\n") {
        line.append(byte)
      } else if line.last == UInt8(ascii: "\\") {
        line[line.count - 1] = byte
      } else {
        lines.append(TypedLine.text(of: line))
        line = []
      }
    }
  }

  public func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        // Nobody is reading the output, and the program is ending.
        if aside_is_ending(), !aside_can_write() { return }
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        #if canImport(Glibc)
          let count = Glibc.write(STDOUT_FILENO, piece.baseAddress, piece.count)
        #else
          let count = Darwin.write(STDOUT_FILENO, piece.baseAddress, piece.count)
        #endif
        if count < 0, errno != EINTR { return }
        rest = rest.dropFirst(max(0, count))
      }
    }
  }
}
