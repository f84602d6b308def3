internal import Words

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The reason why standard output accepts no more text, as an `errno` value.
struct OutputFailure: Error, Equatable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Reports the failure on standard error. If the reader, such as `head`, has seen enough, reports
  /// nothing and ends the program with SIGPIPE.
  /// - Returns: the exit status.
  func report() -> Int32 {
    if number == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    let reason = number == EBADF ? Words.outputIsClosed : String(cString: strerror(number))
    StandardStreams.complain(Words.cannotWriteOutput(reason))
    return 1
  }
}

/// The output of a command whose work matters more than its output. Write errors are reported after
/// the work is done.
struct LateOutput {
  private var failure: OutputFailure?

  mutating func write(_ text: String) {
    guard failure == nil else { return }
    failure = StandardStreams.writeOutput(text).map { OutputFailure($0) }
  }

  /// - Throws: the error that stopped the output.
  func finish() throws(OutputFailure) { if let failure { throw failure } }
}

extension StandardStreams {
  /// Writes all of `text`, for commands whose output is their result.
  static func output(_ text: String) throws(OutputFailure) {
    if let number = writeOutput(text) { throw OutputFailure(number) }
  }

  /// Throws if standard output is closed, to avoid work whose result nobody could see.
  static func requireOutput() throws(OutputFailure) {
    let flags = fcntl(STDOUT_FILENO, F_GETFL)
    guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { throw OutputFailure(EBADF) }
  }

  /// Fills the descriptors of standard streams that were closed at startup. Otherwise, the next
  /// file that is opened, such as the database, would get their numbers.
  static func reserveDescriptors() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      let isInput = number == STDIN_FILENO
      // `open` returns the lowest free number. A folder can be neither read nor written.
      if open("/dev/null", isInput ? O_WRONLY : O_RDONLY) < 0 { _ = open("/", O_RDONLY) }
    }
  }
}
