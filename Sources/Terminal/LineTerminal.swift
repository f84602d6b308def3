internal import CNcurses

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A terminal without a screen: lines are read as its driver edits them, text is added at the end.
/// Made and used on the main thread only.
public final class LineTerminal {
  public typealias Instant = ContinuousClock.Instant

  private let pipe: WakePipe
  private var isEntered = false
  private var line: [UInt8] = []
  private var lines: [String] = []
  private var isInterrupted = false

  /// - Parameter pipe: what wakes `wait(until:)` from other threads.
  public init(pipe: WakePipe) { self.pipe = pipe }

  /// Takes the signals over.
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

  /// Stops the process as Ctrl-Z does; returns when it is continued.
  public func suspend() {
    aside_restore_signals()
    aside_stop_process()
    aside_install_signals(pipe.writeEnd)
  }

  /// Blocks until something happens or the time has come; with `nil`, until something happens.
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

  /// Whether Ctrl-C was pressed since the last call.
  public func takeInterrupt() -> Bool {
    defer { isInterrupted = false }
    // What the driver held of the line it has thrown away.
    if isInterrupted { line = [] }
    return isInterrupted
  }

  /// Columns; `nil` where the terminal does not say.
  public var width: Int? { Self.windowWidth }

  /// The columns of the window that standard output is; `nil` where it is none, or does not say.
  public static var windowWidth: Int? {
    var width: Int32 = 0
    var height: Int32 = 0
    return aside_terminal_size(&width, &height) ? Int(width) : nil
  }

  /// The next line that was typed, without its end and without what keys that are no characters have
  /// put into it. A backslash at the end of a line of the terminal
  /// goes on in the next one.
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
        // Nobody reads it, and the program is to end.
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
