internal import ArgumentParser
internal import Terminal
internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A line typed or pasted at the terminal without echo.
///
/// This does not use `getpass`, which turns Ctrl-C into a character. The terminal's echo is
/// restored even if the program is ended while it waits for the line.
enum HiddenLine {
  /// - Returns: the line; empty at the end of input and after a signal that ends the program.
  /// - Throws: `ExitCode` 130 on Ctrl-C.
  static func read(_ prompt: String) throws -> String {
    let pipe = try WakePipe()
    let terminal = LineTerminal(pipe: pipe)
    do throws(TerminalError) {
      try terminal.enter()
    } catch {
      throw UsageProblem(Words.cannotReadFromTerminal)
    }
    defer { terminal.leave() }
    var modes = termios()
    tcgetattr(STDIN_FILENO, &modes)
    hide(modes)
    defer { show(modes) }
    terminal.write(prompt)
    while true {
      let wake = terminal.wait(until: nil)
      if let line = terminal.nextLine() { return line }
      if terminal.takeInterrupt() { throw ExitCode(Interruption.exitStatus) }
      if wake.isTerminated { return "" }
      guard wake.isSuspended else { continue }
      show(modes)
      terminal.suspend()
      hide(modes)
      terminal.write(prompt)
    }
  }

  private static func hide(_ modes: termios) {
    var hidden = modes
    hidden.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
  }

  /// Restores the terminal's modes and prints the line break that was not echoed.
  private static func show(_ modes: termios) {
    var modes = modes
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    _ = write(STDOUT_FILENO, "\n", 1)
  }
}
