internal import App
internal import Dispatch
internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard input that is not a terminal. Its content is attached, and keys are read from the
/// process's controlling terminal.
struct PipedInput {
  private let descriptor: Int32

  /// Makes the controlling terminal the standard input of this process and its children.
  /// - Returns: the original input; `nil` if standard input is already a terminal.
  static func take() throws(UsageProblem) -> PipedInput? {
    guard !StandardStreams.isInputTerminal else { return nil }
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { throw UsageProblem(Words.noTerminalForKeys) }
    defer { close(terminal) }
    let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    guard isatty(terminal) == 1, input >= 0, dup2(terminal, STDIN_FILENO) == STDIN_FILENO else {
      throw UsageProblem(Words.noTerminalForKeys)
    }
    return PipedInput(descriptor: input)
  }

  /// Reads the input to its end or the size limit in the background, then closes it. Closing it
  /// ends a program that is still writing.
  func read(_ done: @escaping @Sendable (StandardInputReading) -> Void) {
    // Use a separate queue, because input may arrive for as long as the program runs.
    DispatchQueue(label: "aside.input").async {
      let reading = AttachmentReader(home: nil).readInput(
        descriptor, as: Words.Attachments.standardInput)
      close(descriptor)
      done(reading)
    }
  }
}
