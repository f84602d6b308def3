internal import CNcurses
public import Screen

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A monitor of the keyboard, without a screen. It reports every key with the bytes that the
/// terminal sent. Made and used only on the main thread.
///
/// ``leave()`` restores the terminal's modes. It must be called however the program ends, even
/// if a signal ends it.
public final class KeyMonitor {
  /// A key press with the bytes that the terminal sent. `key` is `nil` for bytes that are not a
  /// key, such as a paste or a report.
  public struct Press: Equatable, Sendable {
    public let key: Key?
    public let bytes: [UInt8]
  }

  private let pipe: WakePipe
  private let modes: termios
  private var reader: InputReader
  /// The bytes since the last key.
  private var bytes: [UInt8] = []
  private var presses: [Press] = []
  private var isEntered = true

  /// Takes over the keyboard.
  /// - Parameter name: the value of `TERM`.
  public init(terminal name: String) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0 else { throw .notATerminal }
    self.modes = modes
    pipe = try WakePipe()
    let isKnown = !name.isEmpty && aside_read_description(name)
    reader = InputReader(keys: isKnown ? TerminfoKeys.read() : [:])
    aside_install_signals(pipe.writeEnd)
    var raw = modes
    cfmakeraw(&raw)
    // Output is still processed as usual, so that printed lines are not indented.
    raw.c_oflag = modes.c_oflag
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
  }

  public func leave() {
    guard isEntered else { return }
    isEntered = false
    var modes = modes
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    aside_restore_signals()
  }

  /// Waits for a key.
  /// - Returns: `nil` after a signal that ends the program, at the end of the input, or when the
  ///   terminal is gone.
  public func next() -> Press? {
    while presses.isEmpty {
      let patience = reader.patience(isReplyDue: false)
      let deadline = patience.map { ContinuousClock.now + $0 }
      let ready = aside_wait(pipe.readEnd, Terminal.milliseconds(until: deadline))
      if ready & Int32(aside_wake_hangup) != 0 { return nil }
      if ready & Int32(aside_wake_pipe) != 0, pipe.drain().contains(where: Self.isEnding) {
        return nil
      }
      if ready & Int32(aside_wake_input) != 0 {
        guard readInput() else { return nil }
      } else if patience != nil {
        note(reader.expire())
      }
    }
    return presses.removeFirst()
  }

  private static func isEnding(_ letter: UInt8) -> Bool {
    [UInt8(ascii: "T"), UInt8(ascii: "H"), UInt8(ascii: "I")].contains(letter)
  }

  /// - Returns: `false` at the end of the input.
  private func readInput() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
    // Byte by byte, so that each key gets its own bytes.
    for byte in buffer.prefix(count) {
      bytes.append(byte)
      note(reader.read([byte]))
    }
    return true
  }

  private func note(_ events: [InputEvent]) {
    for event in events {
      let key: Key? = if case .input(.key(let key)) = event { key } else { nil }
      presses.append(Press(key: key, bytes: bytes))
      bytes = []
    }
  }
}
